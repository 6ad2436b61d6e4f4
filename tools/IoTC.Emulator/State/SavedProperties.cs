using System;
using System.Collections.Generic;
using System.Text.Json;

namespace IoTC.Emulator.State;

/// <summary>The properties of a message as a JSON object, in their order.</summary>
internal static class SavedProperties
{
    public static string Write(IReadOnlyDictionary<string, string?> properties) => JsonSerializer.Serialize(properties);

    public static Dictionary<string, string?> Read(string json)
    {
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (JsonProperty property in JsonElement.Parse(json).EnumerateObject())
        {
            properties[property.Name] = property.Value.GetString();
        }

        return properties;
    }
}
