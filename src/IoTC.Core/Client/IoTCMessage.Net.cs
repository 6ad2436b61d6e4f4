using System;
using System.Collections.Generic;
using System.Globalization;
using IoTC.Buffers;
using IoTC.Hub;

namespace IoTC;

/// <content>Properties, all of them and the hub's own by name.</content>
public sealed partial class IoTCMessage
{
    private Dictionary<string, string?>? _properties;

    /// <summary>The payload; a view on this message's own bytes.</summary>
    public ReadOnlyMemory<byte> Payload => new(_bytes, 0, _payloadCount);

    /// <summary>All properties, names and values decoded; null is a property without a value. Of two with one name, the last.</summary>
    public IReadOnlyDictionary<string, string?> Properties => _properties ??= ReadProperties();

    /// <summary>The message's id (<c>$.mid</c>), or null.</summary>
    public string? MessageId => Find("$.mid");

    /// <summary>The id of what it belongs to (<c>$.cid</c>), or null.</summary>
    public string? CorrelationId => Find("$.cid");

    /// <summary>The user it is from (<c>$.uid</c>), or null.</summary>
    public string? UserId => Find("$.uid");

    /// <summary>Where it was sent to (<c>$.to</c>), or null.</summary>
    public string? To => Find("$.to");

    /// <summary>The payload's content type (<c>$.ct</c>), or null.</summary>
    public string? ContentType => Find("$.ct");

    /// <summary>The payload's encoding (<c>$.ce</c>), or null.</summary>
    public string? ContentEncoding => Find("$.ce");

    /// <summary>The feedback that the sender asks for (<c>iothub-ack</c>): <c>none</c>, <c>positive</c>, <c>negative</c> or <c>full</c>; or null.</summary>
    public string? Acknowledgement => Find("iothub-ack");

    /// <summary>When it expires (<c>$.exp</c>), or null.</summary>
    public DateTimeOffset? ExpiryTime => ParseTime(Find("$.exp"));

    /// <summary>When it was made (<c>$.ctime</c>), or null.</summary>
    public DateTimeOffset? CreationTime => ParseTime(Find("$.ctime"));

    private string? Find(string name) => Properties.GetValueOrDefault(name);

    private static DateTimeOffset? ParseTime(string? text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private Dictionary<string, string?> ReadProperties()
    {
        var properties = new Dictionary<string, string?>(StringComparer.Ordinal);
        var bag = new PropertyBag(_bytes, _payloadCount, _bytes.Length - _payloadCount);
        while (bag.MoveNext()) properties[Decode(bag.KeyOffset, bag.KeyCount)] = bag.HasValue ? Decode(bag.ValueOffset, bag.ValueCount) : null;
        return properties;
    }

    private string Decode(int offset, int count)
    {
        var text = new byte[count];
        return Utf8.GetString(text, 0, PercentEncoding.Decode(_bytes, offset, count, text, 0));
    }
}
