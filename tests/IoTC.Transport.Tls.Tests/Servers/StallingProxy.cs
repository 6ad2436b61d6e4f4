using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>Stands before a server and lets this many of its bytes through to each client, then nothing more; -1 stops the client's second flight instead.</summary>
internal sealed class StallingProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _life = new();
    private readonly int _serverPort;
    private readonly int _passed;

    public StallingProxy(int serverPort, int passed)
    {
        (_serverPort, _passed) = (serverPort, passed);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose()
    {
        _life.Cancel();
        _listener.Dispose();
        _life.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptAsync(_life.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using Socket own = client;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _serverPort);
            byte[] hello = new byte[4_096];
            int count = await client.ReceiveAsync(hello, _life.Token);
            await server.SendAsync(hello.AsMemory(0, count), _life.Token);
            for (int left = _passed < 0 ? int.MaxValue : _passed; left > 0 && (count = await server.ReceiveAsync(hello, _life.Token)) > 0; left -= count)
            {
                count = Math.Min(count, left);
                await client.SendAsync(hello.AsMemory(0, count), _life.Token);
            }

            await Task.Delay(Timeout.Infinite, _life.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
