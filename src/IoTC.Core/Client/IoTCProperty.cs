using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <summary>A desired property: its name, the value that is asked for, and the way to acknowledge it. It owns its bytes and may be kept.</summary>
public sealed class IoTCProperty
{
    private readonly IPropertyAcknowledger _acknowledger;
    private readonly byte[] _bytes;         // component, name, value
    private readonly int _componentCount;
    private readonly int _nameCount;
    private string? _name;
    private string? _component;

    internal IoTCProperty(IPropertyAcknowledger acknowledger, DeviceEvent source)
    {
        _acknowledger = acknowledger;
        _componentCount = source.ComponentCount;
        _nameCount = source.NameCount;
        Version = source.Version;
        _bytes = new byte[_componentCount + _nameCount + source.PayloadCount];
        Bytes.Copy(source.Buffer, source.ComponentOffset, _bytes, 0, _componentCount);
        Bytes.Copy(source.Buffer, source.NameOffset, _bytes, _componentCount, _nameCount);
        Bytes.Copy(source.Buffer, source.PayloadOffset, _bytes, _componentCount + _nameCount, source.PayloadCount);
    }

    /// <summary>The property's name.</summary>
    public string Name => _name ??= Utf8.GetString(_bytes, _componentCount, _nameCount);

    /// <summary>The component it belongs to, or empty.</summary>
    public string Component => _component ??= Utf8.GetString(_bytes, 0, _componentCount);

    /// <summary>The value asked for. <c>null</c> means that the property was removed.</summary>
    public JsonValue Value => new JsonValue(_bytes, _componentCount + _nameCount, _bytes.Length - _componentCount - _nameCount);

    /// <summary>The <c>$version</c> of the desired properties that it came with.</summary>
    public long Version { get; }

    /// <summary>Whether it has been acknowledged.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>Whether <see cref="Defer"/> was called.</summary>
    internal bool IsDeferred { get; private set; }

    /// <summary>Acknowledges it as done (200).</summary>
    /// <param name="description">For people, or empty.</param>
    public void Accept(string description = "") => Acknowledge(200, description);

    /// <summary>Acknowledges it as refused.</summary>
    /// <param name="code">400–499 for a value that cannot be, 500–599 for a device that cannot now.</param>
    /// <param name="description">For people, or empty.</param>
    /// <exception cref="System.ArgumentException">The code is not 400 to 599.</exception>
    public void Refuse(int code, string description = "")
    {
        if (code < 400 || code > 599) throw new System.ArgumentException("The code of a refusal is 400 to 599.");
        Acknowledge(code, description);
    }

    /// <summary>Leaves the acknowledgement for later: <see cref="Acknowledge"/> will be called when the device knows.</summary>
    public void Defer() => IsDeferred = true;

    /// <summary>Acknowledges it. May be called again, to go from 202 to 200 for instance.</summary>
    /// <param name="code">200 done, 201 or 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="description">For people, or empty.</param>
    public void Acknowledge(int code, string description = "")
    {
        IsAcknowledged = true;
        int value = _componentCount + _nameCount;
        _acknowledger.Acknowledge(_bytes, 0, _componentCount, _componentCount, _nameCount, value, _bytes.Length - value, Version, code, description);
    }

    /// <summary>What the handler's return value stands for, unless it has acknowledged or deferred.</summary>
    internal void Conclude(int code, string description)
    {
        if (!IsAcknowledged && !IsDeferred) Acknowledge(code, description);
    }
}
