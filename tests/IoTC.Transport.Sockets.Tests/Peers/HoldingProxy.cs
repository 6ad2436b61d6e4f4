using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>
/// Stands between one client and a server and can hold what the server sends, to let it through in pieces, and what the client sends, by not reading.
/// </summary>
internal sealed class HoldingProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly ManualResetEventSlim _upOpen = new(true);
    private readonly ManualResetEventSlim _downOpen = new(true);
    private Socket? _client;

    public HoldingProxy(int serverPort)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _server.Connect(IPAddress.Loopback, serverPort);
        _ = Task.Factory.StartNew(Accept, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>From now on the server's bytes stay here until <see cref="ReadHeld"/> and <see cref="Release"/>.</summary>
    public void HoldServer() => _downOpen.Reset();

    public void HoldClient() => _upOpen.Reset();

    public void LetClientThrough() => _upOpen.Set();

    /// <summary>Waits for this many of the server's bytes.</summary>
    public byte[] ReadHeld(int count)
    {
        byte[] held = new byte[count];
        for (int read = 0; read < count;)
        {
            int n = _server.Receive(held, read, count - read, SocketFlags.None);
            read += n > 0 ? n : throw new InvalidOperationException($"The server ended after {read} of {count} bytes.");
        }

        return held;
    }

    /// <summary>One whole TLS record of the server.</summary>
    public byte[] ReadHeldRecord()
    {
        byte[] header = ReadHeld(5);
        return [.. header, .. ReadHeld((header[3] << 8) | header[4])];
    }

    public void Release(ReadOnlySpan<byte> bytes) => _client!.Send(bytes);

    public void EndClient() => _client!.Shutdown(SocketShutdown.Send);

    public void Dispose()
    {
        _listener.Dispose();
        _server.Dispose();
        _client?.Dispose();
        _upOpen.Set();
    }

    private void Accept()
    {
        try
        {
            _client = _listener.Accept();
            _client.NoDelay = true;
            _ = Task.Factory.StartNew(() => Carry(_client, _server, _upOpen), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            Carry(_server, _client, _downOpen);
        }
        catch (SocketException)
        {
        }
    }

    private static void Carry(Socket from, Socket to, ManualResetEventSlim open)
    {
        byte[] buffer = new byte[16_384];
        try
        {
            while (true)
            {
                open.Wait();
                if (from.Poll(10_000, SelectMode.SelectRead) && open.IsSet)
                {
                    int count = from.Receive(buffer);
                    if (count == 0)
                    {
                        return;
                    }

                    to.Send(buffer.AsSpan(0, count));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
