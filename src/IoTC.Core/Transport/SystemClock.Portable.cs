namespace IoTC.Transport;

/// <content>The span clock where only the date can be read: what the date jumps by when it is set does not count.</content>
public sealed partial class SystemClock
{
    // A step back, or forward by more than this, is somebody setting the clock.
    private const long MaxStepMs = 24L * 3600 * 1000;

    private long _lastUtcMs;
    private long _nowMs;

    /// <inheritdoc/>
    public long NowMs
    {
        get
        {
            long utcMs = UtcUnixMs;
            long step = utcMs - _lastUtcMs;
            if (_lastUtcMs != 0 && step > 0 && step < MaxStepMs) _nowMs += step;
            _lastUtcMs = utcMs;
            return _nowMs;
        }
    }
}
