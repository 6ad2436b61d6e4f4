using System;
using System.Threading;
using IoTC.Buffers;
using IoTC.Transport;

namespace IoTC;

/// <summary>Carries bytes between an engine and a blocking transport, and calls the engine when it is due. It decides nothing.</summary>
internal sealed class StreamPump
{
    private readonly IStreamEngine _engine;
    private readonly ITransport _transport;
    private readonly IClock _clock;
    private string _host = "";
    private int _port;
    private bool _isOpen;
    private bool _isOpening;
    private bool _hasFailed;

    public StreamPump(IStreamEngine engine, ITransport transport, IClock clock)
    {
        _engine = engine;
        _transport = transport;
        _clock = clock;
    }

    /// <summary>Begins to open the transport; <see cref="Step"/> goes on with it.</summary>
    public void Open(string host, int port)
    {
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
        _hasFailed = false;
        if (_isOpening) ContinueOpening(untilMs);
        if (_isOpen) Send();
        // What a failure leads to is in the engine's events, which the caller reads now.
        if (_hasFailed) return;
        long now = _clock.NowMs;
        if (now >= _engine.NextDeadlineMs)
        {
            _engine.HandleTimeout(now);
            return;
        }

        if (_isOpen) Receive(RemainingMs(untilMs));
        else if (!_isOpening) Pause(RemainingMs(untilMs));
    }

    /// <summary>Sends what is ready, as far as the transport takes it without waiting.</summary>
    public void Send()
    {
        while (_isOpen && _engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            int sent = _transport.Send(buffer, offset, count, RemainingMs(_engine.NextDeadlineMs));
            if (sent < 0)
            {
                Fail(sent);
                return;
            }

            _engine.AdvanceOutput(sent, _clock.NowMs);
            if (sent == 0) return;
        }
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
        _hasFailed = true;
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

    private static void Pause(int milliseconds)
    {
        if (milliseconds > 0) Thread.Sleep(milliseconds);
    }
}
