using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>A time that moves when the test says so, for what uses .NET's timers.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private long _nowMs = 1_000_000;

    public long NowMs => Interlocked.Read(ref _nowMs);

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => NowMs;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(1_790_000_000_000 + NowMs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        lock (_gate) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time; what is due on the way is called.</summary>
    public void Advance(long milliseconds)
    {
        long until = NowMs + milliseconds;
        while (TakeDue(until) is { } due) due();
        Interlocked.Exchange(ref _nowMs, until);
    }

    /// <summary>Moves the time in small steps until something has come about; fails when more virtual time passes than it may take.</summary>
    public async Task AdvanceUntilAsync(Func<bool> condition, long limitMs)
    {
        // Each step leaves the thread pool a moment: the limit is of virtual time and generous, so a slow machine only takes longer.
        for (long passed = 0; !condition(); passed += 100)
        {
            Assert.That(passed, Is.LessThan(limitMs), "virtual milliseconds");
            Advance(100);
            await Task.Delay(1);
        }
    }

    private Action? TakeDue(long until)
    {
        lock (_gate)
        {
            Timer? next = _timers.Where(t => t.DueMs <= until).MinBy(t => t.DueMs);
            if (next == null) return null;
            Interlocked.Exchange(ref _nowMs, Math.Max(NowMs, next.DueMs));
            next.DueMs = long.MaxValue;
            return next.Call;
        }
    }

    private sealed class Timer(ManualTime time, Action call) : ITimer
    {
        public long DueMs { get; set; } = long.MaxValue;

        public Action Call { get; } = call;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate) DueMs = dueTime < TimeSpan.Zero ? long.MaxValue : time.NowMs + (long)Math.Ceiling(dueTime.TotalMilliseconds);
            return true;
        }

        public void Dispose()
        {
            lock (time._gate) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
