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
    private Task _closed = Task.CompletedTask;      // of the connection that was closed last

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open or being opened already, or an option makes no sense.</exception>
    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        HostName name = CheckedHost(host, port);
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task closed = BeginOpening(opening);
        try
        {
            await closed.WaitAsync(opening.Token).ConfigureAwait(false);
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
        Task closed;
        lock (_gate)
        {
            (opening, _opening) = (_opening, null);
            closed = GiveUpChannel();
        }

        try
        {
            opening?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has just ended by itself; it finds that it was abandoned.
        }

        return closed.IsCompletedSuccessfully ? default : new(closed);
    }

    /// <summary>Keeps the reason of a failed connection.</summary>
    internal void NoteFailure(string failure) => _lastFailure = failure;

    private Task BeginOpening(CancellationTokenSource opening)
    {
        lock (_gate)
        {
            ThrowIfOpen();
            if (_opening is not null)
            {
                throw new InvalidOperationException("The transport is being opened.");
            }

            _opening = opening;
            return GiveUpChannel();
        }
    }

    /// <summary>Lets go of the connection, if there is one, with the gate held.</summary>
    /// <returns>Completes when the last connection has ended.</returns>
    private Task GiveUpChannel()
    {
        _closed = _asyncChannel?.CloseAsync() ?? _closed;
        _asyncChannel = null;
        return _closed;
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
