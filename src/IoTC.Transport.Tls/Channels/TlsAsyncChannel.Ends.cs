using System;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Tls.Channels;

/// <content>How a connection begins and ends.</content>
internal sealed partial class TlsAsyncChannel
{
    /// <summary>How long the peer may take to accept the last alert.</summary>
    private const int FarewellMs = 250;

    private Task? _closed;
    private bool _isClosing;

    /// <summary>Runs the handshake within its limit.</summary>
    /// <returns><see cref="TransportStatus.Ok"/> or a negative status; the stream below is closed then.</returns>
    /// <exception cref="OperationCanceledException">The caller's token ended it.</exception>
    public async ValueTask<int> HandshakeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMilliseconds(Math.Max(0, engine.NextDeadlineMs - clock.NowMs)));
        try
        {
            await HandshakeAsync(limit.Token, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            engine.HandleTimeout(engine.NextDeadlineMs);
        }

        if (engine.Status < 0)
        {
            await CloseAsync().ConfigureAwait(false);
        }

        return engine.Status;
    }

    /// <summary>Ends the calls inside and the connection; the peer is told if it listens. Never fails.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            return _closed ??= Task.Run(CloseOnceAsync);
        }
    }

    private async Task HandshakeAsync(CancellationToken limit, CancellationToken cancellationToken)
    {
        while (engine.Status == TransportStatus.Pending)
        {
            await SendReadyAsync(limit).ConfigureAwait(false);
            if (engine.Status == TransportStatus.Pending)
            {
                engine.GetReceiveWindow(out byte[] buffer, out int offset, out int count);
                await FetchAsync(buffer.AsMemory(offset, count), limit).ConfigureAwait(false);
            }
        }

        if (engine.Status == TransportStatus.Ok)
        {
            await SendReadyAsync(limit).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task CloseOnceAsync()
    {
        bool mustPump;
        lock (_gate)
        {
            _isClosing = true;
            engine.Close();
            mustPump = TryTakePump();
        }

        if (mustPump)
        {
            await SayFarewellAsync().ConfigureAwait(false);
        }

        await inner.CloseAsync().ConfigureAwait(false);
    }

    private async Task SayFarewellAsync()
    {
        using CancellationTokenSource limit = new(FarewellMs);
        try
        {
            await PumpAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It does not listen.
        }
    }

    private async ValueTask SendReadyAsync(CancellationToken cancellationToken)
    {
        bool mustPump;
        lock (_gate)
        {
            mustPump = TryTakePump();
        }

        if (mustPump)
        {
            await PumpAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
