using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Engine;

namespace IoTC;

/// <summary>The durable outbox of an <see cref="IoTCAsyncClient"/>: takes telemetry in, and hands it to the engine on a thread of the pool, one at a time.</summary>
internal sealed partial class AsyncOutbox : IThreadPoolWorkItem
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Again = 2;
    private const int ReadRetryMs = 1000;

    // So many messages go before what they brought into the engine is sent.
    private const int MaxInRow = 64;

    private readonly OutboxSender _sender;
    private readonly DeviceEngine _engine;
    private readonly AsyncPump _pump;
    private readonly AsyncOperationTable _operations;
    private readonly TimeProvider _time;
    private readonly ClientLog _log;
    private readonly Dictionary<long, AsyncOperation> _waiting = [];    // by message; under the pump's gate
    private readonly SequenceRanges _acknowledged = new();              // while there are any that arrive; under the gate
    private readonly Lock _running = new();
    private readonly ITimer _timer;
    private long _timerMs = long.MaxValue;
    private long _givenUp;
    private int _arrivingCount;     // sends with the outbox, whose numbers are not known yet; under the gate
    private int _state;
    private bool _isDisposed;

    public AsyncOutbox(IoTCOptions options, DeviceEngine engine, AsyncPump pump, AsyncOperationTable operations, TimeProvider time, ClientLog log)
    {
        _engine = engine;
        _pump = pump;
        _operations = operations;
        _time = time;
        _log = log;
        _sender = new OutboxSender(options, HandleGone);
        _timer = time.CreateTimer(static outbox => ((AsyncOutbox)outbox!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Messages given up: for newer ones, or because they can never be sent.</summary>
    public long DroppedCount => _sender.Store.DroppedCount + Interlocked.Read(ref _givenUp);

    /// <summary>Whether nothing waits. Under the gate.</summary>
    public bool IsEmpty => _sender.Store.Count == 0;

    /// <summary>What waits. Under the gate.</summary>
    public int CountKept(int queued) => _sender.CountKept(queued);

    /// <summary>Completes when the outbox has accepted the message.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask EnqueueAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties)
    {
        long sequence = await AppendAsync(payload, properties).ConfigureAwait(false);
        lock (_pump.Gate) _sender.Feed.HandleAppended(sequence);
        Wake();
    }

    /// <summary>Completes when the hub has acknowledged the message.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties, CancellationToken cancellationToken)
    {
        long sequence = await ArriveAsync(payload, properties).ConfigureAwait(false);
        await WaitAsync(sequence, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The hub has acknowledged what the engine was given with a token. Under the gate.</summary>
    public void HandleCompleted(int token)
    {
        long sequence = _sender.Feed.Complete(token);
        _sender.Store.Complete(sequence);
        if (_arrivingCount > 0) _acknowledged.Add(sequence, sequence);
        Finish(sequence, null);
        Wake();
    }

    /// <summary>The engine has given a message up; the outbox has not. Under the gate.</summary>
    public void HandleDropped(int token)
    {
        _sender.Feed.GoBack(token);
        Wake();
    }

    /// <summary>The connection has changed. Under the gate.</summary>
    public void HandleStatus(ConnectionChange change)
    {
        if (change.Status != ConnectionStatus.Connected)
        {
            _sender.Feed.HandleDisconnected();
            // The client does not come back by itself: the program has stopped it, or is told why by ConnectAsync and the connection handler.
            if (change.Status == ConnectionStatus.Disconnected) FailWaiting(change);
            return;
        }

        _sender.Feed.HandleConnected(_pump.NowMs);
        Wake();
    }

    /// <summary>Writes down what has been acknowledged.</summary>
    public void Flush() => _sender.Store.Flush();

    /// <summary>Ends the handing over, and gives the outbox back.</summary>
    public void Dispose()
    {
        lock (_pump.Gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            FailWaiting(null);
        }

        _pump.Turn();
        _timer.Dispose();
        lock (_running) _sender.Store.Dispose();
    }

    /// <summary>Hands over what may go.</summary>
    public void Execute()
    {
        lock (_running)
        {
            do
            {
                Volatile.Write(ref _state, Running);
                while (TryHandOver()) _pump.Turn();
            }
            while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
        }
    }

    private ValueTask<long> AppendAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties)
    {
        if (_sender.IsTooLarge(payload.Length, properties)) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        ReadOnlyMemory<byte> encoded = properties == null ? default : properties.Encoded.Array.AsMemory(0, properties.Encoded.Count);
        long createdUnixMs;
        lock (_pump.Gate) createdUnixMs = _engine.CorrectUtc(_time.GetUtcNow().ToUnixTimeMilliseconds(), _pump.NowMs);
        return _sender.Store.AppendAsync(encoded, payload, createdUnixMs);
    }

    // As AppendAsync; of those whose senders will wait for the hub. WaitAsync is to follow.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<long> ArriveAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties)
    {
        lock (_pump.Gate) _arrivingCount++;
        try
        {
            return await AppendAsync(payload, properties).ConfigureAwait(false);
        }
        catch
        {
            lock (_pump.Gate) CountArrived();
            throw;
        }
    }

    // For the hub to acknowledge what the outbox has accepted.
    private ValueTask WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        AsyncOperation operation = _operations.Rent();
        ValueTask acknowledged = operation.Start(cancellationToken);
        bool isWaiting;
        bool isAcknowledged;
        lock (_pump.Gate)
        {
            _sender.Feed.HandleAppended(sequence);
            // Messages behind it may have brought it on its way already, or it is gone by now.
            isAcknowledged = _acknowledged.Contains(sequence);
            isWaiting = !_isDisposed && !isAcknowledged && !_sender.Feed.IsFinished(sequence);
            if (isWaiting) _waiting.Add(sequence, operation);
            CountArrived();
        }

        if (isWaiting)
        {
            Wake();
            return acknowledged;
        }

        operation.Abandon();
        if (isAcknowledged) return ValueTask.CompletedTask;
        return ValueTask.FromException(_isDisposed ? new ObjectDisposedException(nameof(IoTCAsyncClient)) : ThrowHelper.Dropped());
    }

    // What has been acknowledged needs to be known only while somebody may ask for it.
    private void CountArrived()
    {
        _arrivingCount--;
        if (_arrivingCount == 0) _acknowledged.Clear();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _state, Again) == Idle) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void OnTimer()
    {
        lock (_pump.Gate) _timerMs = long.MaxValue;
        Wake();
    }

    /// <returns>Whether something was handed over.</returns>
    private bool TryHandOver()
    {
        bool isHandedOver = false;
        for (int i = 0; i < MaxInRow; i++)
        {
            long from;
            long upTo;
            lock (_pump.Gate)
            {
                if (_isDisposed) return false;
                if (!_sender.Feed.TryGetNext(_pump.NowMs, out from, out upTo))
                {
                    SetTimer(_sender.Feed.NextDeadlineMs);
                    break;
                }
            }

            bool isFound;
            try
            {
                isFound = _sender.TryRead(from, upTo);
            }
            catch (IoTCException exception)
            {
                _log.Api(exception.Message);
                lock (_pump.Gate) SetTimer(_pump.NowMs + ReadRetryMs);
                break;
            }

            lock (_pump.Gate)
            {
                if (!isFound)
                {
                    _sender.Feed.HandleNone(upTo);
                    // Somebody may have begun to wait only after the outbox had told that it is gone.
                    isHandedOver |= FailGone(from, upTo);
                    continue;
                }

                isHandedOver = true;
                bool isSent = _sender.TryHandOver(_engine, _pump.NowMs, out long sequence);
                FailGone(from, sequence - 1);
                if (isSent) continue;
                Interlocked.Increment(ref _givenUp);
                Finish(sequence, ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry"));
            }
        }

        return isHandedOver;
    }

    // The engine has no part in this time: it is about the disk's messages alone.
    private void SetTimer(long dueMs)
    {
        if (dueMs == _timerMs || _isDisposed) return;
        _timerMs = dueMs;
        long delayMs = dueMs == long.MaxValue ? Timeout.Infinite : Math.Clamp(dueMs - _pump.NowMs, 0, int.MaxValue);
        _timer.Change(TimeSpan.FromMilliseconds(delayMs), Timeout.InfiniteTimeSpan);
    }

    // Dropped for newer ones, or lost with a damaged file.
    private void HandleGone(long first, long last)
    {
        bool isAwaited;
        lock (_pump.Gate) isAwaited = FailGone(first, last);
        if (isAwaited) _pump.Turn();
    }

    // Under the gate.
    private bool FailGone(long first, long last)
    {
        if (_waiting.Count == 0 || first > last) return false;
        List<long> gone = [];
        foreach (long sequence in _waiting.Keys)
        {
            if (sequence >= first && sequence <= last && !_sender.Feed.IsTaken(sequence)) gone.Add(sequence);
        }

        foreach (long sequence in gone) Finish(sequence, ThrowHelper.Dropped());
        return gone.Count > 0;
    }

    private void FailWaiting(ConnectionChange? end)
    {
        bool isStopped = end == null || end.Error is IoTCError.Stopped or IoTCError.None;
        string what = (isStopped ? "The client was stopped before the hub acknowledged the message." : "The connection ended before the hub acknowledged the message, and the client does not come back by itself.")
            + " The message stays in the outbox and is sent at the next connection, of this client or of the next process."
            + (isStopped ? "" : " " + end!.Message);
        foreach (AsyncOperation operation in _waiting.Values)
        {
            if (operation.TrySetResult(new IoTCException(isStopped ? IoTCError.Stopped : end!.Error, what))) _pump.Complete(operation);
        }

        _waiting.Clear();
    }

    private void Finish(long sequence, Exception? exception)
    {
        if (_waiting.Remove(sequence, out AsyncOperation? operation) && operation.TrySetResult(exception)) _pump.Complete(operation);
    }
}
