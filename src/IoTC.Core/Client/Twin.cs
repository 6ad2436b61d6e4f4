using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <summary>A device twin as it was read: desired and reported properties. It owns its bytes and may be kept; nothing is parsed before it is asked for.</summary>
public sealed class Twin
{
    private readonly JsonValue _document;

    internal Twin(DeviceEvent source) => _document = source.Value.Clone();

    /// <summary>What is asked of the device: a JSON object with its <c>$version</c>.</summary>
    public JsonValue Desired => Find("desired");

    /// <summary>What the device has reported: a JSON object with its <c>$version</c>.</summary>
    public JsonValue Reported => Find("reported");

    /// <summary>The <c>$version</c> of the desired properties, or -1.</summary>
    public long DesiredVersion => GetVersion(Desired);

    /// <summary>The <c>$version</c> of the reported properties, or -1.</summary>
    public long ReportedVersion => GetVersion(Reported);

    /// <summary>The twin's JSON.</summary>
    public override string ToString() => _document.ToString();

    // Also inside {"properties":…}, as it once was.
    private JsonValue Find(string part)
    {
        if (_document.TryGetProperty(part, out JsonValue value)) return value;
        return _document.TryGetProperty("properties", out JsonValue outer) && outer.TryGetProperty(part, out value) ? value : default;
    }

    private static long GetVersion(JsonValue part) => part.TryGetProperty("$version", out JsonValue version) && version.TryGetInt64(out long number) ? number : -1;
}
