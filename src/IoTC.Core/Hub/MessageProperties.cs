using System;
using IoTC.Buffers;

namespace IoTC;

/// <summary>Properties that travel with a telemetry message, in its topic, and how it travels. They are encoded as they are added; use one object again for messages that share them.</summary>
/// <remarks>
/// Names that begin with <c>$.</c> are IoT Hub's own: <c>$.mid</c> message id, <c>$.cid</c> correlation id, <c>$.uid</c> user id, <c>$.ct</c> content type,
/// <c>$.ce</c> content encoding, <c>$.ctime</c> creation time (ISO 8601, UTC), <c>$.sub</c> component. A content type or encoding given here takes the
/// place of the client's for this message.
/// </remarks>
public sealed partial class MessageProperties : System.Collections.IEnumerable
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>Whether <c>$.ct</c>, <c>$.ce</c> and <c>$.sub</c> are among them.</summary>
    internal bool HasContentType;
    internal bool HasContentEncoding;
    internal bool HasComponent;

    private readonly ByteBuffer _encoded = new ByteBuffer(0, MaxBytes);
    private int _qos = 1;

    /// <summary>How many have been added.</summary>
    public int Count { get; private set; }

    /// <summary>MQTT's QoS for the messages: 1, kept until the hub acknowledges it (at first); 0, sent once if there is a connection, and then forgotten.</summary>
    /// <exception cref="ArgumentException">It is neither: the hub closes the connection on QoS 2.</exception>
    public int QoS
    {
        get => _qos;
        set => _qos = value == 0 || value == 1 ? value : throw new ArgumentException("QoS must be 0 or 1: IoT Hub closes the connection on QoS 2.");
    }

    /// <summary>The bag as it stands in the topic: <c>k=v&amp;k2=v2</c>.</summary>
    internal ByteBuffer Encoded => _encoded;

    /// <summary>Adds a property.</summary>
    /// <param name="name">1 character at least; any Unicode text.</param>
    /// <param name="value">Any Unicode text; may be empty, or null for a property without a value.</param>
    /// <exception cref="ArgumentException">The name is empty or was added before, a text has a lone surrogate or U+0000, or all together would be over 16 KB.</exception>
    public void Add(string name, string? value)
    {
        if (name == null || name.Length == 0) throw new ArgumentException("A message property needs a name.");
        if (!Utf8.IsMqttString(name) || (value != null && !Utf8.IsMqttString(value))) throw new ArgumentException("A message property holds text that cannot be sent: U+0000 or half of a surrogate pair.");

        int mark = _encoded.Count;
        if (mark > 0) _encoded.Append('&');
        int nameOffset = _encoded.Count;
        AppendName(name);
        RequireNew(mark, nameOffset);
        if (value != null)
        {
            _encoded.Append('=');
            PercentEncoding.Encode(value, _encoded);
        }

        if (_encoded.Overflowed)
        {
            _encoded.Truncate(mark);
            throw new ArgumentException("The message properties are too long: at most 16 KB together, encoded.");
        }

        Note(name, true);
        Count++;
    }

    /// <summary>Removes all.</summary>
    public void Clear() => KeepFirst(0, 0);

    /// <summary>The bag as it is sent.</summary>
    public override string ToString() => _encoded.GetString();

    /// <summary>Walks the encoded pairs as strings; here so that a collection initialiser can be used.</summary>
    public System.Collections.IEnumerator GetEnumerator() => ToString().Split('&').GetEnumerator();

    /// <summary>Removes what was added after a moment when this many properties had this many bytes; none of them being a content type or encoding.</summary>
    internal void KeepFirst(int count, int bytes)
    {
        _encoded.Truncate(bytes);
        HasContentType = false;
        HasContentEncoding = false;
        HasComponent &= bytes > 0;
        Count = count;
    }

    /// <summary>Takes over what another object holds, behind what is here.</summary>
    internal void AddAll(MessageProperties others)
    {
        _qos = others._qos;
        HasContentType |= others.HasContentType;
        HasContentEncoding |= others.HasContentEncoding;
        if (others.Count == 0) return;
        if (Count > 0) _encoded.Append('&');
        _encoded.Append(others._encoded.Array, 0, others._encoded.Count);
        Count += others.Count;
    }

    // The $ of the hub's own names stays as it is.
    private void AppendName(string name)
    {
        bool isSystem = name.StartsWith("$.");
        if (isSystem) _encoded.Append("$.");
        PercentEncoding.Encode(isSystem ? name.Substring(2) : name, _encoded);
    }

    // Of a name that was added before; where there is room for the code.
    partial void RequireNew(int mark, int nameOffset);

    private void Note(string name, bool isThere)
    {
        if (name == "$.ct") HasContentType = isThere;
        if (name == "$.ce") HasContentEncoding = isThere;
        if (name == "$.sub") HasComponent = isThere;
    }
}
