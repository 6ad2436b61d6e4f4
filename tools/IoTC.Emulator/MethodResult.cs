using System.Text.Json;

namespace IoTC.Emulator;

/// <summary>What came of a direct method (IoT Central: a command).</summary>
/// <param name="Outcome">Who spoke: the device, or the service in its place.</param>
/// <param name="Status">The device's status; 404 when it is not online, 504 when it did not answer in time.</param>
/// <param name="PayloadJson">The device's answer, as sent; empty when there is none.</param>
public sealed record MethodResult(MethodOutcome Outcome, int Status, string PayloadJson)
{
    /// <summary>The answer parsed.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public JsonElement ToJson() => JsonElement.Parse(PayloadJson);
}
