using System;

namespace IoTC.Transport.Tls.Tests.Peers;

/// <summary>A clock that is wrong by some days.</summary>
internal sealed class ShiftedClock(int days) : IClock
{
    private readonly SystemClock _right = new();

    public long NowMs => _right.NowMs;

    public long UtcUnixMs => _right.UtcUnixMs + (days * (long)TimeSpan.FromDays(1).TotalMilliseconds);
}
