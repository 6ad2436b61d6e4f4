using System;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Channels;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.WebSockets;

/// <summary>The opening handshake of a WebSocket that carries MQTT: request out, 101 in.</summary>
/// <remarks>RFC 6455 §4.1. Redirects are not followed and no extension is offered.</remarks>
internal static class WebSocketUpgrade
{
    /// <summary>The sub-protocol's name. [MQTT-6.0.0-3]</summary>
    public const string SubProtocol = "mqtt";

    private const int HttpsPort = 443;
    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Asks for the WebSocket over an open transport.</summary>
    /// <returns>The stream of WebSocket frames.</returns>
    /// <exception cref="FailureException">The server did not accept; the message says what it answered.</exception>
    public static async Task<TransportStream> RunAsync(IAsyncTransport transport, HostName host, int port, string target, CancellationToken cancellationToken)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        TransportStream stream = new(transport, default);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request(host, port, target, key)), cancellationToken).ConfigureAwait(false);
        HttpHead answer = await HttpHead.ReadAsync(stream.ReadAsync, $"the server {host.Text}", TransportStatus.UpgradeRefused, cancellationToken).ConfigureAwait(false);
        return Refusal(answer, key, target) is { } reason
            ? throw new FailureException(TransportStatus.UpgradeRefused, reason)
            : new TransportStream(transport, answer.Rest);
    }

    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 §4.2.2 asks for SHA-1; it guards against confused servers, not against attackers.")]
    public static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));

    private static string Request(HostName host, int port, string target, string key)
    {
        string name = host.Address is { AddressFamily: AddressFamily.InterNetworkV6 } ? $"[{host.Text}]" : host.Text;
        return $"GET {target} HTTP/1.1\r\nHost: {(port == HttpsPort ? name : $"{name}:{port}")}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {SubProtocol}\r\n\r\n";
    }

    private static string? Refusal(HttpHead answer, string key, string target)
    {
        if (answer.StatusCode != 101)
        {
            // Without its query, which may hold a token.
            return $"the server answered {answer.StatusCode} to the WebSocket request for {target.Split('?')[0]}";
        }

        if (!answer.Names("Upgrade", "websocket") || !answer.Names("Connection", "Upgrade") || answer["Sec-WebSocket-Accept"] != AcceptOf(key))
        {
            return "the server's answer does not accept the WebSocket as RFC 6455 asks";
        }

        // [MQTT-6.0.0-4]
        return answer["Sec-WebSocket-Protocol"] != SubProtocol ? "the server did not select the sub-protocol mqtt"
            : answer["Sec-WebSocket-Extensions"] is { Length: > 0 } ? "the server uses a WebSocket extension that was not offered"
            : null;
    }
}
