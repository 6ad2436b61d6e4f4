namespace IoTC.Buffers;

/// <summary>A range of a byte array, passed on; empty by default.</summary>
internal readonly struct ByteRange
{
    private readonly byte[]? _buffer;

    public ByteRange(byte[] buffer, int offset, int count)
    {
        _buffer = buffer;
        Offset = offset;
        Count = count;
    }

    public byte[] Buffer => _buffer ?? Bytes.Empty;

    public int Offset { get; }

    public int Count { get; }
}
