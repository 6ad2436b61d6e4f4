using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>A server that runs one script for each connection, one after the other.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _life = new();
    private readonly Task _running;

    public ScriptedServer(Func<Socket, CancellationToken, Task> script)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _running = RunAsync(script);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>A server that waits for the ClientHello, answers these bytes, and then waits for the client to go or ends the connection itself.</summary>
    public static ScriptedServer Answering(byte[] answer, bool thenEnd = false) => new(async (socket, token) =>
    {
        byte[] hello = new byte[4_096];
        await socket.ReceiveAsync(hello, token);
        await socket.SendAsync(answer, token);
        if (!thenEnd)
        {
            await socket.ReceiveAsync(hello, token);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        _listener.Dispose();
        await _running;
        _life.Dispose();
    }

    private async Task RunAsync(Func<Socket, CancellationToken, Task> script)
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptAsync(_life.Token);
                await script(socket, _life.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
