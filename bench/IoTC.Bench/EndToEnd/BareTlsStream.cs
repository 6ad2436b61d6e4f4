using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Tasks;
using IoTC.Mqtt.Wire;

namespace IoTC.Bench.EndToEnd;

/// <summary>The floor over TLS: the same bytes through an SslStream, and nothing else.</summary>
internal sealed class BareTlsStream : Contender
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _input = new byte[4096];
    private readonly byte[] _output = BareAsyncSocket.Packets(1);
    private SslStream? _stream;

    public override string Name => "bare SslStream";

    [SuppressMessage("Security", "CA5359", Justification = "The server is the bench's own; what a check costs is no part of the floor.")]
    public override async Task ConnectAsync(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        _stream = new SslStream(new NetworkStream(_socket), false, (_, _, _, _) => true);
        await _stream.AuthenticateAsClientAsync("localhost");
        var options = new ConnectOptions { CleanSession = true };
        byte[] connect = new byte[ConnectPacket.GetLength(options)];
        ConnectPacket.Write(connect, 0, options);
        await _stream.WriteAsync(connect);
        await _stream.ReadExactlyAsync(_input, 0, 4);
    }

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _stream!.WriteAsync(_output).ConfigureAwait(false);
            for (int due = 4; due > 0;) due -= await _stream.ReadAsync(_input.AsMemory(0, due)).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override ValueTask DisposeAsync() => _stream!.DisposeAsync();
}
