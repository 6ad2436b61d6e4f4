using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using IoTC.Emulator.Json;

namespace IoTC.Emulator.Provisioning;

/// <summary>The JSON of a register request.</summary>
/// <param name="RegistrationId">As in the body; may be absent.</param>
/// <param name="ModelId">From <c>payload.modelId</c>, or the older <c>iotcModelId</c> in <c>payload</c> or <c>data</c>.</param>
/// <param name="PayloadJson">The custom payload, undecoded; null when absent or null.</param>
internal sealed record RegistrationBody(string? RegistrationId, string? ModelId, string? PayloadJson)
{
    public static RegistrationBody? TryParse(ReadOnlySpan<byte> json)
    {
        if (JsonText.TryParseObject(json) is not { } body)
        {
            return null;
        }

        JsonNode? id = body["registrationId"];
        if (id is not null && id.GetValueKind() != JsonValueKind.String)
        {
            return null;
        }

        JsonNode? payload = body["payload"];
        string? modelId = Text(payload, "modelId") ?? Text(payload, "iotcModelId") ?? Text(body["data"], "iotcModelId");
        return new RegistrationBody(id?.GetValue<string>(), modelId, JsonText.WriteOrNull(payload));
    }

    private static string? Text(JsonNode? node, string name) =>
        node is JsonObject container && container[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
