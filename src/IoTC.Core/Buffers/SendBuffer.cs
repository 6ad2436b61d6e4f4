namespace IoTC.Buffers;

/// <summary>A queue of bytes to be sent: written at its end, sent from its start. Bytes that a transport is reading never move.</summary>
internal sealed class SendBuffer
{
    private readonly int _maxCapacity;
    private byte[] _array = Bytes.Empty;
    private int _start;
    private int _end;
    private bool _isSending;

    /// <param name="maxCapacity">The most bytes it may hold.</param>
    public SendBuffer(int maxCapacity) => _maxCapacity = maxCapacity;

    /// <summary>The array to write to after <see cref="TryReserve"/>.</summary>
    public byte[] Array => _array;

    /// <summary>Where to write after <see cref="TryReserve"/>.</summary>
    public int End => _end;

    /// <summary>Bytes that have not been sent.</summary>
    public int Count => _end - _start;

    /// <summary>Room at the end without moving anything.</summary>
    public int Room => _array.Length - _end;

    /// <summary>Whether a transport reads the bytes now.</summary>
    public bool IsSending => _isSending;

    /// <summary>Makes room for bytes side by side.</summary>
    /// <returns><see langword="false"/> when the limit would be passed.</returns>
    public bool TryReserve(int count)
    {
        if (count <= Room) return true;
        int unsent = Count;
        if (count > _maxCapacity - unsent) return false;

        byte[] target = _array;
        if (_isSending || unsent + count > _array.Length)
        {
            target = new byte[Numbers.Min(_maxCapacity, Numbers.Max(Numbers.Max(64, _array.Length * 2), unsent + count))];
        }

        Bytes.Copy(_array, _start, target, 0, unsent);
        _array = target;
        _start = 0;
        _end = unsent;
        return true;
    }

    /// <summary>Counts bytes written at <see cref="End"/>.</summary>
    public void Commit(int count) => _end += count;

    /// <summary>Gives what is to be sent; it stays in place until <see cref="Advance"/>.</summary>
    public void GetOutput(out byte[] buffer, out int offset, out int count)
    {
        _isSending = true;
        buffer = _array;
        offset = _start;
        count = Count;
    }

    /// <summary>Counts bytes that have been sent.</summary>
    public void Advance(int count)
    {
        _isSending = false;
        _start += count;
        if (_start == _end) Clear();
    }

    /// <summary>Forgets everything; for a new connection.</summary>
    public void Clear()
    {
        _isSending = false;
        _start = 0;
        _end = 0;
    }
}
