using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Json;

namespace IoTC.Emulator.Rest;

/// <summary><c>/twins</c>: twins and direct methods.</summary>
internal static class TwinRoutes
{
    private const int DefaultResponseSeconds = 30;

    public static IEnumerable<RestRoute> Create(IoTCEmulator emulator) =>
    [
        new("GET", "/twins/{id}", request => RestResult.Ok(Describe(emulator.Device(request.Id)))),
        new("PATCH", "/twins/{id}", request => PatchAsync(emulator.Device(request.Id), request)),
        new("POST", "/twins/{id}/methods", request => InvokeAsync(emulator.Device(request.Id), request)),
    ];

    public static JsonNode Describe(EmulatedDevice device) => new JsonObject
    {
        ["deviceId"] = device.DeviceId,
        ["status"] = device.IsEnabled ? "enabled" : "disabled",
        ["connectionState"] = device.IsConnected ? "Connected" : "Disconnected",
        ["modelId"] = device.ModelId ?? "",
        ["tags"] = new JsonObject(),
        ["properties"] = new JsonObject { ["desired"] = JsonNode.Parse(device.GetDesiredJson()), ["reported"] = JsonNode.Parse(device.GetReportedJson()) },
    };

    private static async Task<RestResult> PatchAsync(EmulatedDevice device, RestRequest request)
    {
        if ((request.Body["properties"] as JsonObject)?["desired"] is not JsonObject desired)
        {
            return RestResult.Error(400, "ArgumentInvalid", "Expected {\"properties\":{\"desired\":{…}}}.");
        }

        await device.SetDesiredAsync(JsonText.Write(desired));
        return RestResult.Ok(Describe(device));
    }

    private static async Task<RestResult> InvokeAsync(EmulatedDevice device, RestRequest request)
    {
        if (request.Text("methodName") is not { Length: > 0 } name)
        {
            return RestResult.Error(400, "ArgumentNull", "methodName is missing.");
        }

        MethodResult result = await device.InvokeAsync(
            name,
            request.Body.ContainsKey("payload") ? JsonText.WriteOrNull(request.Body["payload"]) ?? "null" : null,
            TimeSpan.FromSeconds(Math.Clamp(request.Number("responseTimeoutInSeconds") ?? DefaultResponseSeconds, 1, 300)),
            TimeSpan.FromSeconds(Math.Clamp(request.Number("connectTimeoutInSeconds") ?? 0, 0, 300)),
            request.Aborted);
        return result.Outcome switch
        {
            MethodOutcome.Answered => RestResult.Ok(new JsonObject { ["status"] = result.Status, ["payload"] = JsonText.ParseOrQuote(result.PayloadJson) }),
            MethodOutcome.DeviceNotOnline => RestResult.Error(404, "DeviceNotOnline", "The operation failed because the requested device isn't online or hasn't registered the direct method callback."),
            _ => RestResult.Error(504, "GatewayTimeout", "Timed out waiting for the response from device."),
        };
    }
}
