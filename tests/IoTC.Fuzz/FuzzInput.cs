using System;

namespace IoTC.Fuzz;

/// <summary>The bytes of a run, and the pieces they come in.</summary>
internal sealed class FuzzInput
{
    private readonly int[] _pieces;
    private int _next;
    private int _taken;

    /// <param name="buffer">Holds the bytes.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="count">Their number.</param>
    /// <param name="pieces">Lengths of the pieces, used again and again; none gives all at once.</param>
    public FuzzInput(byte[] buffer, int offset, int count, params int[] pieces)
    {
        Buffer = buffer;
        Offset = offset;
        Count = count;
        _pieces = pieces;
    }

    public byte[] Buffer { get; }

    public int Offset { get; }

    public int Count { get; }

    /// <summary>The first byte, which chooses what a target does; 0 of nothing.</summary>
    public int Choice => Count == 0 ? 0 : Buffer[Offset];

    /// <summary>Leaves the first byte to <see cref="Choice"/>.</summary>
    public void SkipChoice() => _taken = Count == 0 ? 0 : 1;

    /// <summary>Gives the next piece.</summary>
    public bool TryTake(out int offset, out int count)
    {
        offset = Offset + _taken;
        count = Count - _taken;
        if (count == 0) return false;
        if (_pieces.Length > 0) count = Math.Min(count, _pieces[_next++ % _pieces.Length]);
        _taken += count;
        return true;
    }
}
