using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>TLS, awaited. Closing shuts the socket down, which ends the calls inside, so that those nobody can cancel need no token.</summary>
internal sealed class TlsAsyncChannel(SocketStream stream, SslStream tls) : AsyncChannel
{
    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return base.SendAsync(bytes, cancellationToken);
        }

        if (!_sending.Enter())
        {
            return new(TransportStatus.Closed);
        }

        ValueTask writing = tls.WriteAsync(bytes, CancellationToken.None);
        if (!writing.IsCompletedSuccessfully)
        {
            return EndSendAsync(CountAsync(writing, bytes.Length));
        }

        writing.GetAwaiter().GetResult();
        _sending.Leave();
        return new(bytes.Length);
    }

    public override ValueTask<int> ReceiveAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            return base.ReceiveAsync(window, cancellationToken);
        }

        return _receiving.Enter() ? EndReceiveAsync(tls.ReadAsync(window, CancellationToken.None)) : new(TransportStatus.Closed);
    }

    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        tls.WriteAsync(bytes, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        try
        {
            int count = await tls.ReadAsync(window, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : throw Ended();
        }
        catch (IOException e)
        {
            throw Explain(e);
        }
    }

    // A send that waits is ended too; otherwise the way out stays open for close_notify.
    protected override void Interrupt() => stream.Shutdown(_sending.IsBusy ? SocketShutdown.Both : SocketShutdown.Receive);

    protected override Task EndAsync(bool inOrder)
    {
        TlsClosing.End(stream, tls, inOrder);
        return Task.CompletedTask;
    }

    private protected override FailureException Ended() => stream.SawEnd ? TlsClosing.Truncated() : FailureException.ClosedByPeer();

    // FIN in the middle of a record.
    private protected override Exception Explain(Exception e) => e is IOException && stream.SawEnd ? TlsClosing.Truncated() : e;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> CountAsync(ValueTask writing, int count)
    {
        await writing.ConfigureAwait(false);
        return count;
    }
}
