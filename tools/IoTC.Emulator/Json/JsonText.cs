using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTC.Emulator.Json;

/// <summary>JSON in and out, as strict and as plain as the service's.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    // The service escapes only what JSON demands; keys and names stay readable.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonNode node) => node.ToJsonString(Plain);

    public static string? WriteOrNull(JsonNode? node) => node is null ? null : Write(node);

    public static byte[] WriteBytes(JsonNode node) => Encoding.UTF8.GetBytes(Write(node));

    /// <summary>An object without repeated names, in valid Unicode; null for anything else.</summary>
    public static JsonObject? TryParseObject(ReadOnlySpan<byte> json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: Strict) as JsonObject;
            _ = node?.ToJsonString(Plain);   // the parser is lazy: text that is no Unicode shows only when it is read
            return node;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The JSON it is, or a JSON string of it; null for no text.</summary>
    public static JsonNode? ParseOrQuote(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        try
        {
            JsonNode? node = JsonNode.Parse(text);
            _ = node?.ToJsonString(Plain);
            return node;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonValue.Create(text);
        }
    }
}
