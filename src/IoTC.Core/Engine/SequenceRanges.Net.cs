using System.Collections.Generic;

namespace IoTC.Engine;

/// <summary>A growing set of numbers, from 1 on without a gap up to <see cref="UpTo"/>, and a few ranges above it. Acknowledgements come nearly in order, so these are few.</summary>
internal sealed class SequenceRanges
{
    private readonly List<Range> _above = [];

    /// <summary>Every number up to this one is in the set.</summary>
    public long UpTo { get; private set; }

    /// <summary>How many numbers above <see cref="UpTo"/> are in the set.</summary>
    public long AboveCount { get; private set; }

    public bool Contains(long number)
    {
        if (number <= UpTo) return true;
        int index = IndexOf(number);
        return index < _above.Count && _above[index].First <= number;
    }

    /// <summary>Adds a range, ends included.</summary>
    /// <returns>How many of them are new.</returns>
    public long Add(long first, long last)
    {
        if (first <= UpTo) first = UpTo + 1;
        if (first > last) return 0;
        long before = UpTo + AboveCount;
        if (first == UpTo + 1 && _above.Count == 0)
        {
            UpTo = last;
            return UpTo - before;
        }

        Merge(first, last);
        if (_above[0].First == UpTo + 1)
        {
            AboveCount -= _above[0].Count;
            UpTo = _above[0].Last;
            _above.RemoveAt(0);
        }

        return UpTo + AboveCount - before;
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        _above.Clear();
        UpTo = 0;
        AboveCount = 0;
    }

    private void Merge(long first, long last)
    {
        int index = IndexOf(first - 1);
        int end = index;
        while (end < _above.Count && _above[end].First <= last + 1)
        {
            if (_above[end].First < first) first = _above[end].First;
            if (_above[end].Last > last) last = _above[end].Last;
            AboveCount -= _above[end].Count;
            end++;
        }

        _above.RemoveRange(index, end - index);
        var range = new Range(first, last);
        _above.Insert(index, range);
        AboveCount += range.Count;
    }

    // The first range that ends at the number or above it.
    private int IndexOf(long number)
    {
        int low = 0;
        int high = _above.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_above[middle].Last < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private readonly record struct Range(long First, long Last)
    {
        public long Count => Last - First + 1;
    }
}
