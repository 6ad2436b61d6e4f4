using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets;

public abstract partial class SocketTransportBase
{
    private readonly Lock _gate = new();
    private AsyncChannel? _asyncChannel;
    private CancellationTokenSource? _opening;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open or being opened already, or an option makes no sense.</exception>
    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        HostName name = CheckedHost(host, port);
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        AsyncChannel? ended = BeginOpening(opening);
        try
        {
            if (ended is not null)
            {
                await ended.CloseAsync().ConfigureAwait(false);
            }

            AsyncChannel channel = await ConnectAsyncChannelAsync(name, port, opening.Token).ConfigureAwait(false);
            if (EndOpening(opening, channel))
            {
                _lastFailure = "";
                return TransportStatus.Ok;
            }

            await channel.CloseAsync().ConfigureAwait(false);
            return TransportStatus.Closed;
        }
        catch (Exception e)
        {
            bool abandoned = !EndOpening(opening, null);
            cancellationToken.ThrowIfCancellationRequested();
            FailureException failure = abandoned ? new FailureException(TransportStatus.Closed, "the transport was closed while it opened") : FailureException.From(e);
            _lastFailure = failure.Message;
            return failure.Status;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another send is under way.</exception>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length);
        return _asyncChannel is { } channel ? channel.SendAsync(bytes, cancellationToken) : new(TransportStatus.Closed);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another receive is under way.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(window.Length);
        return _asyncChannel is { } channel ? channel.ReceiveAsync(window, cancellationToken) : new(TransportStatus.Closed);
    }

    /// <inheritdoc/>
    public ValueTask CloseAsync()
    {
        CancellationTokenSource? opening;
        AsyncChannel? channel;
        lock (_gate)
        {
            (opening, _opening) = (_opening, null);
            (channel, _asyncChannel) = (_asyncChannel, null);
        }

        try
        {
            opening?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has just ended by itself; it finds that it was abandoned.
        }

        return channel is null ? default : new(channel.CloseAsync());
    }

    /// <summary>Keeps the reason of a failed connection.</summary>
    internal void NoteFailure(string failure) => _lastFailure = failure;

    private AsyncChannel? BeginOpening(CancellationTokenSource opening)
    {
        lock (_gate)
        {
            ThrowIfOpen();
            if (_opening is not null)
            {
                throw new InvalidOperationException("The transport is being opened.");
            }

            _opening = opening;
            AsyncChannel? ended = _asyncChannel;
            _asyncChannel = null;
            return ended;
        }
    }

    /// <summary>Ends the attempt; <see langword="false"/> when <see cref="CloseAsync"/> has abandoned it.</summary>
    private bool EndOpening(CancellationTokenSource opening, AsyncChannel? channel)
    {
        lock (_gate)
        {
            if (_opening != opening)
            {
                return false;
            }

            _opening = null;
            _asyncChannel = channel;
            channel?.ReportTo(this);
            return true;
        }
    }
}
