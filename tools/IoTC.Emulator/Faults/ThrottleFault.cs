using System;
using System.Threading;

namespace IoTC.Emulator.Faults;

/// <summary>How many messages a connection may send in one second before the hub has had enough (429002). Thread-safe.</summary>
internal sealed class ThrottleFault
{
    private readonly Lock _gate = new();
    private int _limit;
    private DateTimeOffset _second;
    private int _count;

    public void Set(int messagesPerSecond)
    {
        lock (_gate)
        {
            _limit = messagesPerSecond;
            _count = 0;
        }
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
