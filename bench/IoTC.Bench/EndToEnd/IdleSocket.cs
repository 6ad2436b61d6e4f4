using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace IoTC.Bench.EndToEnd;

/// <summary>A socket with a receive under way.</summary>
internal sealed class IdleSocket : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[512];
    private Task _receiving = Task.CompletedTask;

    public async Task ConnectAsync(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await BareAsyncSocket.Greet(_socket, _buffer);
        _receiving = ReceiveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _receiving;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_buffer.AsMemory()) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }
}
