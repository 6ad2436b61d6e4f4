namespace IoTC.Buffers;

/// <summary>A byte array that is appended to, grows up to a limit, and is used again and again.</summary>
/// <remarks>
/// What does not fit is not written and sets <see cref="Overflowed"/>, so that a writer checks once at its end.
/// It keeps its array when cleared: nothing is allocated once it has reached the size its use needs.
/// </remarks>
internal sealed class ByteBuffer
{
    private byte[] _array;
    private readonly int _maxCapacity;

    /// <param name="capacity">Bytes held from the start.</param>
    /// <param name="maxCapacity">The most bytes it may hold.</param>
    public ByteBuffer(int capacity, int maxCapacity)
    {
        _array = capacity == 0 ? Bytes.Empty : new byte[capacity];
        _maxCapacity = maxCapacity;
    }

    /// <summary>The array; another one after it has grown.</summary>
    public byte[] Array => _array;

    /// <summary>Number of bytes written.</summary>
    public int Count { get; private set; }

    /// <summary>Whether something did not fit since the last <see cref="Clear"/>.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The most bytes it may hold.</summary>
    public int MaxCapacity => _maxCapacity;

    /// <summary>Forgets the content; keeps the array.</summary>
    public void Clear()
    {
        Count = 0;
        Overflowed = false;
    }

    /// <summary>Goes back to an earlier <see cref="Count"/>, and forgets an overflow.</summary>
    public void Truncate(int count)
    {
        Count = count;
        Overflowed = false;
    }

    /// <summary>Overwrites the content with zeros and forgets it; for secrets.</summary>
    public void Wipe()
    {
        System.Array.Clear(_array, 0, _array.Length);
        Clear();
    }

    /// <summary>Makes room for bytes that the caller writes to <see cref="Array"/> at <see cref="Count"/> and then <see cref="Commit"/>s.</summary>
    /// <returns><see langword="false"/>, and <see cref="Overflowed"/> set, when the limit would be passed.</returns>
    public bool TryReserve(int count)
    {
        if (Overflowed) return false;
        if (count > _maxCapacity - Count)
        {
            Overflowed = true;
            return false;
        }

        if (count > _array.Length - Count) Grow(Count + count);
        return true;
    }

    /// <summary>Counts bytes that the caller has written after <see cref="TryReserve"/>.</summary>
    public void Commit(int count) => Count += count;

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (TryReserve(1)) _array[Count++] = value;
    }

    /// <summary>Appends one ASCII character.</summary>
    public void Append(char ascii) => Append((byte)ascii);

    /// <summary>Appends a range.</summary>
    public void Append(byte[] bytes, int offset, int count)
    {
        if (!TryReserve(count)) return;
        Bytes.Copy(bytes, offset, _array, Count, count);
        Count += count;
    }

    /// <summary>Appends all of an array.</summary>
    public void Append(byte[] bytes) => Append(bytes, 0, bytes.Length);

    /// <summary>Appends a string as UTF-8.</summary>
    public void Append(string text)
    {
        // The first reservation asks for the worst case; only when that passes the limit is the exact length worth an array.
        if (Utf8.MaxByteCount(text) <= _maxCapacity - Count)
        {
            if (TryReserve(Utf8.MaxByteCount(text))) Count += Utf8.Write(text, _array, Count);
            return;
        }

        Append(Utf8.GetBytes(text));
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendNumber(long value)
    {
        if (TryReserve(Ascii.MaxInt64Length)) Count += Ascii.WriteInt64(_array, Count, value);
    }

    /// <summary>Decodes the content as UTF-8.</summary>
    public string GetString() => Utf8.GetString(_array, 0, Count);

    /// <summary>Copies the content.</summary>
    public byte[] ToArray() => Bytes.ToArray(_array, 0, Count);

    private void Grow(int needed)
    {
        int size = Numbers.Min(_maxCapacity, Numbers.Max(needed, Numbers.Max(64, _array.Length * 2)));
        var larger = new byte[size];
        Bytes.Copy(_array, 0, larger, 0, Count);
        _array = larger;
    }
}
