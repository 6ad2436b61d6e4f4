using System.Text.Json.Nodes;

namespace IoTC.Emulator.Twins;

/// <summary>What the hub accepts as property names and depth (Azure: "Understand and use device twins").</summary>
internal static class TwinRules
{
    /// <summary>The most bytes of JSON in desired, and again in reported properties.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int MaxDepth = 10;

    public static bool Accepts(JsonObject properties) => Accepts(properties, 1);

    private static bool Accepts(JsonNode? node, int depth)
    {
        if (depth > MaxDepth + 1)
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
            default:
                return true;
        }
    }

    private static bool IsName(string name)
    {
        foreach (char c in name)
        {
            if (c is '.' or '$' or ' ' || char.IsControl(c))
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
