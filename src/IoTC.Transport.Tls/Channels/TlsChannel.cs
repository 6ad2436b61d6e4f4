using System;
using IoTC.Transport.Tls.Protocol;

namespace IoTC.Transport.Tls.Channels;

/// <summary>Carries bytes between an engine and a blocking transport. Used by one thread at a time.</summary>
internal sealed class TlsChannel(ITransport inner, TlsEngine engine, IClock clock)
{
    /// <summary>While something waits to leave, the wait for input is cut into pieces of this length.</summary>
    private const int UnsentSliceMs = 10;

    public TlsEngine Engine => engine;

    /// <summary>Goes on with the handshake.</summary>
    /// <returns><see cref="TransportStatus.Pending"/> when the time is over first.</returns>
    public int Handshake(CallLimit limit)
    {
        while (true)
        {
            int sent = Flush(limit);
            if (engine.Status != TransportStatus.Pending)
            {
                return engine.Status;
            }

            engine.HandleTimeout(clock.NowMs);
            int waitMs = (int)Math.Min(limit.RemainingMs, Math.Max(0, engine.NextDeadlineMs - clock.NowMs));
            if (engine.Status == TransportStatus.Pending && (sent == 0 || !Fetch(waitMs)) && limit.RemainingMs == 0)
            {
                return TransportStatus.Pending;
            }
        }
    }

    /// <summary>Takes one record at most. It is taken once encrypted, though the end of it may leave later: with the next call, of either kind.</summary>
    public int Send(ReadOnlySpan<byte> bytes, CallLimit limit)
    {
        if (Flush(limit) == 0)
        {
            return 0;
        }

        int taken = engine.Write(bytes);
        Flush(limit);
        return engine.Status < 0 ? engine.Status : taken;
    }

    public int Receive(Span<byte> window, CallLimit limit)
    {
        while (true)
        {
            int count = engine.Read(window);
            bool allSent = Flush(default) != 0;
            if (count != 0)
            {
                return count;
            }

            int remainingMs = limit.RemainingMs;
            if (!Fetch(allSent ? remainingMs : Math.Min(remainingMs, UnsentSliceMs)) && limit.RemainingMs == 0)
            {
                return Math.Min(engine.Status, 0);
            }
        }
    }

    /// <summary>Tells the peer of the end if that needs no waiting, and ends the stream below. Never throws.</summary>
    public void Close()
    {
        engine.Close();
        Flush(default);
        inner.Close();
    }

    /// <summary>Sends what is ready: 0 when the time was over first.</summary>
    private int Flush(CallLimit limit)
    {
        while (engine.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            int sent = inner.Send(buffer, offset, count, limit.RemainingMs);
            if (sent == 0)
            {
                return 0;
            }

            if (sent < 0)
            {
                engine.HandleTransportEnded(sent, Diagnostics.Of(inner));
                return sent;
            }

            engine.AdvanceOutput(sent);
        }

        return 1;
    }

    /// <summary>Receives once; <see langword="false"/> when nothing came in time.</summary>
    private bool Fetch(int waitMs)
    {
        engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
        int received = inner.Receive(buffer, offset, count, waitMs);
        if (received < 0)
        {
            engine.HandleTransportEnded(received, Diagnostics.Of(inner));
        }
        else
        {
            engine.CommitReceived(received);
        }

        return received != 0;
    }
}
