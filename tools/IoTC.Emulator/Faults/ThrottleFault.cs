using System;
using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>How many messages a connection may send in one second before the hub has had enough (429002). Thread-safe.</summary>
/// <param name="changed">Told of each change.</param>
internal sealed class ThrottleFault(Action changed)
{
    private readonly Lock _gate = new();
    private int _limit;
    private DateTimeOffset _second;
    private int _count;

    /// <summary>Messages per second; 0 for no limit.</summary>
    public int Limit
    {
        get
        {
            lock (_gate)
            {
                return _limit;
            }
        }
    }

    public void Set(int messagesPerSecond)
    {
        lock (_gate)
        {
            _limit = messagesPerSecond;
            _count = 0;
        }

        changed();
    }

    /// <summary>Counts a message.</summary>
    /// <returns>Whether it is one too many.</returns>
    public bool Exceeds(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_limit == 0)
            {
                return false;
            }

            if (now - _second >= TimeSpan.FromSeconds(1))
            {
                _second = now;
                _count = 0;
            }

            return ++_count > _limit;
        }
    }
}
