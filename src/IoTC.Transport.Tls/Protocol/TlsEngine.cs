using System;
using IoTC.Transport.Tls.Certificates;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>One TLS connection as a client, without I/O: ciphertext in and out, plaintext in and out, and the time of the handshake's limit.</summary>
/// <remarks>
/// Not thread-safe; a driver with several threads takes a lock around each call. What the peer sends never makes a call throw: it becomes a negative
/// <see cref="Status"/> with a reason. Ciphertext is taken in whole records, and no record is opened before the plaintext of the last one has been read, so
/// that the memory in use is bounded by one record in each direction.
/// </remarks>
internal sealed partial class TlsEngine
{
    private readonly ClientProtocol _protocol = new();
    private readonly HandshakeNotes _notes = new();
    private readonly TlsSettings _settings;
    private readonly ClientPeer _peer;
    private readonly long _deadlineMs;

    /// <summary>Begins a handshake: the ClientHello is ready to leave.</summary>
    public TlsEngine(TlsSettings settings, ServerHost host, TlsSession? sessionToResume = null)
    {
        _settings = settings;
        _peer = new(settings, host, sessionToResume, _notes);
        _deadlineMs = settings.Clock.NowMs + settings.HandshakeTimeoutMs;
        _protocol.Connect(_peer);
    }

    /// <summary><see cref="TransportStatus.Pending"/> during the handshake, <see cref="TransportStatus.Ok"/> when open, negative when it has ended.</summary>
    public int Status { get; private set; } = TransportStatus.Pending;

    /// <summary>Why it has ended: one sentence without a final stop.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>What was agreed on, once open.</summary>
    public TlsConnectionInfo? Connection => _notes.Connection;

    /// <summary>A TLS 1.2 session to take up next time, once open, or <see langword="null"/>.</summary>
    public TlsSession? Session => _peer.Session;

    /// <summary>When <see cref="HandleTimeout"/> is due, in the clock's milliseconds, or <see cref="long.MaxValue"/>.</summary>
    public long NextDeadlineMs => Status == TransportStatus.Pending ? _deadlineMs : long.MaxValue;

    /// <summary>Ends a handshake that has taken too long. Calling it early is harmless.</summary>
    public void HandleTimeout(long nowMs)
    {
        if (nowMs >= NextDeadlineMs)
        {
            string heard = _notes.LastHeard.Length > 0 ? $"the server fell silent after {_notes.LastHeard}" : "the server said nothing that was complete";
            End(TransportStatus.TimedOut, $"the TLS handshake took longer than {_settings.HandshakeTimeoutMs} ms: {heard}");
        }
    }

    /// <summary>Gives some plaintext.</summary>
    /// <returns>Bytes written to the window, 0 when more ciphertext is needed, or a negative <see cref="TransportStatus"/> after the last byte.</returns>
    public int Read(Span<byte> window)
    {
        while (_protocol.GetAvailableInputBytes() == 0)
        {
            if (Status < 0)
            {
                return Status;
            }

            if (!TryOpenRecord())
            {
                return Status < 0 ? Status : 0;
            }
        }

        return _protocol.ReadApplicationData(window);
    }

    /// <summary>Takes plaintext, one record of it at most.</summary>
    /// <returns>Bytes taken, 0 when output has to leave first, or a negative <see cref="TransportStatus"/>.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        if (Status != TransportStatus.Ok || HasOutput)
        {
            return Math.Min(Status, 0);
        }

        int count = Math.Min(bytes.Length, _protocol.ApplicationDataLimit);
        try
        {
            _protocol.WriteApplicationData(bytes[..count]);
            return count;
        }
        catch (Exception e)
        {
            Fail(e);
            return Status;
        }
    }

    /// <summary>Ends the connection from this side; close_notify is ready to leave when there is somebody to tell.</summary>
    public void Close()
    {
        if (Status == TransportStatus.Ok)
        {
            try
            {
                _protocol.Close();
            }
            catch (Exception)
            {
                // Nothing is left to be told.
            }
        }

        End(TransportStatus.Closed, "the transport was closed");
    }

    /// <summary>Tells that the stream below has ended.</summary>
    /// <param name="status">Its negative status; <see cref="TransportStatus.Closed"/> is an end without close_notify as seen from here.</param>
    /// <param name="reason">Its own words, or empty.</param>
    public void HandleTransportEnded(int status, string reason)
    {
        DropOutput();
        if (status != TransportStatus.Closed)
        {
            End(status, reason.Length > 0 ? reason : TransportStatus.Describe(status));
        }
        else if (Status == TransportStatus.Pending)
        {
            End(TransportStatus.TlsHandshakeFailed, "the server ended the connection during the TLS handshake" + _notes.CertificateProblem);
        }
        else
        {
            End(TransportStatus.Truncated, IsInsideRecord ? "the connection ended inside a TLS record" : "the connection ended without a TLS close_notify");
        }
    }

    /// <summary>Tells that a call on the stream below was given up in the middle, so that an open connection is of no more use.</summary>
    public void HandleTransportAbandoned()
    {
        DropOutput();
        if (Status == TransportStatus.Ok)
        {
            End(TransportStatus.Closed, "a call was cancelled, which ends the connection");
        }
    }

    /// <summary>Opens the next complete record of the input, if there is one.</summary>
    private bool TryOpenRecord()
    {
        if (!TryTakeRecord(out int offset, out int count))
        {
            return false;
        }

        try
        {
            Offer(offset, count);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        if (Status == TransportStatus.Pending && _notes.IsComplete)
        {
            Status = TransportStatus.Ok;
        }

        if (Status >= 0 && _protocol.IsClosed)
        {
            End(TransportStatus.Closed, "the server ended the connection");
        }

        return true;
    }

    private void Offer(int offset, int count)
    {
        if (Status == TransportStatus.Ok)
        {
            _protocol.OfferInput(_input, offset, count);
            return;
        }

        // Certificates are read in a handshake only.
        using (RsaPrimalityChecks.Off())
        {
            _protocol.OfferInput(_input, offset, count);
        }
    }

    private void Fail(Exception exception)
    {
        bool isOpen = Status == TransportStatus.Ok;
        if (_notes.VerdictStatus < 0)
        {
            End(_notes.VerdictStatus, _notes.VerdictReason);
            return;
        }

        switch (exception)
        {
            case TlsFatalAlertReceived alert:
                string where = isOpen ? "TLS" : "the TLS handshake";
                End(
                    PeerAlert.ToStatus(alert.AlertDescription, _notes.CertificateWasMissing),
                    $"the server ended {where} with alert {PeerAlert.NameOf(alert.AlertDescription)}{_notes.CertificateProblem}");
                break;
            case TlsFatalAlert alert:
                End(
                    isOpen ? TransportStatus.Failed : TransportStatus.TlsHandshakeFailed,
                    _protocol.RenegotiationWasAsked ? "the server asked for renegotiation, which is refused"
                    : $"{(isOpen ? "the server broke TLS" : "the TLS handshake failed here")}, alert {PeerAlert.NameOf(alert.AlertDescription)}");
                break;
            default:
                End(
                    isOpen ? TransportStatus.Failed : TransportStatus.TlsHandshakeFailed,
                    $"TLS failed here with {exception.GetType().Name}");
                break;
        }
    }

    /// <summary>The first end counts.</summary>
    private void End(int status, string reason)
    {
        if (Status >= 0)
        {
            (Status, Failure) = (status, reason);
        }
    }
}
