using IoTC.Buffers;

namespace IoTC.Engine;

/// <summary>Pauses between attempts: they double up to a limit, and each is drawn from its upper half, so that many devices do not come back together.</summary>
internal sealed class Backoff
{
    private readonly int _minDelayMs;
    private readonly int _maxDelayMs;
    private uint _random;

    public Backoff(int minDelayMs, int maxDelayMs)
    {
        _minDelayMs = minDelayMs;
        _maxDelayMs = maxDelayMs;
    }

    /// <summary>Failures since the last <see cref="Reset"/>.</summary>
    public int Failures { get; private set; }

    /// <summary>Starts the sequence of jitter.</summary>
    public void Seed(long seed) => _random = (uint)seed ^ (uint)(seed >> 32) ^ 0x9E3779B9u;

    /// <summary>Counts a failure.</summary>
    /// <returns>The pause before the next attempt, in milliseconds.</returns>
    public long NextDelayMs()
    {
        int doublings = Numbers.Min(Failures++, 20);
        long delay = Numbers.Min((long)_minDelayMs << doublings, _maxDelayMs);
        return delay - NextRandom(delay / 2);
    }

    /// <summary>The connection has proved stable.</summary>
    public void Reset() => Failures = 0;

    /// <summary>A number from 0 to a limit, the limit excluded; 0 for a limit of 0.</summary>
    public long NextRandom(long limit)
    {
        // xorshift32
        if (_random == 0) _random = 1;
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return limit <= 0 ? 0 : _random % limit;
    }
}
