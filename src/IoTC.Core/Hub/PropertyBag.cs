using IoTC.Buffers;

namespace IoTC.Hub;

/// <summary>
/// Walks the property bag of a topic: <c>k=v&amp;k2=v2</c>, each side percent-encoded. <c>k</c> alone is a null value, <c>k=</c> an empty one; a leading <c>?</c> is passed over.
/// </summary>
internal struct PropertyBag
{
    private readonly byte[] _buffer;
    private readonly int _end;
    private int _next;

    public PropertyBag(byte[] buffer, int offset, int count)
    {
        _buffer = buffer;
        _end = offset + count;
        _next = count > 0 && buffer[offset] == '?' ? offset + 1 : offset;
        KeyOffset = 0;
        KeyCount = 0;
        ValueOffset = 0;
        ValueCount = 0;
        HasValue = false;
    }

    /// <summary>The key, still encoded.</summary>
    public int KeyOffset { get; private set; }

    public int KeyCount { get; private set; }

    /// <summary>The value, still encoded.</summary>
    public int ValueOffset { get; private set; }

    public int ValueCount { get; private set; }

    /// <summary>Whether there is a <c>=</c>.</summary>
    public bool HasValue { get; private set; }

    /// <summary>Moves to the next pair; empty ones are passed over.</summary>
    public bool MoveNext()
    {
        while (_next < _end)
        {
            int end = Bytes.IndexOf(_buffer, _next, _end - _next, (byte)'&');
            if (end < 0) end = _end;
            int equals = Bytes.IndexOf(_buffer, _next, end - _next, (byte)'=');
            KeyOffset = _next;
            KeyCount = (equals < 0 ? end : equals) - _next;
            HasValue = equals >= 0;
            ValueOffset = HasValue ? equals + 1 : end;
            ValueCount = end - ValueOffset;
            _next = end + 1;
            if (KeyCount > 0) return true;
        }

        return false;
    }

    /// <summary>Whether the key, decoded, is a word.</summary>
    /// <param name="word">The word in UTF-8.</param>
    /// <param name="scratch">Takes the decoded key.</param>
    public bool KeyIs(byte[] word, ByteBuffer scratch)
    {
        if (Bytes.AreEqual(_buffer, KeyOffset, KeyCount, word)) return true;
        if (Bytes.IndexOf(_buffer, KeyOffset, KeyCount, (byte)'%') < 0) return false;
        scratch.Clear();
        if (!scratch.TryReserve(KeyCount)) return false;
        int count = PercentEncoding.Decode(_buffer, KeyOffset, KeyCount, scratch.Array, 0);
        return Bytes.AreEqual(scratch.Array, 0, count, word);
    }
}
