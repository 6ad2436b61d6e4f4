using System.Text.Json.Nodes;

namespace IoTC.Emulator.Twins;

/// <summary>Desired properties as older IoT Central applications send them: <c>{"name":{"value":…}}</c>.</summary>
internal static class WrappedValues
{
    private const string ComponentMark = "__t";

    /// <summary>Wraps each value; within a component, each of its values. <c>null</c> stays: it removes a property.</summary>
    public static JsonObject Wrap(JsonObject patch)
    {
        JsonObject wrapped = [];
        foreach ((string name, JsonNode? value) in patch)
        {
            wrapped[name] = value switch
            {
                null => null,
                JsonObject component when component.ContainsKey(ComponentMark) => Wrap(component),
                _ when name == ComponentMark => value.DeepClone(),
                _ => new JsonObject { ["value"] = value.DeepClone() },
            };
        }

        return wrapped;
    }
}
