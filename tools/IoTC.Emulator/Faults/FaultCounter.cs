using System;
using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>How many times more a fault strikes.</summary>
/// <param name="changed">Told of each change.</param>
internal sealed class FaultCounter(Action changed)
{
    private int _left;

    public int Left => Volatile.Read(ref _left);

    /// <summary>Strikes the next <paramref name="count"/> times; <see cref="int.MaxValue"/> for ever, 0 never again.</summary>
    public void Set(int count)
    {
        Volatile.Write(ref _left, count);
        changed();
    }

    public bool TryTake()
    {
        while (true)
        {
            int left = Left;
            if (left <= 0 || left == int.MaxValue)
            {
                return left > 0;
            }

            if (Interlocked.CompareExchange(ref _left, left - 1, left) == left)
            {
                changed();
                return true;
            }
        }
    }
}
