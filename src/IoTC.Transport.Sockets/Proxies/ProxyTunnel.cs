using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Proxies;

/// <summary>A connection to a proxy, turned into one to the host by CONNECT.</summary>
/// <remarks>RFC 9110 §9.3.6.</remarks>
internal sealed class ProxyTunnel(HttpProxy proxy) : ProxyWay
{
    public override async Task<Socket> ConnectAsync(Connector connector, HostName host, int port, CancellationToken cancellationToken)
    {
        Socket socket = await ReachAsync(connector, proxy, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(proxy.TimeLimitMs);
        try
        {
            await AskAsync(new SocketStream(socket), proxy, host, port, limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.End();
            throw Explain(e, proxy, limit.Token, cancellationToken);
        }
    }

    public override async Task<SocketStream> ConnectSecuredAsync(Connector connector, HostName host, int port, CancellationToken cancellationToken)
    {
        Socket socket = await ReachAsync(connector, proxy, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(proxy.TimeLimitMs);
        SocketStream stream = new(socket);
        try
        {
            SslStream tls = await ShakeHandsAsync(stream, proxy, limit.Token).ConfigureAwait(false);
            stream = new ProxiedStream(socket, stream, tls);
            await AskAsync(stream, proxy, host, port, limit.Token).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw Explain(e, proxy, limit.Token, cancellationToken);
        }
    }

    public override AsyncChannel ToChannel(SocketStream stream) => ((ProxiedStream)stream).ToChannel();

    public override SyncChannel ToBlocking(AsyncChannel channel) => new BlockingChannel(channel);

    private static async Task<SslStream> ShakeHandsAsync(SocketStream stream, HttpProxy proxy, CancellationToken cancellationToken)
    {
        try
        {
            return await proxy.CreateHandshake().RunAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException e)
        {
            throw new FailureException(e.Status, $"{proxy}: {e.Message}", e);
        }
    }

    private static Exception Explain(Exception e, HttpProxy proxy, CancellationToken limit, CancellationToken caller) => e switch
    {
        _ when limit.IsCancellationRequested && !caller.IsCancellationRequested =>
            new FailureException(TransportStatus.TimedOut, $"{proxy} did not answer within {proxy.TimeLimitMs} ms", e),
        SocketException socketError =>
            new FailureException(SocketErrors.ToStatus(socketError.SocketErrorCode), $"{proxy}: {SocketErrors.Describe(socketError.SocketErrorCode)}", e),
        _ => e,
    };

    private static async Task<Socket> ReachAsync(Connector connector, HttpProxy proxy, CancellationToken cancellationToken)
    {
        try
        {
            return await connector.ConnectAsync(proxy.HostName, proxy.Port, cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException e)
        {
            throw new FailureException(e.Status, $"{proxy} cannot be reached: {e.Message}", e);
        }
    }

    private static async Task AskAsync(SocketStream stream, HttpProxy proxy, HostName host, int port, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(proxy, Authority(host, port))), cancellationToken).ConfigureAwait(false);
        HttpHead answer = await HttpHead.ReadAsync(stream.ReadAsync, proxy.ToString(), TransportStatus.ProxyFailed, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode is < 200 or >= 300)
        {
            throw Refused(answer, proxy, Authority(host, port));
        }

        // The host speaks after this device does, in TLS as in MQTT: these bytes are not the host's.
        if (answer.Rest.Length > 0)
        {
            throw new FailureException(TransportStatus.ProxyFailed, $"{proxy} sent more than its answer to CONNECT");
        }
    }

    private static string Request(HttpProxy proxy, string authority)
    {
        string request = $"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n";
        return proxy.CreateAuthorization() is { } authorization ? $"{request}Proxy-Authorization: {authorization}\r\n\r\n" : $"{request}\r\n";
    }

    private static FailureException Refused(HttpHead answer, HttpProxy proxy, string authority) => answer.StatusCode switch
    {
        407 when !OffersBasic(answer) => new(TransportStatus.ProxyAuthentication, $"{proxy} asks for an authentication other than Basic (407), which is not supported"),
        407 when proxy.User.Length == 0 => new(TransportStatus.ProxyAuthentication, $"{proxy} asks for a user name and password (407)"),
        // tinyproxy answers 401 to a wrong password.
        401 or 407 when proxy.User.Length > 0 => new(TransportStatus.ProxyAuthentication, $"{proxy} did not accept the user name and password ({answer.StatusCode})"),
        502 or 503 or 504 => new(TransportStatus.ProxyFailed, $"{proxy} could not reach {authority} ({answer.StatusCode})"),
        _ => new(TransportStatus.ProxyFailed, $"{proxy} refused to connect to {authority} ({answer.StatusCode})"),
    };

    private static bool OffersBasic(HttpHead answer) =>
        answer["Proxy-Authenticate"] is not { } offers || offers.Contains("Basic", StringComparison.OrdinalIgnoreCase);

    private static string Authority(HostName host, int port) =>
        host.Address is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{host.Text}]:{port}" : $"{host.Text}:{port}";
}
