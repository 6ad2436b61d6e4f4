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
    private Task _ended = Task.CompletedTask;       // when the attempts and connections that were given up have given their sockets back

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open or being opened already, or an option makes no sense.</exception>
    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        HostName name = CheckedHost(host, port);
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task ended = BeginOpening(opening, left.Task);
        try
        {
            await ended.WaitAsync(opening.Token).ConfigureAwait(false);
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
        finally
        {
            left.SetResult();
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
        Task ended;
        lock (_gate)
        {
            (opening, _opening) = (_opening, null);
            ended = GiveUpChannel();
        }

        try
        {
            opening?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has just ended by itself; it finds that it was abandoned.
        }

        return ended.IsCompletedSuccessfully ? default : new(ended);
    }

    /// <summary>Keeps the reason of a failed connection.</summary>
    internal void NoteFailure(string failure) => _lastFailure = failure;

    /// <summary>Begins an attempt.</summary>
    /// <param name="opening">Ends it.</param>
    /// <param name="left">Completes when it has ended.</param>
    /// <returns>Completes when all that was before it has ended.</returns>
    private Task BeginOpening(CancellationTokenSource opening, Task left)
    {
        lock (_gate)
        {
            ThrowIfOpen();
            if (_opening is not null)
            {
                throw new InvalidOperationException("The transport is being opened.");
            }

            _opening = opening;
            Task ended = GiveUpChannel();
            _ended = ended.IsCompletedSuccessfully ? left : Task.WhenAll(ended, left);
            return ended;
        }
    }

    /// <summary>Lets go of the connection, if there is one, with the gate held.</summary>
    /// <returns>Completes when all that was given up has ended.</returns>
    private Task GiveUpChannel()
    {
        if (_asyncChannel is { } channel)
        {
            _asyncChannel = null;
            Task closed = channel.CloseAsync();
            _ended = _ended.IsCompletedSuccessfully ? closed : Task.WhenAll(_ended, closed);
        }

        return _ended;
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
