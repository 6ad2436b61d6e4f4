using System;

namespace IoTC.Transport.Tls.Channels;

/// <summary>The moment at which a call must return.</summary>
internal readonly struct CallLimit(int timeoutMs)
{
    private readonly long _atMs = timeoutMs == 0 ? 0 : Environment.TickCount64 + timeoutMs;

    /// <summary>0 when the time is over, or when the call was only to look.</summary>
    public int RemainingMs => _atMs == 0 ? 0 : (int)Math.Clamp(_atMs - Environment.TickCount64, 0, int.MaxValue);
}
