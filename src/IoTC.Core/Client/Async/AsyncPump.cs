using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC;

/// <summary>Carries bytes between an engine and an awaited transport, and calls the engine when it is due. It decides nothing.</summary>
/// <remarks>
/// One lock, <see cref="Gate"/>, guards the engine; it is never held across an await, a send or a handler. Whoever has changed the engine calls
/// <see cref="Turn"/>: what is ready leaves in one send, on the caller's thread when nobody else is sending. An operation that
/// is completed alone runs its continuation before the next receive is started; several run theirs after it, and what those ask to be sent is held until the
/// last of them has returned, and then leaves in one send. If a continuation blocks, a timer goes on with the reading, and with what is held, after a few
/// milliseconds.
/// </remarks>
internal sealed partial class AsyncPump : IAsyncDisposable, IThreadPoolWorkItem
{
    // How long the output of continuations, and the next receive, are held at most when one of them does not return.
    private const int HoldMs = 5;
    private const long NotHeld = long.MaxValue;

    // How long the end waits for a transport that does not close.
    private const int CloseLimitMs = 5000;

    // Receives that complete at once are read one after the other, this many before continuations run.
    private const int MaxReceivesInRow = 8;

    [ThreadStatic]
    private static AsyncPump? _held;

    private readonly IStreamEngine _engine;
    private readonly IAsyncTransport _transport;
    private readonly IAsyncPumpOwner _owner;
    private readonly AsyncScheduler _scheduler;
    private readonly TimeProvider _time;
    private Action? _onReceived;
    private Action? _onSent;
    private ValueTaskAwaiter<int> _receiveAwaiter;
    private ValueTaskAwaiter<int> _sendAwaiter;
    private AsyncOperationList _ready;
    private CancellationTokenSource? _opening;
    private TaskCompletionSource? _quiet;
    private Task _closed = Task.CompletedTask;
    private int _handedOver;    // what a receive has given that the thread pool goes on with
    private long _receiveHeldMs = NotHeld;  // since when a continuation runs that the next receive waits for
    private bool _isOpen;
    private bool _isReceiving;
    private bool _isReceivePaused;
    private bool _isSending;
    private bool _isWatched;    // the timer is set for what is held
    private bool _isDisposed;

    public AsyncPump(IStreamEngine engine, IAsyncTransport transport, IAsyncPumpOwner owner, TimeProvider time)
    {
        _engine = engine;
        _transport = transport;
        _owner = owner;
        _time = time;
        _scheduler = AsyncScheduler.For(time);
    }

    /// <summary>Guards the engine and everything the owner keeps about it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The time for the engine.</summary>
    public long NowMs => _scheduler.NowMs;

    /// <summary>When the scheduler calls; its own.</summary>
    public long DueMs { get; set; } = long.MaxValue;

    /// <summary>The place in the scheduler's heap, or -1; its own.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Begins to open the transport. Under the gate.</summary>
    public void Open(string host, int port, TransportProtocol protocol)
    {
        _opening = new CancellationTokenSource();
        _ = OpenAsync(host, port, protocol, _opening);
    }

    /// <summary>Closes the transport, or ends the attempt to open it. Under the gate.</summary>
    public void Close()
    {
        _isOpen = false;
        CancellationTokenSource? opening = _opening;
        _opening = null;
        Task before = _closed;
        _closed = CloseAsync(before, opening);
    }

    /// <summary>Hands an operation over whose result is set; its continuation runs at the end of the turn. Under the gate.</summary>
    public void Complete(AsyncOperation operation) => _ready.Add(operation);

    /// <summary>The engine was changed: reads its events, sends what is ready, and sets the timer.</summary>
    public void Turn()
    {
        AsyncOperationList ready;
        ReadOnlyMemory<byte> output = default;
        bool isReceivePaused;
        lock (Gate)
        {
            ready = DrainEvents();
            isReceivePaused = _isReceivePaused;
            if (_held == this) Watch(NowMs);
            else TakeOutput(out output);
        }

        if (!output.IsEmpty) Send(output);
        if (isReceivePaused) Receive();
        ready.QueueAll();
    }

