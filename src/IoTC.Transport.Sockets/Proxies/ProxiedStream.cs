using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Tls;

namespace IoTC.Transport.Sockets.Proxies;

/// <summary>A tunnel through a proxy that is itself reached over TLS: what TLS to the host runs over, within TLS to the proxy.</summary>
internal sealed class ProxiedStream(Socket socket, SocketStream stream, SslStream toProxy) : SocketStream(socket)
{
    /// <summary>The tunnel as the connection itself, for what is plain within it.</summary>
    public TlsAsyncChannel ToChannel() => new(stream, toProxy);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await toProxy.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        SawEnd |= count == 0 && buffer.Length > 0;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        stream.IsClosing = IsClosing;
        return toProxy.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            TlsClosing.End(stream, toProxy, inOrder: true);
        }

        base.Dispose(disposing);
    }
}
