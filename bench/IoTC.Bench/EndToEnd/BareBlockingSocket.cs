using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace IoTC.Bench.EndToEnd;

/// <summary>The same bytes over a blocking socket.</summary>
internal sealed class BareBlockingSocket : Contender
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _input = new byte[64];
    private byte[] _output = [];

    public override string Name => "bare blocking socket";

    public override async Task ConnectAsync(int port)
    {
        _socket.Connect(IPAddress.Loopback, port);
        await BareAsyncSocket.Greet(_socket, _input);
        _output = BareAsyncSocket.Packets(1);
    }

    public override Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            _socket.Send(_output);
            for (int received = 0; received < 4;) received += _socket.Receive(_input, received, 4 - received, SocketFlags.None);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }

        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }
}
