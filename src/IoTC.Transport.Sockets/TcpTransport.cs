using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets;

/// <summary>Plain TCP, for brokers on a private network and for tests: nothing is encrypted and nobody is authenticated.</summary>
/// <remarks>The client refuses it unless told otherwise by name. All addresses of a host are tried in turn; Nagle's algorithm is off.</remarks>
public sealed class TcpTransport : TcpTransportBase, IUnsecuredTransport, IAsyncTransportFactory
{
    /// <inheritdoc/>
    public IAsyncTransport CreateSibling()
    {
        TcpTransport sibling = new();
        CopyWayTo(sibling);
        return sibling;
    }

    private protected override async Task<SyncChannel> ConnectChannelAsync(HostName host, int port, CancellationToken cancellationToken) =>
        IsProxySecured(host)
            ? Proxy!.Way.ToBlocking(await ConnectAsyncChannelAsync(host, port, cancellationToken).ConfigureAwait(false))
            : new PlainChannel(await ConnectSocketAsync(host, port, cancellationToken).ConfigureAwait(false));

    private protected override async Task<AsyncChannel> ConnectAsyncChannelAsync(HostName host, int port, CancellationToken cancellationToken) =>
        IsProxySecured(host)
            ? Proxy!.Way.ToChannel(await ConnectProxiedAsync(host, port, cancellationToken).ConfigureAwait(false))
            : new PlainAsyncChannel(await ConnectSocketAsync(host, port, cancellationToken).ConfigureAwait(false));
}
