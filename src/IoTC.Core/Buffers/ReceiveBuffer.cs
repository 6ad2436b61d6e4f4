using System;

namespace IoTC.Buffers;

/// <summary>Holds what has been received and not been read yet, in one array; unread bytes move to its front when its end is near.</summary>
/// <remarks>It grows by what has really come, never by a length that the peer announces, and never past its limit.</remarks>
internal sealed class ReceiveBuffer
{
    private readonly int _maxCapacity;
    private byte[] _array;
    private int _start;
    private int _end;

    /// <param name="capacity">Bytes held from the start.</param>
    /// <param name="maxCapacity">The most bytes it may hold; at least <paramref name="capacity"/>.</param>
    public ReceiveBuffer(int capacity, int maxCapacity)
    {
        _array = new byte[capacity];
        _maxCapacity = Numbers.Max(capacity, maxCapacity);
    }

    /// <summary>The array; another one after it has grown.</summary>
    public byte[] Array => _array;

    /// <summary>Index of the first byte that has not been read.</summary>
    public int Start => _start;

    /// <summary>Number of bytes that have not been read.</summary>
    public int Count => _end - _start;

    /// <summary>The most bytes it may hold.</summary>
    public int MaxCapacity => _maxCapacity;

    /// <summary>Gives the free end of the array; moves what has not been read to the front, or grows, when there is none.</summary>
    public void GetWindow(out byte[] buffer, out int offset, out int count)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
        else if (_start > 0 && _array.Length - _end < _array.Length / 2)
        {
            MoveToFront();
        }

        if (_end == _array.Length && _start == 0 && _array.Length < _maxCapacity) Grow();

        buffer = _array;
        offset = _end;
        count = _array.Length - _end;
    }

    /// <summary>Takes bytes that were written to the window.</summary>
    public void Commit(int count)
    {
        if (count < 0 || count > _array.Length - _end) throw new ArgumentOutOfRangeException(nameof(count));
        _end += count;
    }

    /// <summary>Marks bytes as read.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Forgets everything; for a new connection.</summary>
    public void Clear()
    {
        _start = 0;
        _end = 0;
    }

    private void MoveToFront()
    {
        int count = Count;
        Bytes.Copy(_array, _start, _array, 0, count);
        _start = 0;
        _end = count;
    }

    private void Grow()
    {
        var larger = new byte[Numbers.Min(_maxCapacity, _array.Length * 2)];
        int count = Count;
        Bytes.Copy(_array, _start, larger, 0, count);
        _array = larger;
        _start = 0;
        _end = count;
    }
}
