using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>Answers prepared for the next requests, in order, each for a number of times.</summary>
internal sealed class FaultQueue<T>
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

            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
        }
    }
}
