using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>Carries connections to a broker, and cuts each after a seeded number of bytes, in the middle of whatever passes.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private readonly Random _random;
    private readonly int _port;
    private readonly int _minBytes;
    private readonly int _maxBytes;
    private readonly Task _accepting;
    private int _cuts;
    private volatile bool _isCutting = true;

    public CuttingProxy(int port, int seed, int minBytes, int maxBytes)
    {
        _port = port;
        _random = new Random(seed);
        _minBytes = minBytes;
        _maxBytes = maxBytes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => _cuts;

    /// <summary>From now on connections last.</summary>
    public void Stop() => _isCutting = false;

    public void CutNow()
    {
        lock (_sockets)
        {
            foreach (Socket socket in _sockets) socket.Dispose();
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        CutNow();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                lock (_sockets)
                {
                    _sockets.Add(client);
                    _sockets.Add(server);
                }

                _ = ServeAsync(client, server, new Budget { Left = _random.Next(_minBytes, _maxBytes) });
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client, Socket server, Budget budget)
    {
        try
        {
            await server.ConnectAsync(Mosquitto.Host, _port);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut before it began.
            client.Dispose();
            return;
        }

        _ = CopyAsync(client, server, budget);
        _ = CopyAsync(server, client, budget);
    }

    private async Task CopyAsync(Socket from, Socket to, Budget budget)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                int count = await from.ReceiveAsync(buffer);
                if (count == 0) break;
                int left = Interlocked.Add(ref budget.Left, -count);
                bool isCut = _isCutting && left <= 0;
                if (isCut) count = Math.Max(0, count + left);
                if (count > 0) await to.SendAsync(buffer.AsMemory(0, count));
                if (!isCut) continue;
                Interlocked.Increment(ref _cuts);
                break;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other half has ended the connection.
        }

        from.Dispose();
        to.Dispose();
        lock (_sockets)
        {
            _sockets.Remove(from);
            _sockets.Remove(to);
        }
    }

    private sealed class Budget
    {
        public int Left;
    }
}
