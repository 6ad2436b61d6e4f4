using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Hub;

namespace IoTC;

/// <summary>A cloud-to-device message. It owns its bytes and may be kept.</summary>
public sealed partial class IoTCMessage
{
    private readonly byte[] _bytes;     // payload, property bag
    private readonly int _payloadCount;

    internal IoTCMessage(DeviceEvent source)
    {
        _payloadCount = source.PayloadCount;
        _bytes = new byte[_payloadCount + source.PropertiesCount];
        Bytes.Copy(source.Buffer, source.PayloadOffset, _bytes, 0, _payloadCount);
        Bytes.Copy(source.Buffer, source.PropertiesOffset, _bytes, _payloadCount, source.PropertiesCount);
    }

    /// <summary>The payload.</summary>
    /// <returns>A copy.</returns>
    public byte[] GetPayload() => Bytes.ToArray(_bytes, 0, _payloadCount);

    /// <summary>The payload as text.</summary>
    public string GetText() => Utf8.GetString(_bytes, 0, _payloadCount);

    /// <summary>Finds a property, decoded.</summary>
    /// <param name="name">Its name; <c>$.mid</c>, <c>$.cid</c> and the like are the hub's own.</param>
    /// <returns>Its value; null when there is none, or when it has no value.</returns>
    public string? GetProperty(string name)
    {
        byte[] wanted = Utf8.GetBytes(name);
        var scratch = new ByteBuffer(64, 65535);
        var bag = new PropertyBag(_bytes, _payloadCount, _bytes.Length - _payloadCount);
        while (bag.MoveNext())
        {
            if (!bag.KeyIs(wanted, scratch) || !bag.HasValue) continue;
            var value = new byte[bag.ValueCount];
            int count = PercentEncoding.Decode(_bytes, bag.ValueOffset, bag.ValueCount, value, 0);
            return Utf8.GetString(value, 0, count);
        }

        return null;
    }
}
