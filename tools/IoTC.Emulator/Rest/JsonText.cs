using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTC.Emulator.Rest;

/// <summary>Text from devices, which may or may not be JSON.</summary>
internal static class JsonText
{
    /// <summary>The JSON it is, or a JSON string of it; null for no text.</summary>
    public static JsonNode? ParseOrQuote(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
