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
/// <see cref="Turn"/>: what is ready leaves in one send, on the caller's thread when nobody else is sending. Operations that are completed run their
/// continuations after the next receive has been started, so that a continuation that blocks never stops the reading, and nothing is allocated for them.
/// </remarks>
internal sealed class AsyncPump : IAsyncDisposable
{
    private readonly IStreamEngine _engine;
    private readonly IAsyncTransport _transport;
    private readonly IAsyncPumpOwner _owner;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action _onReceived;
    private readonly Action _onSent;
    private ValueTaskAwaiter<int> _receiveAwaiter;
    private ValueTaskAwaiter<int> _sendAwaiter;
    private AsyncOperation? _ready;
    private AsyncOperation? _lastReady;
    private CancellationTokenSource? _opening;
    private TaskCompletionSource? _quiet;
    private Task _closed = Task.CompletedTask;
    private long _armedMs = long.MaxValue;
    private bool _isOpen;
    private bool _isReceiving;
    private bool _isReceivePaused;
    private bool _isSending;
    private bool _isDisposed;

    public AsyncPump(IStreamEngine engine, IAsyncTransport transport, IAsyncPumpOwner owner, TimeProvider time)
    {
        _engine = engine;
        _transport = transport;
        _owner = owner;
        _time = time;
        _onReceived = OnReceived;
        _onSent = OnSent;
        _timer = time.CreateTimer(static pump => ((AsyncPump)pump!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Guards the engine and everything the owner keeps about it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The time for the engine.</summary>
    public long NowMs => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>Begins to open the transport. Under the gate.</summary>
    public void Open(string host, int port)
    {
        _opening = new CancellationTokenSource();
        _ = OpenAsync(host, port, _opening);
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
    public void Complete(AsyncOperation operation)
    {
        if (_lastReady == null) _ready = operation;
        else _lastReady.Next = operation;
        _lastReady = operation;
    }

    /// <summary>The engine was changed: reads its events, sends what is ready, and sets the timer.</summary>
    public void Turn()
    {
        AsyncOperation? ready;
        bool isReceivePaused;
        lock (Gate)
        {
            ready = DrainEvents();
            isReceivePaused = _isReceivePaused;
        }

        Send();
        if (isReceivePaused) Receive();
        AsyncOperation.QueueAll(ready);
    }

    /// <summary>Ends the timer; the transport is closed before.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (Gate)
        {
            _isDisposed = true;
            closed = _closed;
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await closed.ConfigureAwait(false);
    }

    private AsyncOperation? DrainEvents()
    {
        _owner.DrainEvents();
        Arm();
        AsyncOperation? ready = _ready;
        _ready = null;
        _lastReady = null;
        return ready;
    }

    private async Task OpenAsync(string host, int port, CancellationTokenSource opening)
    {
        int status;
        try
        {
            // What belonged to the connection before has to be over: the transport takes one receive and one send at a time.
            await WaitUntilQuietAsync().ConfigureAwait(false);
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

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand: the continuation is hooked before others run.")]
    private void Receive()
    {
        while (true)
        {
            Memory<byte> window;
            lock (Gate)
            {
                if (!_isOpen || _isReceiving) return;
                _engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
                // No room: the engine waits for output to leave or for a handler; whoever ends that starts the receive again.
                _isReceivePaused = count == 0;
                if (_isReceivePaused) return;
                _isReceiving = true;
                window = new Memory<byte>(buffer, offset, count);
            }

            ValueTaskAwaiter<int> awaiter = _transport.ReceiveAsync(window, CancellationToken.None).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                _receiveAwaiter = awaiter;
                awaiter.UnsafeOnCompleted(_onReceived);
                return;
            }

            AsyncOperation.QueueAll(HandleReceived(GetResult(awaiter)));
        }
    }

    private void OnReceived()
    {
        AsyncOperation? ready = HandleReceived(GetResult(_receiveAwaiter));
        Receive();
        // The next receive is under way: whatever the continuations do here, reading goes on.
        AsyncOperation.RunAll(ready);
    }

    private AsyncOperation? HandleReceived(int received)
    {
        AsyncOperation? ready;
        lock (Gate)
        {
            _isReceiving = false;
            if (_isOpen && received > 0)
            {
                _engine.CommitReceived(received, NowMs);
            }
            else
            {
                Fail(received);
            }

            TellQuiet();
            ready = DrainEvents();
        }

        Send();
        return ready;
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand.")]
    private void Send()
    {
        while (true)
        {
            ReadOnlyMemory<byte> output;
            lock (Gate)
            {
                if (!_isOpen || _isSending || !_engine.TryGetOutput(out byte[] buffer, out int offset, out int count)) return;
                _isSending = true;
                output = new ReadOnlyMemory<byte>(buffer, offset, count);
            }

            ValueTaskAwaiter<int> awaiter = _transport.SendAsync(output, CancellationToken.None).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                _sendAwaiter = awaiter;
                awaiter.UnsafeOnCompleted(_onSent);
                return;
            }

            AsyncOperation.QueueAll(HandleSent(GetResult(awaiter)));
        }
    }

    private void OnSent()
    {
        AsyncOperation? ready = HandleSent(GetResult(_sendAwaiter));
        Send();
        Receive();
        AsyncOperation.RunAll(ready);
    }

    private AsyncOperation? HandleSent(int sent)
    {
        lock (Gate)
        {
            _isSending = false;
            if (_isOpen && sent >= 0) _engine.AdvanceOutput(sent, NowMs);
            else Fail(sent);
            TellQuiet();
            return DrainEvents();
        }
    }

    private void OnTimer()
    {
        lock (Gate)
        {
            if (_isDisposed) return;
            _armedMs = long.MaxValue;
            long now = NowMs;
            if (now >= _engine.NextDeadlineMs) _engine.HandleTimeout(now);
        }

        Turn();
        Receive();
    }

    // The timer is only ever moved forward: a deadline that has moved back is found when it fires.
    private void Arm()
    {
        long deadline = _engine.NextDeadlineMs;
        if (deadline >= _armedMs || _isDisposed) return;
        _armedMs = deadline;
        long delay = deadline - NowMs;
        _timer.Change(TimeSpan.FromMilliseconds(delay < 0 ? 0 : delay), Timeout.InfiniteTimeSpan);
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
