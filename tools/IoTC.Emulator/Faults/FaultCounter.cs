using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>How many times more a fault strikes.</summary>
internal sealed class FaultCounter
{
    private int _left;

    /// <summary>Strikes the next <paramref name="count"/> times; <see cref="int.MaxValue"/> for ever, 0 never again.</summary>
    public void Set(int count) => Volatile.Write(ref _left, count);

    public bool TryTake()
    {
        while (true)
        {
            int left = Volatile.Read(ref _left);
            if (left <= 0 || left == int.MaxValue)
            {
                return left > 0;
            }

            if (Interlocked.CompareExchange(ref _left, left - 1, left) == left)
            {
                return true;
            }
        }
    }
}
