using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets;

/// <summary>What <see cref="TcpTransport"/> and <see cref="SocketTransport"/> have in common: opening, limits, closing and reasons.</summary>
/// <remarks>
/// A transport has two faces, <see cref="ITransport"/> (one thread at a time) and <see cref="IAsyncTransport"/>. What was opened through one face is
/// used and closed through it; after that the other may be used.
/// </remarks>
public abstract partial class SocketTransportBase : ITransport, IAsyncTransport, ITransportDiagnostics
{
    private SyncChannel? _channel;
    private OpenAttempt? _attempt;
    private volatile string _lastFailure = "";

    private protected SocketTransportBase()
    {
    }

    /// <inheritdoc/>
    public string LastFailure => _lastFailure;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open already, or an option makes no sense.</exception>
    public int Open(string host, int port, int timeoutMs)
    {
        HostName name = CheckedHost(host, port);
        ArgumentOutOfRangeException.ThrowIfNegative(timeoutMs);
        ThrowIfOpen();

        if (_attempt is { } other && !other.IsFor(name, port))
        {
            Close();
        }

        _attempt ??= OpenAttempt.Start(this, name, port);
        if (!_attempt.Wait(timeoutMs))
        {
            return TransportStatus.Pending;
        }

        OpenResult result = _attempt.Result;
        _attempt.Dispose();
        _attempt = null;
        _channel = result.Channel;
        _lastFailure = result.Failure;
        return result.Status;
    }

    /// <inheritdoc/>
    public int Send(byte[] buffer, int offset, int count, int timeoutMs)
    {
        CheckCall(buffer, offset, count, timeoutMs);
        return _channel is { } channel
            ? Checked(channel, channel.Send(buffer.AsSpan(offset, count), Deadline.After(timeoutMs)))
            : TransportStatus.Closed;
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int offset, int count, int timeoutMs)
    {
        CheckCall(buffer, offset, count, timeoutMs);
        return _channel is { } channel
            ? Checked(channel, channel.Receive(buffer.AsSpan(offset, count), Deadline.After(timeoutMs)))
            : TransportStatus.Closed;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _attempt?.Abandon();
        _attempt = null;
        _channel?.Close();
        _channel = null;
    }

    /// <summary>Runs the attempt of the blocking face, on any thread.</summary>
    internal Task<SyncChannel> RunAttemptAsync(HostName host, int port, CancellationToken cancellationToken) =>
        ConnectChannelAsync(host, port, cancellationToken);

    private protected abstract Task<SyncChannel> ConnectChannelAsync(HostName host, int port, CancellationToken cancellationToken);

    private protected abstract Task<AsyncChannel> ConnectAsyncChannelAsync(HostName host, int port, CancellationToken cancellationToken);

    /// <summary>Throws when the options contradict each other.</summary>
    private protected virtual void CheckOptions()
    {
    }

    private int Checked(SyncChannel channel, int result)
    {
        if (result < 0)
        {
            _lastFailure = channel.Failure;
            Close();
        }

        return result;
    }

    private HostName CheckedHost(string host, int port)
    {
        HostName name = HostName.Parse(host);
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, ushort.MaxValue);
        CheckOptions();
        return name;
    }

    private void ThrowIfOpen()
    {
        if (_channel is not null || _asyncChannel is { IsAlive: true })
        {
            throw new InvalidOperationException("The transport is open; close it first.");
        }
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
