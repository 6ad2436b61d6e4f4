using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Tls.Channels;
using IoTC.Transport.Tls.Protocol;

namespace IoTC.Transport.Tls;

/// <content>The asynchronous face.</content>
public sealed partial class TlsTransport
{
    private readonly Lock _gate = new();
    private TlsAsyncChannel? _asyncChannel;
    private CancellationTokenSource? _opening;
    private Task _ended = Task.CompletedTask;   // when the attempts and connections that were given up have left the transport below

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open or being opened already, or the one below has no asynchronous face.</exception>
    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        ServerHost name = CheckedHost(host, port);
        IAsyncTransport inner = _asyncInner ?? throw new InvalidOperationException("The transport below has no asynchronous face; use Open.");
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task ended = BeginOpening(opening, left.Task);
        try
        {
            // The transport below is opened again only when whoever had it before has left it.
            await ended.WaitAsync(opening.Token).ConfigureAwait(false);
            return await OpenAsync(inner, host, name, port, opening).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _lastFailure = "the transport was closed while it opened";
            return TransportStatus.Closed;
        }
        finally
        {
            EndOpening(opening, null);
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

    private async Task<int> OpenAsync(IAsyncTransport inner, string host, ServerHost name, int port, CancellationTokenSource opening)
    {
        int status = await inner.OpenAsync(host, port, opening.Token).ConfigureAwait(false);
        if (status < 0)
        {
            string reason = Diagnostics.Of(inner);
            _lastFailure = reason.Length > 0 ? reason : TransportStatus.Describe(status);
            return status;
        }

        TlsAsyncChannel channel = new(inner, CreateEngine(name, port), Clock, this);
        bool isOpen = false;
        try
        {
            status = await channel.HandshakeAsync(opening.Token).ConfigureAwait(false);
            if (status < 0)
            {
                _lastFailure = channel.Engine.Failure;
                return status;
            }

            NoteOpen(channel.Engine, name, port);
            isOpen = EndOpening(opening, channel);
            return isOpen ? TransportStatus.Ok : TransportStatus.Closed;
        }
        finally
        {
            if (!isOpen)
            {
                await channel.CloseAsync().ConfigureAwait(false);
            }
        }
    }

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

    /// <summary>Ends the attempt; <see langword="false"/> when <see cref="CloseAsync"/> has abandoned it, or it has ended before.</summary>
    private bool EndOpening(CancellationTokenSource opening, TlsAsyncChannel? channel)
    {
        lock (_gate)
        {
            if (_opening != opening)
            {
                return false;
            }

            _opening = null;
            _asyncChannel = channel;
            return true;
        }
    }

    /// <summary>Keeps the reason of a failed connection.</summary>
    internal void NoteFailure(string failure) => _lastFailure = failure;
}
