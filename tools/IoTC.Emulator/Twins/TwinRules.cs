using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IoTC.Emulator.Twins;

/// <summary>What the hub accepts as property names and depth (Azure: "Understand and use device twins").</summary>
internal static class TwinRules
{
    /// <summary>The most bytes of JSON in desired, and again in reported properties.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int MaxDepth = 10;
    private const int MaxNameBytes = 1024;
    private const int MaxStringBytes = 4096;
    private const long MaxInteger = 4503599627370495;

    public static bool Accepts(JsonObject properties) => Accepts(properties, 1);

    private static bool Accepts(JsonNode? node, int depth)
    {
        // The patch itself is no level, and neither is a value.
        if (depth > MaxDepth + 1 && node is (JsonObject or JsonArray))
        {
            return false;
        }

        switch (node)
        {
            case JsonObject inner:
                foreach ((string name, JsonNode? value) in inner)
                {
                    if (!IsName(name) || !Accepts(value, depth + 1))
                    {
                        return false;
                    }
                }

                return true;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    if (!Accepts(item, depth + 1))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return Encoding.UTF8.GetByteCount(value.GetValue<string>()) <= MaxStringBytes;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return IsNumber(value.ToJsonString());
            default:
                return true;
        }
    }

    // An integer must fit a service that keeps them in 53 bits; a double may be any.
    private static bool IsNumber(string number) =>
        number.AsSpan().ContainsAny('.', 'e', 'E')
        || (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) && integer is >= -MaxInteger - 1 and <= MaxInteger);

    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (c is '.' or '$' or ' ' || char.IsControl(c))
            {
                return false;
            }
        }

        return name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxNameBytes;
    }
}
