using System;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Proxies;

/// <summary>A connection to a proxy, turned into one to the host by CONNECT.</summary>
/// <remarks>RFC 9110 §9.3.6.</remarks>
internal static class ProxyTunnel
{
    /// <summary>Gives a socket that leads to the host.</summary>
    /// <exception cref="FailureException">The proxy could not be reached, did not answer in time, or refused.</exception>
    public static async Task<Socket> ConnectAsync(Connector connector, HttpProxy proxy, HostName host, int port, CancellationToken cancellationToken)
    {
        Socket socket = await ReachAsync(connector, proxy, cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(proxy.TimeLimitMs);
        try
        {
            await AskAsync(socket, proxy, host, port, limit.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception e)
        {
            socket.End();
            throw e switch
            {
                OperationCanceledException when !cancellationToken.IsCancellationRequested =>
                    new FailureException(TransportStatus.TimedOut, $"{proxy} did not answer within {proxy.TimeLimitMs} ms", e),
                SocketException socketError =>
                    new FailureException(SocketErrors.ToStatus(socketError.SocketErrorCode), $"{proxy}: {SocketErrors.Describe(socketError.SocketErrorCode)}", e),
                _ => e,
            };
        }
    }

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

    private static async Task AskAsync(Socket socket, HttpProxy proxy, HostName host, int port, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> request = Encoding.ASCII.GetBytes(Request(proxy, Authority(host, port)));
        while (request.Length > 0)
        {
            request = request[await socket.SendAsync(request, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }

        HttpHead answer = await HttpHead.ReadAsync(
            (window, token) => socket.ReceiveAsync(window, SocketFlags.None, token), proxy.ToString(), TransportStatus.ProxyFailed, cancellationToken).ConfigureAwait(false);
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
