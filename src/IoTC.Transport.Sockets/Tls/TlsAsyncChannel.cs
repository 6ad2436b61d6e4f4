using System;
using System.IO;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>TLS, awaited.</summary>
internal sealed class TlsAsyncChannel(SocketStream stream, SslStream tls) : AsyncChannel
{
    protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        tls.WriteAsync(bytes, cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<int> ReadAsync(Memory<byte> window, CancellationToken cancellationToken)
    {
        try
        {
            int count = await tls.ReadAsync(window, cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                return count;
            }
        }
        catch (IOException) when (stream.SawEnd)
        {
            // FIN in the middle of a record.
        }

        throw stream.SawEnd ? TlsClosing.Truncated() : FailureException.ClosedByPeer();
    }

    protected override Task EndAsync(bool inOrder)
    {
        TlsClosing.End(stream, tls, inOrder);
        return Task.CompletedTask;
    }
}