    /// <summary>Ends the timer and gives the transport back. One that does not close within a few seconds is left to itself.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (Gate)
        {
            _isDisposed = true;
            _scheduler.Set(this, long.MaxValue);
            Close();
            closed = _closed;
        }

        await closed.WaitAsync(TimeSpan.FromMilliseconds(CloseLimitMs), _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The scheduler's call.</summary>
    public void OnTimer()
    {
        bool receives;
        lock (Gate)
        {
            if (_isDisposed) return;
            _isWatched = false;
            long now = NowMs;
            if (now >= _engine.NextDeadlineMs) _engine.HandleTimeout(now);
            receives = _receiveHeldMs == NotHeld || now - _receiveHeldMs >= HoldMs;
            if (!receives) Watch(_receiveHeldMs);
        }

        Turn();
        if (receives) Receive();
    }

    private AsyncOperationList DrainEvents()
    {
        _owner.DrainEvents();
        Arm(_engine.NextDeadlineMs);
        AsyncOperationList ready = _ready;
        _ready = default;
        return ready;
    }

    // The time is only ever moved forward: a deadline that has moved back is found when it comes.
    private void Arm(long deadlineMs)
    {
        if (deadlineMs < DueMs && !_isDisposed) _scheduler.Set(this, deadlineMs);
    }

    private void Watch(long sinceMs)
    {
        if (_isWatched) return;
        _isWatched = true;
        Arm(sinceMs + HoldMs);
    }

    private async Task OpenAsync(string host, int port, TransportProtocol protocol, CancellationTokenSource opening)
    {
        int status;
        try
        {
            // What belonged to the connection before has to be over: the transport takes one receive and one send at a time. One that never ends
            // them is not opened again, because they may still write to the engine's buffer; the engine's time limit ends the wait. And whatever the
            // transport does before it first awaits, it does not do under the lock.
            await WaitUntilQuietAsync().WaitAsync(opening.Token).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            if (_transport is IProtocolTransport carrier && !opening.IsCancellationRequested) carrier.SetProtocol(protocol);
            status = await _transport.OpenAsync(host, port, opening.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A transport is not to throw, but for a host that is none, which a server may have named; one that does has failed.
            status = exception is ArgumentException ? TransportStatus.NameNotResolved : TransportStatus.Failed;
        }

        lock (Gate)
        {
            if (_opening != opening) return;
            _opening = null;
            if (status < 0)
            {
                _engine.HandleTransportFailed(status, LastFailure, NowMs);
            }
            else
            {
                _isOpen = true;
                _engine.HandleOpened(NowMs);
            }
        }

        opening.Dispose();
        Turn();
        if (status >= 0) Receive();
    }

    private Task WaitUntilQuietAsync()
    {
        lock (Gate)
        {
            Task closed = _closed;
            if (!_isReceiving && !_isSending) return closed;
            _quiet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return Task.WhenAll(closed, _quiet.Task);
        }
    }

    private async Task CloseAsync(Task before, CancellationTokenSource? opening)
    {
        if (opening != null) await opening.CancelAsync().ConfigureAwait(false);
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Not under the caller's lock, whatever the transport does in its close.
        await Task.Yield();
        await _transport.CloseAsync().ConfigureAwait(false);
    }

    private void Fail(int status)
    {
        if (!_isOpen) return;
        string detail = LastFailure;
        Close();
        _engine.HandleTransportFailed(status < 0 ? status : TransportStatus.Failed, detail, NowMs);
    }

    private void TellQuiet()
    {
        if (_quiet == null || _isReceiving || _isSending) return;
        _quiet.TrySetResult();
        _quiet = null;
    }

    private string LastFailure => _transport is ITransportDiagnostics diagnostics ? diagnostics.LastFailure : "";

    private static int GetResult(ValueTaskAwaiter<int> awaiter)
    {
        try
        {
            return awaiter.GetResult();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return TransportStatus.Failed;
        }
    }
}
