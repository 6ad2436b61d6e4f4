using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using IoTC.Emulator.Json;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Rest;

/// <summary><c>/devices</c>: identities, what they sent, what is sent to them.</summary>
internal static class DeviceRoutes
{
    public static IEnumerable<RestRoute> Create(IoTCEmulator emulator) =>
    [
        new("GET", "/devices", _ => RestResult.Ok(new JsonArray([.. emulator.Devices.Select(Describe)]))),
        new("GET", "/devices/{id}", request => RestResult.Ok(Describe(emulator.Device(request.Id)))),
        new("PUT", "/devices/{id}", request => Put(emulator, request)),
        new("DELETE", "/devices/{id}", request =>
        {
            emulator.Device(request.Id).Delete();
            return RestResult.Done;
        }),
        new("GET", "/devices/{id}/telemetry", request => RestResult.Ok(Telemetry(emulator.Device(request.Id), request))),
        new("POST", "/devices/{id}/messages", request => SendAsync(emulator.Device(request.Id), request)),
        new("DELETE", "/devices/{id}/connection", async request =>
        {
            await emulator.Device(request.Id).DisconnectAsync();
            return RestResult.Done;
        }),
    ];

    /// <summary>A device as <c>GET /devices/{id}</c> shows it.</summary>
    public static JsonNode Describe(EmulatedDevice device) => new JsonObject
    {
        ["deviceId"] = device.DeviceId,
        ["connectionState"] = device.IsConnected ? "Connected" : "Disconnected",
        ["status"] = device.IsEnabled ? "enabled" : "disabled",
        ["cloudToDeviceMessageCount"] = device.PendingMessages,
        ["connectionCount"] = device.ConnectionCount,
        ["lastCloseReason"] = device.LastCloseReason,
        ["telemetryCount"] = device.TelemetryCount,
        ["lastTelemetryTime"] = device.LastTelemetryAt is { } time ? Text(time) : null,
        ["modelId"] = device.ModelId,
        ["authentication"] = DescribeAuthentication(device),
    };

    /// <summary>A message as <c>GET /devices/{id}/telemetry</c> shows it.</summary>
    public static JsonNode Describe(TelemetryMessage message) => new JsonObject
    {
        ["number"] = message.Number,
        ["arrivedAt"] = Text(message.ArrivedAt),
        ["payload"] = JsonText.ParseOrQuote(message.PayloadText),
        ["properties"] = Describe(message.Properties),
        ["systemProperties"] = Describe(message.SystemProperties),
        ["qos"] = message.QualityOfService,
        ["duplicate"] = message.IsDuplicate,
        ["will"] = message.IsWill,
        ["topic"] = message.Topic,
    };

    private static RestResult Put(IoTCEmulator emulator, RestRequest request)
    {
        EmulatedDevice device = emulator.FindDevice(request.Id) ?? emulator.AddDevice(request.Id, request.Text("authentication", "symmetricKey", "primaryKey"));
        switch (request.Text("status"))
        {
            case "disabled":
                device.Disable();
                break;
            case "enabled":
                device.Enable();
                break;
        }

        return RestResult.Ok(Describe(device));
    }

    private static JsonObject DescribeAuthentication(EmulatedDevice device) =>
        device.Attestation is ThumbprintAttestation x509
            ? new() { ["type"] = "selfSigned", ["x509Thumbprint"] = new JsonObject { ["primaryThumbprint"] = x509.Thumbprint } }
            : new() { ["type"] = "sas", ["symmetricKey"] = new JsonObject { ["primaryKey"] = device.PrimaryKey, ["secondaryKey"] = device.PrimaryKey } };

    private static JsonArray Telemetry(EmulatedDevice device, RestRequest request)
    {
        int last = int.TryParse(request.Query["last"], NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : int.MaxValue;
        return [.. device.Telemetry.TakeLast(last).Select(Describe)];
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static JsonObject Describe(IReadOnlyDictionary<string, string?> properties) =>
        new(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value)));

    private static async Task<RestResult> SendAsync(EmulatedDevice device, RestRequest request)
    {
        JsonNode? payload = request.Body["payload"];
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach ((string name, JsonNode? value) in request.Body["properties"] as JsonObject ?? [])
        {
            properties[name] = value?.ToString();
        }

        // A string is sent as it is; anything else as its JSON.
        CloudToDeviceMessage message = await device.SendMessageAsync(Encoding.UTF8.GetBytes(request.Text("payload") ?? JsonText.WriteOrNull(payload) ?? ""), properties);
        return new RestResult(202, new JsonObject { ["messageId"] = message.MessageId });
    }
}
