using System;
using System.Threading;
using IoTC.Buffers;
using IoTC.Transport;

namespace IoTC;

/// <summary>Carries bytes between an engine and a blocking transport, and calls the engine when it is due. It decides nothing.</summary>
internal sealed class StreamPump
{
    private const int StuffedWaitMs = 10;

    private readonly IStreamEngine _engine;
    private readonly ITransport _transport;
    private readonly IClock _clock;
    private string _host = "";
    private int _port;
    private bool _isOpen;
    private bool _isOpening;

    public StreamPump(IStreamEngine engine, ITransport transport, IClock clock)
    {
        _engine = engine;
        _transport = transport;
        _clock = clock;
    }

    /// <summary>Begins to open the transport; <see cref="Step"/> goes on with it.</summary>
    public void Open(string host, int port, TransportProtocol protocol)
    {
        if (_transport is IProtocolTransport carrier) carrier.SetProtocol(protocol);
        _host = host;
        _port = port;
        _isOpening = true;
    }

    /// <summary>Closes the transport, or ends the attempt to open it.</summary>
    public void Close()
    {
        _isOpen = false;
        _isOpening = false;
        _transport.Close();
    }

    /// <summary>Sends what is ready and receives what has come, waiting until <paramref name="untilMs"/> at the longest, and not past the engine's deadline.</summary>
    public void Step(long untilMs)
    {
        bool isIdle = !_isOpening && !_isOpen;
        if (_isOpening)
        {
            ContinueOpening(untilMs);
            // It is open now, or has failed: the engine may have changed its mind, and its events come before anything is waited for.
            if (!_isOpening) return;
        }

        bool isStuffed = _isOpen && !Send();
        // It has just failed: the engine's events say what follows, before anything is waited for.
        if (!isIdle && !_isOpening && !_isOpen) return;
        long now = _clock.NowMs;
        if (now >= _engine.NextDeadlineMs)
        {
            _engine.HandleTimeout(now);
            return;
        }

        // While the peer takes nothing, what it sends is read all the same, or both would wait for each other.
        if (_isOpen) Receive(isStuffed ? Numbers.Min(RemainingMs(untilMs), StuffedWaitMs) : RemainingMs(untilMs));
        else if (!_isOpening) Pause(RemainingMs(untilMs));
    }

    /// <summary>Sends what is ready, as far as the transport takes it without waiting.</summary>
    /// <returns><see langword="false"/> when the transport did not take all.</returns>
    public bool Send()
    {
        while (_isOpen && _engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            int sent = _transport.Send(buffer, offset, count, 0);
            if (sent < 0)
            {
                Fail(sent);
                return true;
            }

            _engine.AdvanceOutput(sent, _clock.NowMs);
            if (sent == 0) return false;
        }

        return true;
    }

    private void ContinueOpening(long untilMs)
    {
        int status = TryOpen(RemainingMs(untilMs));
        if (status == TransportStatus.Pending) return;
        _isOpening = false;
        if (status < 0)
        {
            Fail(status);
            return;
        }

        _isOpen = true;
        _engine.HandleOpened(_clock.NowMs);
    }

    // A transport throws for a host that is none, which a server may have named.
    private int TryOpen(int timeoutMs)
    {
        try
        {
            return _transport.Open(_host, _port, timeoutMs);
        }
        catch (ArgumentException)
        {
            return TransportStatus.NameNotResolved;
        }
    }

    private void Receive(int waitMs)
    {
        _engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
        if (count == 0)
        {
            // The engine is full and waits for output to leave or for its deadline.
            Pause(Numbers.Min(waitMs, 10));
            return;
        }

        int received = _transport.Receive(buffer, offset, count, waitMs);
        if (received > 0) _engine.CommitReceived(received, _clock.NowMs);
        else if (received < 0) Fail(received);
    }

    private void Fail(int status)
    {
        _isOpen = false;
        string detail = _transport is ITransportDiagnostics diagnostics ? diagnostics.LastFailure : "";
        _transport.Close();
        _engine.HandleTransportFailed(status, detail, _clock.NowMs);
    }

    private int RemainingMs(long untilMs)
    {
        long now = _clock.NowMs;
        long remaining = Numbers.Min(untilMs, _engine.NextDeadlineMs) - now;
        return remaining <= 0 ? 0 : remaining > int.MaxValue ? int.MaxValue : (int)remaining;
    }

    private void Pause(int milliseconds)
    {
        if (milliseconds <= 0) return;
        if (_clock is IPausingClock clock) clock.Pause(milliseconds);
        else Thread.Sleep(milliseconds);
    }
}
