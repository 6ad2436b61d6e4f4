using System;
using IoTC.Buffers;

namespace IoTC;

/// <summary>Properties that travel with a telemetry message, in its topic. They are encoded as they are added; use one object again for messages that share them.</summary>
/// <remarks>
/// Names that begin with <c>$.</c> are IoT Hub's own: <c>$.mid</c> message id, <c>$.cid</c> correlation id, <c>$.ct</c> content type, <c>$.ce</c> content encoding,
/// <c>$.ctime</c> creation time (ISO 8601, UTC), <c>$.sub</c> component.
/// </remarks>
public sealed partial class MessageProperties : System.Collections.IEnumerable
{
    private const int MaxBytes = 16 * 1024;

    private readonly ByteBuffer _encoded = new ByteBuffer(0, MaxBytes);

    /// <summary>How many have been added.</summary>
    public int Count { get; private set; }

    /// <summary>The bag as it stands in the topic: <c>k=v&amp;k2=v2</c>.</summary>
    internal ByteBuffer Encoded => _encoded;

    /// <summary>Adds a property.</summary>
    /// <param name="name">1 character at least; any Unicode text.</param>
    /// <param name="value">Any Unicode text; may be empty.</param>
    /// <exception cref="ArgumentException">The name is empty, a text has a lone surrogate or U+0000, or all together would be over 16 KB.</exception>
    public void Add(string name, string value)
    {
        if (name == null || name.Length == 0) throw new ArgumentException("A message property needs a name.");
        if (value == null) throw new ArgumentNullException(nameof(value));
        if (!Utf8.IsMqttString(name) || !Utf8.IsMqttString(value)) throw new ArgumentException("A message property holds text that cannot be sent: U+0000 or half of a surrogate pair.");

        int mark = _encoded.Count;
        if (mark > 0) _encoded.Append('&');
        bool isSystem = name.StartsWith("$.");
        if (isSystem) _encoded.Append("$.");
        PercentEncoding.Encode(isSystem ? name.Substring(2) : name, _encoded);
        _encoded.Append('=');
        PercentEncoding.Encode(value, _encoded);
        if (_encoded.Overflowed)
        {
            _encoded.Truncate(mark);
            throw new ArgumentException("The message properties are too long: at most 16 KB together, encoded.");
        }

        Count++;
    }

    /// <summary>Removes all.</summary>
    public void Clear()
    {
        _encoded.Clear();
        Count = 0;
    }

    /// <summary>The bag as it is sent.</summary>
    public override string ToString() => _encoded.GetString();

    /// <summary>Walks the encoded pairs as strings; here so that a collection initialiser can be used.</summary>
    public System.Collections.IEnumerator GetEnumerator() => ToString().Split('&').GetEnumerator();
}
