using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.Proxies;

namespace IoTC.Transport.Sockets;

/// <summary>What <see cref="TcpTransport"/> and <see cref="SocketTransport"/> have in common: the way to the host.</summary>
public abstract class TcpTransportBase : SocketTransportBase
{
    private Connector _connector = new();

    private protected TcpTransportBase()
    {
    }

    /// <summary>The HTTP proxy to go through, or <see langword="null"/> for none. Never taken from the environment unless <see cref="HttpProxy.FromEnvironment()"/> is asked.</summary>
    /// <remarks>The proxy resolves the host's name then. Applies to the next open.</remarks>
    public HttpProxy? Proxy { get; set; }

    /// <summary>How long one address of a host may take to answer while another is left, in milliseconds, at least 1; 5,000 at first.</summary>
    /// <remarks>
    /// The addresses are tried one after the other, IPv6 and IPv4 by turns. The last one may take as long as the caller lets the whole attempt take.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int AddressTimeLimitMs
    {
        get => _connector.AddressLimitMs;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _connector.AddressLimitMs = value;
        }
    }

    /// <summary>How names are resolved and addresses are reached; tests have their own.</summary>
    internal Connector Connector
    {
        get => _connector;
        set => _connector = value;
    }

    /// <summary>Whether the way to the host leads through a proxy that is itself reached over TLS.</summary>
    private protected bool IsProxySecured(HostName host) => Proxy is { IsSecured: true } proxy && !proxy.IsBypassed(host);

    /// <summary>Connects through a proxy that is itself reached over TLS.</summary>
    /// <exception cref="FailureException">No address answered, the proxy is not the one it should be, or it did not do as asked.</exception>
    private protected Task<SocketStream> ConnectProxiedAsync(HostName host, int port, CancellationToken cancellationToken) =>
        Proxy!.Way.ConnectSecuredAsync(_connector, host, port, cancellationToken);

    /// <summary>Connects, through the proxy if there is one: gives a socket whose bytes go to the host and come from it.</summary>
    /// <exception cref="FailureException">No address answered, or the proxy did not do as asked.</exception>
    private protected Task<Socket> ConnectSocketAsync(HostName host, int port, CancellationToken cancellationToken) =>
        Proxy is { } proxy && !proxy.IsBypassed(host)
            ? proxy.Way.ConnectAsync(_connector, host, port, cancellationToken)
            : _connector.ConnectAsync(host, port, cancellationToken);

    /// <summary>Gives another transport the same way to the host.</summary>
    private protected void CopyWayTo(TcpTransportBase other)
    {
        other.Proxy = Proxy;
        other._connector = new Connector { AddressLimitMs = _connector.AddressLimitMs, Resolve = _connector.Resolve, Connect = _connector.Connect };
    }
}
