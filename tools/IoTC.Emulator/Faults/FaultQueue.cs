using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>Answers prepared for the next requests, in order, each for a number of times.</summary>
/// <param name="changed">Told of each change.</param>
internal sealed class FaultQueue<T>(Action changed)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(T Fault, int Left)> _next = new();

    public void Add(T fault, int count)
    {
        lock (_gate)
        {
            if (count > 0)
            {
                _next.AddLast((fault, count));
            }
        }

        changed();
    }

    /// <summary>How many are left of some kind; <see cref="int.MaxValue"/> when they never end.</summary>
    public int Count(Func<T, bool> isMine)
    {
        lock (_gate)
        {
            return (int)Math.Min(int.MaxValue, _next.Where(each => isMine(each.Fault)).Sum(each => (long)each.Left));
        }
    }

    public bool TryTake([MaybeNullWhen(false)] out T fault)
    {
        lock (_gate)
        {
            if (_next.First is not { } first)
            {
                fault = default;
                return false;
            }

            fault = first.Value.Fault;
            int left = first.Value.Left;
            if (left == 1)
            {
                _next.RemoveFirst();
            }
            else if (left != int.MaxValue)
            {
                first.Value = (fault, left - 1);
            }
        }

        changed();
        return true;
    }

    /// <summary>Takes back those of some kind.</summary>
    public void Remove(Func<T, bool> isMine)
    {
        lock (_gate)
        {
            foreach ((T Fault, int Left) each in _next.Where(each => isMine(each.Fault)).ToList())
            {
                _next.Remove(each);
            }
        }

        changed();
    }

    public void Clear() => Remove(_ => true);
}
