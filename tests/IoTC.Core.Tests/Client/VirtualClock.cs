using System;
using System.Collections.Generic;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Core.Tests.Client;

/// <summary>A clock that moves when somebody waits on it, and what is to happen at its moments.</summary>
internal sealed class VirtualClock : IClock
{
    private readonly PriorityQueue<Action, long> _due = new();

    public long NowMs { get; private set; } = 1000;

    public long UtcUnixMs => EngineDriver.StartUtcMs + NowMs;

    public void Schedule(long delayMs, Action action) => _due.Enqueue(action, NowMs + delayMs);

    /// <summary>Waits; what is due on the way happens at its moment, and may end the wait.</summary>
    public void Wait(long milliseconds, Func<bool> isOver)
    {
        long until = NowMs + milliseconds;
        while (!isOver() && _due.TryPeek(out Action? action, out long due) && due <= until)
        {
            _due.Dequeue();
            NowMs = Math.Max(NowMs, due);
            action();
        }

        if (!isOver()) NowMs = until;
    }
}
