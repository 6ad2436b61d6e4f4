using System;
using System.Runtime.CompilerServices;
using System.Threading;

namespace IoTC;

/// <summary>Calls pumps when their time has come: one timer for all of a process, however many clients it has.</summary>
/// <remarks>A binary heap by due time, one for each <see cref="TimeProvider"/>; nothing is allocated once it has grown to the number of clients.</remarks>
internal sealed class AsyncScheduler
{
    private static readonly AsyncScheduler System = new(TimeProvider.System);
    private static readonly ConditionalWeakTable<TimeProvider, AsyncScheduler> Others = [];

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private ITimer? _timer;
    private AsyncPump[] _heap = new AsyncPump[4];
    private int _count;
    private long _timerMs = long.MaxValue;

    private AsyncScheduler(TimeProvider time) => _time = time;

    /// <summary>Milliseconds of the provider's own clock, which never goes back.</summary>
    public long NowMs => _time.GetTimestamp() / (_time.TimestampFrequency / 1000);

    /// <summary>The one that goes with a provider.</summary>
    public static AsyncScheduler For(TimeProvider time)
        => time == TimeProvider.System ? System : Others.GetValue(time, static key => new AsyncScheduler(key));

    /// <summary>Sets, moves or takes back (with <see cref="long.MaxValue"/>) the time at which a pump is called.</summary>
    public void Set(AsyncPump pump, long dueMs)
    {
        lock (_gate)
        {
            pump.DueMs = dueMs;
            if (dueMs == long.MaxValue)
            {
                if (pump.HeapIndex >= 0) RemoveAt(pump.HeapIndex);
                return;
            }

            if (pump.HeapIndex < 0) Append(pump);
            Rise(pump.HeapIndex);
            Sink(pump.HeapIndex);
            ArmTimer();
        }
    }

    private void OnTimer()
    {
        lock (_gate) _timerMs = long.MaxValue;
        while (TakeDue() is { } pump) pump.OnTimer();
    }

    private AsyncPump? TakeDue()
    {
        lock (_gate)
        {
            if (_count == 0) return null;
            AsyncPump first = _heap[0];
            if (first.DueMs > NowMs)
            {
                ArmTimer();
                return null;
            }

            first.DueMs = long.MaxValue;
            RemoveAt(0);
            return first;
        }
    }

    // A timer that is too early finds nothing due and is set again.
    private void ArmTimer()
    {
        long dueMs = _heap[0].DueMs;
        if (dueMs >= _timerMs) return;
        _timerMs = dueMs;
        _timer ??= _time.CreateTimer(static scheduler => ((AsyncScheduler)scheduler!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        long delayMs = Math.Clamp(dueMs - NowMs, 0, int.MaxValue);
        _timer.Change(TimeSpan.FromMilliseconds(delayMs), Timeout.InfiniteTimeSpan);
    }

    private void Append(AsyncPump pump)
    {
        if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
        pump.HeapIndex = _count;
        _heap[_count++] = pump;
    }

    private void RemoveAt(int index)
    {
        _heap[index].HeapIndex = -1;
        AsyncPump last = _heap[--_count];
        _heap[_count] = null!;
        if (index == _count) return;
        Put(last, index);
        Rise(index);
        Sink(last.HeapIndex);
    }

    private void Rise(int index)
    {
        AsyncPump pump = _heap[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_heap[parent].DueMs <= pump.DueMs) break;
            Put(_heap[parent], index);
            index = parent;
        }

        Put(pump, index);
    }

    private void Sink(int index)
    {
        AsyncPump pump = _heap[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count) break;
            if (child + 1 < _count && _heap[child + 1].DueMs < _heap[child].DueMs) child++;
            if (pump.DueMs <= _heap[child].DueMs) break;
            Put(_heap[child], index);
            index = child;
        }

        Put(pump, index);
    }

    private void Put(AsyncPump pump, int index)
    {
        _heap[index] = pump;
        pump.HeapIndex = index;
    }
}
