using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC;

/// <content>The way of the bytes: receives and sends, by hand, so that nothing is allocated for them.</content>
internal sealed partial class AsyncPump
{
    /// <summary>Goes on with the reading on the thread pool.</summary>
    void IThreadPoolWorkItem.Execute() => HandleReceived(_handedOver, runsHere: true);

    // On a thread that is not the pump's own, nobody's continuation is run.
    private void Receive()
    {
        if (TryReceiveAtOnce(out int received)) HandleReceived(received, runsHere: false);
    }

    private void OnReceived() => HandleReceived(GetResult(_receiveAwaiter), runsHere: true);

    // One wake-up: everything that has come is read, one who waited goes on, the next receive is started, several who waited go on, and what is ready leaves in one send.
    private void HandleReceived(int received, bool runsHere)
    {
        AsyncOperationList ready = default;
        ReadOnlyMemory<byte> output = default;
        for (int i = 0; ; i++)
        {
            bool isSingle;
            lock (Gate)
            {
                long now = NowMs;
                _isReceiving = false;
                if (_isOpen && received > 0) _engine.CommitReceived(received, now);
                else Fail(received);
                TellQuiet();
                ready.Add(DrainEvents());
                isSingle = runsHere && ready.IsSingle;
                if (isSingle) HoldReceive(now);
                else if (ready.IsEmpty) TakeOutput(out output);
            }

            if (isSingle) RunSingle(ref ready);
            else if (!output.IsEmpty) Send(output);
            output = default;
            if (!TryReceiveAtOnce(out received)) break;
            if (i < MaxReceivesInRow || ready.IsEmpty) continue;
            _handedOver = received;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            break;
        }

        if (ready.IsEmpty) return;
        if (runsHere)
        {
            RunHeld(ready);
            return;
        }

        ready.QueueAll();
        SendReady();
    }

    // Nobody else goes on with this wake-up, so that what the one asks to be sent leaves at once, before the next receive costs its system call.
    private void RunSingle(ref AsyncOperationList ready)
    {
        ready.RunAll();
        ready = default;
        SendReady();
    }

    // Reading goes on meanwhile, whatever the continuations do here.
    private void RunHeld(AsyncOperationList ready)
    {
        AsyncPump? before = _held;
        _held = this;
        ready.RunAll();
        _held = before;
        SendReady();
    }

    // What a wake-up has not sent yet because somebody waited for what came with it.
    private void SendReady()
    {
        ReadOnlyMemory<byte> output;
        bool isReceivePaused;
        lock (Gate)
        {
            TakeOutput(out output);
            isReceivePaused = _isReceivePaused;
        }

        if (!output.IsEmpty) Send(output);
        if (isReceivePaused) Receive();
    }

    /// <returns>Whether the receive has completed at once; otherwise it goes on, or none was started.</returns>
    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand: the continuation is hooked before others run.")]
    private bool TryReceiveAtOnce(out int received)
    {
        received = 0;
        Memory<byte> window;
        lock (Gate)
        {
            _receiveHeldMs = NotHeld;
            if (!_isOpen || _isReceiving) return false;
            _engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
            // No room: the engine waits for output to leave or for a handler; whoever ends that starts the receive again.
            _isReceivePaused = count == 0;
            if (_isReceivePaused) return false;
            _isReceiving = true;
            window = new Memory<byte>(buffer, offset, count);
        }

        ValueTaskAwaiter<int> awaiter = _transport.ReceiveAsync(window, CancellationToken.None).GetAwaiter();
        if (awaiter.IsCompleted)
        {
            received = GetResult(awaiter);
            return true;
        }

        _receiveAwaiter = awaiter;
        awaiter.UnsafeOnCompleted(_onReceived ??= OnReceived);
        return false;
    }

    // The timer goes on with the reading if the continuation blocks.
    private void HoldReceive(long nowMs)
    {
        _receiveHeldMs = nowMs;
        Watch(nowMs);
    }

    private void TakeOutput(out ReadOnlyMemory<byte> output)
    {
        output = default;
        if (!_isOpen || _isSending || !_engine.TryGetOutput(out byte[] buffer, out int offset, out int count)) return;
        _isSending = true;
        output = new ReadOnlyMemory<byte>(buffer, offset, count);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Awaited once, by hand.")]
    private void Send(ReadOnlyMemory<byte> output)
    {
        while (!output.IsEmpty)
        {
            ValueTaskAwaiter<int> awaiter = _transport.SendAsync(output, CancellationToken.None).GetAwaiter();
            if (!awaiter.IsCompleted)
            {
                _sendAwaiter = awaiter;
                awaiter.UnsafeOnCompleted(_onSent ??= OnSent);
                return;
            }

            HandleSent(GetResult(awaiter), out output);
        }
    }

    private void OnSent()
    {
        HandleSent(GetResult(_sendAwaiter), out ReadOnlyMemory<byte> output);
        Send(output);
        Receive();
    }

    private void HandleSent(int sent, out ReadOnlyMemory<byte> output)
    {
        AsyncOperationList ready;
        lock (Gate)
        {
            _isSending = false;
            if (_isOpen && sent >= 0) _engine.AdvanceOutput(sent, NowMs);
            else Fail(sent);
            TellQuiet();
            ready = DrainEvents();
            TakeOutput(out output);
        }

        ready.QueueAll();
    }
}
