using System;

namespace IoTC.Transport.Sockets.Channels;

/// <summary>The moment at which a call must return.</summary>
internal readonly struct Deadline
{
    private readonly long _atMs;

    private Deadline(long atMs) => _atMs = atMs;

    /// <summary>A moment in the past: only look, do not wait.</summary>
    public static Deadline Now => default;

    public static Deadline After(int timeoutMs) => timeoutMs == 0 ? Now : new(Environment.TickCount64 + timeoutMs);

    /// <summary>0 when the time is over; no more than <see cref="int.MaxValue"/>.</summary>
    public int RemainingMs => _atMs == 0 ? 0 : (int)Math.Clamp(_atMs - Environment.TickCount64, 0, int.MaxValue);

    /// <summary>This deadline, or one so many milliseconds from now if that is earlier.</summary>
    public Deadline NoLaterThan(int timeoutMs) => RemainingMs <= timeoutMs ? this : After(timeoutMs);
}
