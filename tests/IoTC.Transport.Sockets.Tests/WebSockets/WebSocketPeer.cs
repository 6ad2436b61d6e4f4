using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Sockets.WebSockets;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary>A server that takes one WebSocket after the other over TLS; what it answers and says is the test's.</summary>
internal sealed class WebSocketPeer : IAsyncDisposable
{
    /// <summary>The answer that is right; <c>{accept}</c> stands for Sec-WebSocket-Accept.</summary>
    public const string Accepting = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n";

    private readonly ScriptedServer _server;
    private readonly TestPki _root;
    private readonly string _answer;
    private readonly Func<WebSocket, Stream, CancellationToken, Task>? _speak;
    private readonly ConcurrentQueue<string> _requests = [];

    /// <param name="root">Signs the server's certificate.</param>
    /// <param name="speak">The conversation; without one the WebSocket is left alone until the client goes.</param>
    /// <param name="answer">The answer to the request.</param>
    public WebSocketPeer(TestPki root, Func<WebSocket, Stream, CancellationToken, Task>? speak = null, string answer = Accepting)
    {
        (_root, _answer, _speak) = (root, answer, speak);
        _server = new ScriptedServer(ServeAsync);
    }

    public int Port => _server.Port;

    /// <summary>The head of the last request.</summary>
    public string Request => _requests.TryPeek(out string? request) ? request : "";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>A frame that no library would send: first byte, length below 126, payload.</summary>
    public static byte[] Frame(byte first, params byte[] payload) => [first, (byte)payload.Length, .. payload];

    private async Task ServeAsync(Socket socket, CancellationToken token)
    {
        socket.NoDelay = true;
        await using SslStream tls = new(new NetworkStream(socket));
        try
        {
            await tls.AuthenticateAsServerAsync(TlsServer.Options(_root.Issue(), SslProtocols.None), token);
            string request = await ReadHeadAsync(tls, token);
            _requests.Clear();
            _requests.Enqueue(request);
            await tls.WriteAsync(Encoding.Latin1.GetBytes(_answer.Replace("{accept}", WebSocketUpgrade.AcceptOf(KeyOf(request)), StringComparison.Ordinal)), token);
            using WebSocket webSocket = WebSocket.CreateFromStream(tls, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" });
            await (_speak?.Invoke(webSocket, tls, token) ?? WaitForEndAsync(tls, token));
        }
        catch (Exception e) when (e is IOException or AuthenticationException or WebSocketException)
        {
            // The client has gone.
        }
    }

    private static string KeyOf(string request)
    {
        const string Name = "Sec-WebSocket-Key: ";
        int start = request.IndexOf(Name, StringComparison.Ordinal);
        return start < 0 ? "" : request[(start + Name.Length)..request.IndexOf("\r\n", start, StringComparison.Ordinal)];
    }

    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken token)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, token) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static async Task WaitForEndAsync(Stream stream, CancellationToken token)
    {
        byte[] buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, token) > 0)
        {
        }
    }
}
