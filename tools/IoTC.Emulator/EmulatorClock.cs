using System;

namespace IoTC.Emulator;

/// <summary>The time as the service sees it: the machine's, plus a skew that tests may set.</summary>
internal sealed class EmulatorClock(TimeProvider provider, TimeSpan skew)
{
    private long _skewTicks = skew.Ticks;

    public TimeProvider Provider => provider;

    public TimeSpan Skew
    {
        get => TimeSpan.FromTicks(System.Threading.Volatile.Read(ref _skewTicks));
        set => System.Threading.Volatile.Write(ref _skewTicks, value.Ticks);
    }

    public DateTimeOffset UtcNow => provider.GetUtcNow() + Skew;
}
