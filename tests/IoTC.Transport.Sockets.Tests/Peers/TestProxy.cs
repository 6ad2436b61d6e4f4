using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>An HTTP proxy that knows CONNECT, tunnels to this machine whatever host is named, and answers as the test wants.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    public const string Established = "HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n";

    private readonly ScriptedServer _server;
    private readonly string _answer;
    private readonly bool _isSilent;

    /// <param name="answer">The answer to CONNECT; after a 200 it tunnels.</param>
    /// <param name="isSilent">It does not answer.</param>
    public TestProxy(string answer = Established, bool isSilent = false)
    {
        (_answer, _isSilent) = (answer, isSilent);
        _server = new ScriptedServer(ServeAsync);
    }

    public int Port => _server.Port;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>The heads of all requests, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(Socket client, CancellationToken token)
    {
        client.NoDelay = true;
        string head = await ReadHeadAsync(client, token);
        Requests.Enqueue(head);
        if (_isSilent)
        {
            await client.ReceiveAsync(new byte[1], token);
            return;
        }

        // In two pieces: the head of an answer need not come at once.
        byte[] answer = Encoding.Latin1.GetBytes(_answer);
        await client.SendAsync(answer.AsMemory(0, answer.Length / 2), token);
        await client.SendAsync(answer.AsMemory(answer.Length / 2), token);
        if (_answer == Established)
        {
            await TunnelAsync(client, int.Parse(head.Split(' ')[1].Split(':').Last(), System.Globalization.CultureInfo.InvariantCulture), token);
        }
    }

    private static async Task<string> ReadHeadAsync(Socket client, CancellationToken token)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await client.ReceiveAsync(one, token) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static async Task TunnelAsync(Socket client, int port, CancellationToken token)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await server.ConnectAsync(IPAddress.Loopback, port, token);
        await Task.WhenAll(CarryAsync(client, server, token), CarryAsync(server, client, token));
    }

    private static async Task CarryAsync(Socket from, Socket to, CancellationToken token)
    {
        byte[] buffer = new byte[16_384];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, token)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, count), token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Cut on one side is cut on the other.
            to.Dispose();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
