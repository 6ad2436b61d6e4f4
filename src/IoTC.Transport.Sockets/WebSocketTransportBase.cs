using System;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;
using IoTC.Transport.Sockets.WebSockets;

namespace IoTC.Transport.Sockets;

/// <summary>What <see cref="WebSocketTransport"/> and <see cref="PlainWebSocketTransport"/> have in common: the WebSocket over another transport.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A semaphore whose handle nobody has asked for holds nothing.")]
public abstract class WebSocketTransportBase : SocketTransportBase, IProtocolTransport, IAsyncTransportFactory
{
    private const int HttpsPort = 443;
    private const string NoClientCertificateQuery = "?iothub-no-client-cert=true";

    private readonly IAsyncTransport _inner;
    private readonly SemaphoreSlim _turn = new(1);      // an attempt that was given up may still be leaving the transport below
    private AsyncChannel? _before;                      // the connection that has the transport below, or had it last
    private volatile TransportProtocol _protocol;

    private protected WebSocketTransportBase(IAsyncTransport inner) => _inner = inner;

    /// <summary>The path of the WebSocket, with a query if need be: the hub's unless set. Other brokers have <c>/mqtt</c> or <c>/</c>.</summary>
    /// <exception cref="ArgumentException">It does not begin with <c>/</c>, or holds what must be percent-encoded.</exception>
    public string Path
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (!value.StartsWith('/') || value.AsSpan().ContainsAnyExceptInRange('!', '~') || value.Contains('#', StringComparison.Ordinal))
            {
                throw new ArgumentException("The path begins with / and holds visible ASCII characters only; write others percent-encoded.", nameof(value));
            }

            field = value;
        }
    } = "/$iothub/websocket";

    /// <summary>The port at which a hub is reached when <c>IoTCOptions.HubPort</c> is 0, 1–65535; 443 at first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is no port.</exception>
    public int MqttPort
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue);
            field = value;
        }
    } = HttpsPort;

    /// <summary>Ask the hub not to ask for a client certificate (<c>?iothub-no-client-cert=true</c>), for devices with SAS tokens behind something that trips over it.</summary>
    public bool WithoutClientCertificate { get; set; }

    /// <summary>The HTTP proxy of the transport below.</summary>
    /// <exception cref="InvalidOperationException">The transport below is neither <see cref="SocketTransport"/> nor <see cref="TcpTransport"/>: set it there.</exception>
    public HttpProxy? Proxy
    {
        get => (_inner as TcpTransportBase)?.Proxy;
        set => (_inner as TcpTransportBase ?? throw new InvalidOperationException("The transport below has no such option; set the proxy where it connects.")).Proxy = value;
    }

    private string Target =>
        !WithoutClientCertificate ? Path
        : Path.Contains('?', StringComparison.Ordinal) ? Path + "&" + NoClientCertificateQuery[1..]
        : Path + NoClientCertificateQuery;

    /// <inheritdoc/>
    public void SetProtocol(TransportProtocol protocol) => _protocol = protocol;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The transport below makes no siblings.</exception>
    public IAsyncTransport CreateSibling() =>
        _inner is IAsyncTransportFactory factory ? factory.CreateSibling() : throw new NotSupportedException("The transport below the WebSocket makes no siblings.");

    private protected override async Task<SyncChannel> ConnectChannelAsync(HostName host, int port, CancellationToken cancellationToken) =>
        new BlockingChannel(await ConnectAsyncChannelAsync(host, port, cancellationToken).ConfigureAwait(false));

    private protected override async Task<AsyncChannel> ConnectAsyncChannelAsync(HostName host, int port, CancellationToken cancellationToken)
    {
        TransportProtocol protocol = _protocol;
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The transport below is opened again only when the connection before has given it back.
            await (_before?.CloseAsync() ?? Task.CompletedTask).ConfigureAwait(false);
            _before = await OpenBelowAsync(protocol, host, port, cancellationToken).ConfigureAwait(false);
            return _before;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<AsyncChannel> OpenBelowAsync(TransportProtocol protocol, HostName host, int port, CancellationToken cancellationToken)
    {
        int status = await _inner.OpenAsync(host.Text, port, cancellationToken).ConfigureAwait(false);
        if (status < 0)
        {
            throw FailureException.Of(_inner, status);
        }

        try
        {
            return protocol == TransportProtocol.Mqtt ? await UpgradeAsync(host, port, cancellationToken).ConfigureAwait(false) : new StackedChannel(_inner);
        }
        catch
        {
            await _inner.CloseAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<AsyncChannel> UpgradeAsync(HostName host, int port, CancellationToken cancellationToken)
    {
        TransportStream stream = await WebSocketUpgrade.RunAsync(_inner, host, port, Target, cancellationToken).ConfigureAwait(false);

        // MQTT keeps the connection alive itself.
        WebSocketCreationOptions options = new() { SubProtocol = WebSocketUpgrade.SubProtocol, KeepAliveInterval = Timeout.InfiniteTimeSpan };
        return new WebSocketChannel(WebSocket.CreateFromStream(stream, options), _inner);
    }
}
