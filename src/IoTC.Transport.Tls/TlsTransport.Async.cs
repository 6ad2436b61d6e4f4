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

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The host is no name and no IP literal, or a number is out of range.</exception>
    /// <exception cref="InvalidOperationException">The transport is open or being opened already, or the one below has no asynchronous face.</exception>
    public async ValueTask<int> OpenAsync(string host, int port, CancellationToken cancellationToken)
    {
        ServerHost name = CheckedHost(host, port);
        IAsyncTransport inner = _asyncInner ?? throw new InvalidOperationException("The transport below has no asynchronous face; use Open.");
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource opening = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        TlsAsyncChannel? ended = BeginOpening(opening);
        try
        {
            if (ended is not null)
            {
                await ended.CloseAsync().ConfigureAwait(false);
            }

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
        TlsAsyncChannel? channel;
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

    private TlsAsyncChannel? BeginOpening(CancellationTokenSource opening)
    {
        lock (_gate)
        {
            ThrowIfOpen();
            if (_opening is not null)
            {
                throw new InvalidOperationException("The transport is being opened.");
            }

            _opening = opening;
            TlsAsyncChannel? ended = _asyncChannel;
            _asyncChannel = null;
            return ended;
        }
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
