using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.EndToEnd.Tests.Survival;

/// <summary>A TCP proxy before a server: each connection suffers faults drawn from a seed, each after so many bytes.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<Socket> _sockets = [];
    private readonly int[] _counts = new int[Enum.GetValues<ProxyFault>().Length];
    private readonly Random _random;
    private readonly int _minBytes;
    private readonly int _maxBytes;
    private readonly Task _accepting;
    private volatile bool _isFaulty = true;

    public FaultyProxy(int port, int seed, int minBytes, int maxBytes)
    {
        ServerPort = port;
        _random = new Random(seed);
        _minBytes = minBytes;
        _maxBytes = maxBytes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Where it leads; connections that are there stay.</summary>
    public int ServerPort { get; set; }

    public int Faults => _counts.Sum();

    public string Report => string.Join(", ", Enum.GetValues<ProxyFault>().Select(f => $"{f} {_counts[(int)f]}"));

    /// <summary>From now on connections are left alone; those that are there too.</summary>
    public void Heal()
    {
        _isFaulty = false;
        // A connection that is stalled has no other way to end than the client's time limits, and those are tested meanwhile.
        CutAll();
    }

    public void CutAll()
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
        CutAll();
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
                Plan plan = Draw(new Plan());
                lock (_sockets)
                {
                    _sockets.Add(client);
                    _sockets.Add(server);
                }

                _ = ServeAsync(client, server, plan);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private Plan Draw(Plan plan)
    {
        lock (_random)
        {
            plan.Fault = (ProxyFault)_random.Next(_counts.Length);
            plan.BytesLeft = _random.Next(_minBytes, _maxBytes);
            plan.IsTold = 0;
            plan.Pieces = 0;
            return plan;
        }
    }

    private async Task ServeAsync(Socket client, Socket server, Plan plan)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, ServerPort);
            await Task.WhenAny(CopyAsync(client, server, plan), CopyAsync(server, client, plan));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // No server, or cut before it began.
        }

        lock (_sockets)
        {
            _sockets.Remove(client);
            _sockets.Remove(server);
        }

        client.Dispose();
        server.Dispose();
    }

    private async Task CopyAsync(Socket from, Socket to, Plan plan)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                int count = await from.ReceiveAsync(buffer);
                if (count == 0) return;
                bool isDue = _isFaulty && Interlocked.Add(ref plan.BytesLeft, -count) <= 0;
                if (!isDue)
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                    continue;
                }

                if (Interlocked.Exchange(ref plan.IsTold, 1) == 0) Interlocked.Increment(ref _counts[(int)plan.Fault]);
                if (!await StrikeAsync(to, buffer.AsMemory(0, count), plan.Fault)) return;
                // What only delays is followed by something else.
                if (plan.Fault is ProxyFault.Slow or ProxyFault.Fragment && Interlocked.Increment(ref plan.Pieces) >= 10) Draw(plan);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other half has ended the connection.
        }
    }

    // False when the connection is over.
    private async Task<bool> StrikeAsync(Socket to, Memory<byte> bytes, ProxyFault fault)
    {
        switch (fault)
        {
            case ProxyFault.Cut:
                await to.SendAsync(bytes[..(bytes.Length / 2)]);
                return false;
            case ProxyFault.Stall:
                // Half-open: nothing passes any more, and nobody is told.
                return true;
            case ProxyFault.Slow:
                await Task.Delay(20);
                await to.SendAsync(bytes);
                return true;
            case ProxyFault.Fragment:
                for (int i = 0; i < bytes.Length; i++) await to.SendAsync(bytes.Slice(i, 1));
                return true;
            default:
                bytes.Span[bytes.Length / 2] ^= 0x10;
                await to.SendAsync(bytes);
                return true;
        }
    }

    private sealed class Plan
    {
        public ProxyFault Fault;
        public int BytesLeft;
        public int IsTold;
        public int Pieces;
    }
}
