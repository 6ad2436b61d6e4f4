using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>The twin as the hub keeps it: desired values with the version that changed each, and what the device has acknowledged.</summary>
internal sealed class SimTwin
{
    private readonly SortedDictionary<string, (int Value, long Version)> _desired = [];
    private readonly Dictionary<string, (int Value, int Code, long Version)> _acknowledged = [];

    public long DesiredVersion { get; private set; } = 1;

    /// <summary>Which twin it is: counts resets.</summary>
    public int Epoch { get; private set; }

    public long ReportedVersion { get; private set; } = 1;

    /// <summary>Changes one property.</summary>
    /// <returns>The patch.</returns>
    public string Set(string name, int value)
    {
        _desired[name] = (value, ++DesiredVersion);
        return $$"""{"{{name}}":{{value}},"$version":{{DesiredVersion}}}""";
    }

    /// <summary>Another twin, whose version may be any.</summary>
    public void Reset(long version, IEnumerable<(string Name, int Value)> values)
    {
        _desired.Clear();
        _acknowledged.Clear();
        Epoch++;
        DesiredVersion = version;
        foreach ((string name, int value) in values) _desired[name] = (value, version);
    }

    /// <summary>Changes the version alone.</summary>
    public void Skip(int versions) => DesiredVersion += versions;

    public string ToJson()
    {
        string members = string.Concat(_desired.Select(d => $"\"{d.Key}\":{d.Value.Value},"));
        return $$$"""{"desired":{{{{members}}}"$version":{{{DesiredVersion}}}},"reported":{"$version":{{{ReportedVersion}}}}}""";
    }

    public void Report(string json)
    {
        ReportedVersion++;
        using var document = JsonDocument.Parse(json);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) continue;
            _acknowledged[property.Name] = (property.Value.GetProperty("value").GetInt32(), property.Value.GetProperty("ac").GetInt32(), property.Value.GetProperty("av").GetInt64());
        }
    }

    /// <summary>The first property that is not acknowledged as it is now, in words; null when there is none.</summary>
    public string? FindUnacknowledged()
    {
        foreach ((string name, (int value, long version)) in _desired)
        {
            if (!_acknowledged.TryGetValue(name, out (int Value, int Code, long Version) ack)) return $"{name} is never acknowledged";
            if (ack.Value != value || ack.Code != 200 || ack.Version < version || ack.Version > DesiredVersion) return $"{name} is {value} since version {version}, acknowledged is {ack}";
        }

        return null;
    }
}
