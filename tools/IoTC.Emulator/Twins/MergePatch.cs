using System.Text.Json.Nodes;

namespace IoTC.Emulator.Twins;

/// <summary>RFC 7396 on JSON objects: null deletes, objects merge, everything else replaces.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach ((string name, JsonNode? value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner when target[name] is JsonObject existing:
                    Apply(existing, inner);
                    break;
                case JsonObject inner:
                    var created = new JsonObject();
                    Apply(created, inner);   // nulls inside a new object vanish as well
                    target[name] = created;
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }
}
