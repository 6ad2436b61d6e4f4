using System;
using IoTC.Transport.Tls.Channels;
using IoTC.Transport.Tls.Protocol;

namespace IoTC.Transport.Tls;

/// <content>The blocking face: one thread at a time.</content>
public sealed partial class TlsTransport
{
    private TlsChannel? _channel;   // while it shakes hands, and while it is open
    private string? _openingHost;   // while Open is pending
    private int _openingPort;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open already, or the one below has no blocking face.</exception>
    public int Open(string host, int port, int timeoutMs)
    {
        ServerHost name = CheckedHost(host, port);
        ArgumentOutOfRangeException.ThrowIfNegative(timeoutMs);
        ThrowIfOpen();
        ITransport inner = _inner ?? throw new InvalidOperationException("The transport below has no blocking face; use OpenAsync.");
        if (_openingHost is not null && (_openingHost != name.Text || _openingPort != port))
        {
            Close();
        }

        (_openingHost, _openingPort) = (name.Text, port);
        CallLimit limit = new(timeoutMs);
        if (_channel is null)
        {
            int below = inner.Open(host, port, timeoutMs);
            if (below != TransportStatus.Ok)
            {
                return below < 0 ? FailBelow(below, inner) : below;
            }

            _channel = new(inner, CreateEngine(name, port), Clock);
        }

        int status = Checked(_channel, _channel.Handshake(limit));
        if (status == TransportStatus.Ok)
        {
            _openingHost = null;
            NoteOpen(_channel!.Engine, name, port);
        }

        return status;
    }

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        CheckCall(buffer, offset, count, timeoutMs);
        return _channel is { Engine.Status: TransportStatus.Ok } channel
            ? Checked(channel, channel.Send(buffer.AsSpan(offset, count), new(timeoutMs)))
            : TransportStatus.Closed;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        CheckCall(buffer, offset, count, timeoutMs);
        return _channel is { Engine.Status: not TransportStatus.Pending } channel
            ? Checked(channel, channel.Receive(buffer.AsSpan(offset, count), new(timeoutMs)))
            : TransportStatus.Closed;
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_channel is { } channel)
        {
            channel.Close();
        }
        else if (_openingHost is not null)
        {
            _inner!.Close();
        }

        (_channel, _openingHost) = (null, null);
    }

    private int FailBelow(int status, ITransport inner)
    {
        string reason = Diagnostics.Of(inner);
        _lastFailure = reason.Length > 0 ? reason : TransportStatus.Describe(status);
        _openingHost = null;
        return status;
    }

    private int Checked(TlsChannel channel, int result)
    {
        if (result < 0)
        {
            _lastFailure = channel.Engine.Failure;
            Close();
        }

        return result;
    }

    private static void CheckCall(byte[] buffer, int offset, int count, int timeoutMs)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, buffer.Length - offset);
        ArgumentOutOfRangeException.ThrowIfNegative(timeoutMs);
    }
}
