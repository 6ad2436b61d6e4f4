using System;
using System.Collections.Generic;

namespace IoTC.Simulation.Tests;

/// <summary>Time, chance, and what is to happen: one queue of moments. Nothing in it waits, so years pass in seconds.</summary>
internal sealed class SimWorld(int seed, bool isLogging)
{
    /// <summary>2026-09-21 in the world outside.</summary>
    private const long StartUtcMs = 1_790_000_000_000;

    private readonly PriorityQueue<Action, (long Due, long Order)> _due = new();
    private readonly Queue<string> _log = new();
    private long _order;

    public long NowMs { get; private set; } = 1000;

    /// <summary>The time of the servers.</summary>
    public long UtcMs => StartUtcMs + NowMs;

    public Random Random { get; } = new(seed);

    public long Steps { get; private set; }

    public void After(long delayMs, Action action) => _due.Enqueue(action, (NowMs + Math.Max(0, delayMs), _order++));

    /// <summary>Lets time go by until a moment, or until something has come about.</summary>
    public void RunUntil(long untilMs, Func<bool>? isOver = null)
    {
        while (isOver == null || !isOver())
        {
            if (!_due.TryPeek(out Action? action, out (long Due, long Order) key) || key.Due > untilMs)
            {
                NowMs = Math.Max(NowMs, untilMs);
                return;
            }

            _due.Dequeue();
            NowMs = Math.Max(NowMs, key.Due);
            Steps++;
            action();
        }
    }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public long Between(long min, long max) => Random.NextInt64(min, max + 1);

    /// <summary>From short to long, each order of magnitude as likely as the next.</summary>
    public long Spread(long min, long max) => (long)(min * Math.Pow((double)max / min, Random.NextDouble()));

    public void Log(FormattableString line)
    {
        if (!isLogging) return;
        if (_log.Count == 20_000) _log.Dequeue();
        _log.Enqueue($"{TimeSpan.FromMilliseconds(NowMs):d\\.hh\\:mm\\:ss\\.fff} {FormattableString.Invariant(line)}");
    }

    public string LogText => string.Join(Environment.NewLine, _log);
}
