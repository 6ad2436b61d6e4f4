using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Proxies;

/// <summary>The ways to a host through a proxy, as a transport asks for them.</summary>
/// <remarks>Only a proxy that has been made brings the code behind them: a native program without one has none of it.</remarks>
internal abstract class ProxyWay
{
    /// <summary>Gives a socket that leads to the host.</summary>
    /// <exception cref="FailureException">The proxy could not be reached, did not answer in time, or refused.</exception>
    public abstract Task<Socket> ConnectAsync(Connector connector, HostName host, int port, CancellationToken cancellationToken);

    /// <summary>Gives a stream that leads to the host, within TLS to the proxy.</summary>
    /// <exception cref="FailureException">The proxy could not be reached, is not the one it should be, did not answer in time, or refused.</exception>
    public abstract Task<SocketStream> ConnectSecuredAsync(Connector connector, HostName host, int port, CancellationToken cancellationToken);

    /// <summary>The stream within TLS to the proxy as the connection itself, for what is plain within it.</summary>
    public abstract AsyncChannel ToChannel(SocketStream stream);

    /// <summary>Such a connection for the blocking face.</summary>
    public abstract SyncChannel ToBlocking(AsyncChannel channel);
}
