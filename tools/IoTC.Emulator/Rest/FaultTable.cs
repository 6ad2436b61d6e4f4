using System;
using IoTC.Emulator.Faults;

namespace IoTC.Emulator.Rest;

/// <summary>Every fault that the service API can switch.</summary>
internal static class FaultTable
{
    private const string Requests = "requests";
    private const string Connections = "connections";
    private const string Messages = "messages";

    public static FaultSwitch[] Create(IoTCEmulator emulator)
    {
        EmulatorFaults faults = emulator.Faults;
        return
        [
            Dps("dps-status", "DPS answers with an error status", request => DpsFault.Status(request.Number("status") ?? 500, request.Number("retryAfter")), "status", 500),
            Dps("dps-non-json", "DPS answers with an HTML page", _ => DpsFault.NonJsonBody()),
            Dps("dps-oversize", "DPS answers with a very long body", request => DpsFault.OversizeBody(Math.Clamp(request.Number("bytes") ?? 1_000_000, 1, 100_000_000)), "bytes", 1_000_000),
            Dps("dps-chunked", "DPS answers in chunks of a few bytes", _ => DpsFault.ChunkedBody()),
            Dps("dps-close", "DPS closes the connection without an answer", _ => DpsFault.CloseWithoutAnswer()),
            Dps("dps-delay", "DPS answers late", request => DpsFault.Delay(TimeSpan.FromMilliseconds(request.Number("milliseconds") ?? 1000)), "milliseconds", 1000),
            Counter("dps-tls", "DPS closes before the TLS handshake", Connections, faults.DpsTls),
            Counter("hub-tls", "The hub closes before the TLS handshake", Connections, faults.HubTls),
            Queue("hub-connect", "The hub refuses the CONNECT", Connections, faults.Connects, request => request.Number("returnCode") ?? 3, "returnCode", 3, _ => true),
            Counter("hub-drop-after-connack", "The connection closes after the CONNACK", Connections, faults.ConnAckDrops),
            Counter("hub-drop-on-telemetry", "The connection closes at a telemetry message, which is lost", Messages, faults.TelemetryDrops),
            new(
                "hub-throttle", "The connection closes when a device sends more than this", "messages per second",
                (_, count) => faults.ThrottleTelemetry(count), () => faults.Throttle.Limit, () => faults.ThrottleTelemetry(0)),
            Counter("hub-repeat-methods", "Direct methods are delivered twice", "methods", faults.RepeatedMethods),
            Counter("hub-lose-desired", "Changes of desired properties are not pushed", "changes", faults.LostDesired),
            Counter("hub-no-puback", "PUBACKs are not sent", Messages, faults.WithheldPubAcks),
            Queue("hub-twin", "Twin requests are answered with an error status", Requests, faults.TwinAnswers, request => request.Number("status") ?? 429, "status", 429, _ => true),
            new(
                "clock-skew", "The service's clock is ahead", null,
                (request, _) => emulator.ClockSkew = TimeSpan.FromSeconds(request.Number("seconds") ?? 0), () => (int)emulator.ClockSkew.TotalSeconds, () => emulator.ClockSkew = TimeSpan.Zero)
            { Argument = "seconds", Default = 3600 },
        ];

        FaultSwitch Dps(string name, string text, Func<RestRequest, DpsFault> create, string? argument = null, int value = 0) =>
            Queue(name, text, Requests, faults.Dps, create, argument, value, fault => fault.Name == name);
    }

    private static FaultSwitch Counter(string name, string text, string counts, FaultCounter counter) =>
        new(name, text, counts, (_, count) => counter.Set(count), () => Math.Max(0, counter.Left), () => counter.Set(0));

    private static FaultSwitch Queue<T>(string name, string text, string counts, FaultQueue<T> queue, Func<RestRequest, T> create, string? argument, int value, Func<T, bool> isMine)
        where T : notnull =>
        new(name, text, counts, (request, count) => queue.Add(create(request), count), () => queue.Count(isMine), () => queue.Remove(isMine)) { Argument = argument, Default = value };
}
