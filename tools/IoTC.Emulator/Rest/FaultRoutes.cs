using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace IoTC.Emulator.Rest;

/// <summary><c>/faults</c>: what goes wrong on purpose, for clients under test in another process.</summary>
internal static class FaultRoutes
{
    public static IEnumerable<RestRoute> Create(IoTCEmulator emulator) =>
    [
        new("POST", "/faults/{id}", request => Set(emulator, request)),
        new("DELETE", "/faults", _ =>
        {
            emulator.Faults.Clear();
            emulator.ClockSkew = TimeSpan.Zero;
            return RestResult.Done;
        }),
    ];

    private static RestResult Set(IoTCEmulator emulator, RestRequest request)
    {
        EmulatorFaults faults = emulator.Faults;
        int count = request.Number("count") ?? 1;
        switch (request.Id)
        {
            case "dps-status": faults.NextDps(DpsFault.Status(request.Number("status") ?? 500, request.Number("retryAfter")), count); break;
            case "dps-non-json": faults.NextDps(DpsFault.NonJsonBody(), count); break;
            case "dps-oversize": faults.NextDps(DpsFault.OversizeBody(Math.Clamp(request.Number("bytes") ?? 1_000_000, 1, 100_000_000)), count); break;
            case "dps-chunked": faults.NextDps(DpsFault.ChunkedBody(), count); break;
            case "dps-close": faults.NextDps(DpsFault.CloseWithoutAnswer(), count); break;
            case "dps-delay": faults.NextDps(DpsFault.Delay(TimeSpan.FromMilliseconds(request.Number("milliseconds") ?? 1000)), count); break;
            case "dps-tls": faults.RefuseDpsTls(count); break;
            case "hub-tls": faults.RefuseHubTls(count); break;
            case "hub-connect": faults.NextConnect(request.Number("returnCode") ?? 3, count); break;
            case "hub-drop-after-connack": faults.DropAfterConnAck(count); break;
            case "hub-drop-on-telemetry": faults.DropOnTelemetry(count); break;
            case "hub-throttle": faults.ThrottleTelemetry(count); break;
            case "hub-repeat-methods": faults.RepeatMethods(count); break;
            case "hub-lose-desired": faults.LoseDesired(count); break;
            case "hub-no-puback": faults.WithholdPubAcks(count); break;
            case "hub-twin": faults.NextTwin(request.Number("status") ?? 429, count); break;
            case "clock-skew": emulator.ClockSkew = TimeSpan.FromSeconds(request.Number("seconds") ?? 0); break;
            default: return RestResult.Error(404, "NotFound", "No such fault.");
        }

        return RestResult.Ok(new JsonObject { ["fault"] = request.Id, ["count"] = count });
    }
}
