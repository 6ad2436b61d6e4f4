using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>An HTTP proxy that is itself reached over TLS, knows CONNECT, and tunnels to this machine whatever host is named.</summary>
internal sealed class SecuredTestProxy : IAsyncDisposable
{
    private readonly ScriptedServer _server;
    private readonly X509Certificate2 _certificate;
    private readonly string _answer;

    /// <param name="certificate">Its own.</param>
    /// <param name="answer">The answer to CONNECT; after a 200 it tunnels. Empty for none.</param>
    public SecuredTestProxy(X509Certificate2 certificate, string answer = TestProxy.Established)
    {
        (_certificate, _answer) = (certificate, answer);
        _server = new ScriptedServer(ServeAsync);
    }

    public string Address => $"https://localhost:{_server.Port}";

    /// <summary>The heads of all requests, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(Socket client, CancellationToken token)
    {
        await using SslStream tls = new(new NetworkStream(client));
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, token);
            StringBuilder head = new();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tls.ReadAsync(one, token) > 0)
            {
                head.Append((char)one[0]);
            }

            // With TLS 1.3 it may believe in a handshake that the device has just refused.
            if (head.Length == 0)
            {
                return;
            }

            Requests.Enqueue(head.ToString());
            await tls.WriteAsync(Encoding.Latin1.GetBytes(_answer), token);
            if (_answer == TestProxy.Established)
            {
                await TunnelAsync(tls, int.Parse(head.ToString().Split(' ')[1].Split(':').Last(), CultureInfo.InvariantCulture), token);
            }
            else if (_answer.Length == 0)
            {
                await tls.CopyToAsync(Stream.Null, token);
            }
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The device did not like it, or has left.
        }
    }

    private static async Task TunnelAsync(SslStream client, int port, CancellationToken token)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, token);
        await using NetworkStream server = new(socket);
        await Task.WhenAny(client.CopyToAsync(server, token), server.CopyToAsync(client, token));
    }
}
