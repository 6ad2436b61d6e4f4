using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Sockets.WebSockets;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary><see cref="EchoProtocol"/> over WebSocket and TLS, many connections at once.</summary>
internal sealed class WebSocketEcho : IAsyncDisposable
{
    private readonly CancellationTokenSource _life = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SslServerAuthenticationOptions _tls;
    private readonly Task _accepting;

    public WebSocketEcho(TestPki root)
    {
        _tls = TlsServer.Options(root.Issue(), SslProtocols.None);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _life.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync(_life.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using SslStream tls = new(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsServerAsync(_tls, _life.Token);
            HttpHead request = await ReadRequestAsync(tls);
            string accept = WebSocketUpgrade.AcceptOf(request["Sec-WebSocket-Key"]!);
            await tls.WriteAsync(Encoding.ASCII.GetBytes(WebSocketPeer.Accepting.Replace("{accept}", accept, StringComparison.Ordinal)), _life.Token);
            using WebSocket webSocket = WebSocket.CreateFromStream(tls, new WebSocketCreationOptions { IsServer = true, SubProtocol = "mqtt" });
            await EchoAsync(webSocket, socket);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException or WebSocketException or FailureException)
        {
            // The client has gone, or refused our certificate.
        }
    }

    // The reader of answers reads requests too, once their first line looks like one.
    private async Task<HttpHead> ReadRequestAsync(SslStream tls)
    {
        byte[] line = new byte[1];
        do
        {
            await tls.ReadExactlyAsync(line, _life.Token);
        }
        while (line[0] != '\n');
        bool isFirst = true;
        return await HttpHead.ReadAsync(
            (window, token) =>
            {
                if (!isFirst)
                {
                    return tls.ReadAsync(window, token);
                }

                isFirst = false;
                return new(Copy("HTTP/1.1 200 \r\n"u8, window.Span));
            },
            "the client",
            TransportStatus.Failed,
            _life.Token);
    }

    private async Task EchoAsync(WebSocket webSocket, Socket socket)
    {
        byte[] buffer = new byte[16_384];
        while (true)
        {
            ValueWebSocketReceiveResult received = await webSocket.ReceiveAsync(buffer.AsMemory(), _life.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _life.Token);
                return;
            }

            int payload = buffer.AsSpan(0, received.Count).IndexOfAnyInRange((byte)EchoProtocol.FirstCommand, byte.MaxValue);
            int count = payload < 0 ? received.Count : payload;
            if (count > 0)
            {
                await webSocket.SendAsync(buffer.AsMemory(0, count), WebSocketMessageType.Binary, true, _life.Token);
            }

            if (payload >= 0 && await ObeyAsync(buffer[payload], webSocket, socket))
            {
                return;
            }
        }
    }

    private async Task<bool> ObeyAsync(byte command, WebSocket webSocket, Socket socket)
    {
        switch (command)
        {
            case EchoProtocol.EndInOrder:
                await webSocket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _life.Token);
                return false;
            case EchoProtocol.Cut:
                socket.LingerState = new(true, 0);
                socket.Close();
                return true;
            default:
                await Task.Delay(Timeout.Infinite, _life.Token);
                return true;
        }
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> window)
    {
        text.CopyTo(window);
        return text.Length;
    }
}
