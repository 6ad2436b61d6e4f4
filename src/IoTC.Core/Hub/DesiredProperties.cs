using IoTC.Buffers;
using IoTC.Json;

namespace IoTC.Hub;

/// <summary>Walks the desired properties of a twin or of an update, one property at a time, where they lie.</summary>
/// <remarks>
/// <c>$version</c> and <c>$metadata</c> are passed over. An object with <c>"__t":"c"</c>, or under the name of a known component, is a component: its
/// members are the properties.
/// A value in the older form <c>{"value":v}</c> is told as <c>v</c>.
/// </remarks>
internal sealed class DesiredProperties
{
    private readonly byte[] _desiredName = Utf8.GetBytes("desired");
    private readonly byte[] _propertiesName = Utf8.GetBytes("properties");
    private readonly byte[] _versionName = Utf8.GetBytes("$version");
    private readonly byte[] _typeName = Utf8.GetBytes("__t");
    private readonly byte[] _valueName = Utf8.GetBytes("value");
    private readonly byte[] _componentType = Utf8.GetBytes("c");
    private readonly JsonReader _scan = new JsonReader();
    private readonly JsonReader _properties = new JsonReader();
    private readonly JsonReader _componentProperties = new JsonReader();
    private ComponentNames _components = new ComponentNames();
    private byte[] _json = Bytes.Empty;
    private bool _isInComponent;
    private int _componentOffset;
    private int _componentCount;

    /// <summary>Whether a walk has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Takes the names of the components that the program knows; they may become more at any time.</summary>
    public void SetComponents(ComponentNames components) => _components = components;

    /// <summary>Begins with a whole twin: <c>{"desired":{…},"reported":{…}}</c>, also inside <c>{"properties":…}</c>.</summary>
    public bool TryOpenTwin(byte[] json, int offset, int count, out long version)
    {
        version = -1;
        return JsonText.IsObject(json, offset, count) && TryFindDesired(json, ref offset, ref count) && TryOpenPatch(json, offset, count, out version);
    }

    /// <summary>Begins with an update: an object of properties.</summary>
    /// <param name="json">Holds it; stays as it is until the walk has ended.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length.</param>
    /// <param name="version">Its <c>$version</c>, or -1.</param>
    public bool TryOpenPatch(byte[] json, int offset, int count, out long version)
    {
        version = -1;
        if (!JsonText.IsObject(json, offset, count)) return false;
        _scan.Reset(json, offset, count);
        _scan.Read();
        while (_scan.Read() && _scan.TokenType == JsonTokenType.PropertyName)
        {
            bool isVersion = _scan.ValueIs(_versionName);
            _scan.GetRawValue(out int valueOffset, out int valueCount);
            if (isVersion && !Ascii.TryParseInt64(json, valueOffset, valueCount, out version)) version = -1;
        }

        _json = json;
        _properties.Reset(json, offset, count);
        _properties.Read();
        _isInComponent = false;
        IsOpen = true;
        return true;
    }

    /// <summary>Reads the next property into an event.</summary>
    /// <returns><see langword="false"/> when there are no more; the walk has ended then.</returns>
    public bool TryReadNext(HubEvent hubEvent)
    {
        while (IsOpen)
        {
            JsonReader reader = _isInComponent ? _componentProperties : _properties;
            if (!reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
            {
                IsOpen = _isInComponent;
                _isInComponent = false;
                continue;
            }

            int name = reader.ValueOffset;
            int nameCount = reader.ValueCount;
            reader.GetRawValue(out int value, out int valueCount);
            if (IsReserved(name, nameCount)) continue;
            if (!_isInComponent && TryEnterComponent(name, nameCount, value, valueCount)) continue;

            Unwrap(ref value, ref valueCount);
            hubEvent.Buffer = _json;
            hubEvent.NameOffset = name;
            hubEvent.NameCount = nameCount;
            hubEvent.ComponentOffset = _componentOffset;
            hubEvent.ComponentCount = _isInComponent ? _componentCount : 0;
            hubEvent.PayloadOffset = value;
            hubEvent.PayloadCount = valueCount;
            return true;
        }

        return false;
    }

    /// <summary>Ends the walk.</summary>
    public void Stop() => IsOpen = false;

    private bool TryFindDesired(byte[] json, ref int offset, ref int count)
    {
        _scan.Reset(json, offset, count);
        _scan.Read();
        while (_scan.Read() && _scan.TokenType == JsonTokenType.PropertyName)
        {
            bool isDesired = _scan.ValueIs(_desiredName);
            bool isOuter = _scan.ValueIs(_propertiesName);
            _scan.GetRawValue(out int valueOffset, out int valueCount);
            if (!isDesired && !isOuter) continue;
            offset = valueOffset;
            count = valueCount;
            return isDesired || (JsonText.IsObject(json, offset, count) && TryFindDesired(json, ref offset, ref count));
        }

        return false;
    }

    private bool IsReserved(int name, int count) => count > 0 && (_json[name] == '$' || (_isInComponent && Bytes.AreEqual(_json, name, count, _typeName)));

    private bool TryEnterComponent(int name, int nameCount, int value, int valueCount)
    {
        if (_json[value] != '{') return false;
        bool isComponent = _components.Contains(_json, name, nameCount);
        _scan.Reset(_json, value, valueCount);
        _scan.Read();
        while (_scan.Read() && _scan.TokenType == JsonTokenType.PropertyName)
        {
            bool isType = _scan.ValueIs(_typeName);
            _scan.GetRawValue(out int typeOffset, out int typeCount);
            isComponent |= isType && typeCount == 3 && Bytes.AreEqual(_json, typeOffset + 1, 1, _componentType);
        }

        if (!isComponent) return false;
        _componentOffset = name;
        _componentCount = nameCount;
        _componentProperties.Reset(_json, value, valueCount);
        _componentProperties.Read();
        _isInComponent = true;
        return true;
    }

    // {"value":v}, and nothing else in it
    private void Unwrap(ref int value, ref int count)
    {
        if (_json[value] != '{') return;
        _scan.Reset(_json, value, count);
        _scan.Read();
        if (!_scan.Read() || _scan.TokenType != JsonTokenType.PropertyName || !_scan.ValueIs(_valueName)) return;
        _scan.GetRawValue(out int innerOffset, out int innerCount);
        if (!_scan.Read() || _scan.TokenType != JsonTokenType.EndObject) return;
        value = innerOffset;
        count = innerCount;
    }
}
