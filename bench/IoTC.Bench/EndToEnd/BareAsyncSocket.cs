using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IoTC.Mqtt.Wire;

namespace IoTC.Bench.EndToEnd;

/// <summary>The floor: the same bytes over an awaited socket, and nothing else.</summary>
internal sealed class BareAsyncSocket : Contender
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _input = new byte[4096];
    private byte[] _output = [];

    public override string Name => "bare async socket";

    public override async Task ConnectAsync(int port)
    {
        await _socket.ConnectAsync(IPAddress.Loopback, port);
        await Greet(_socket, _input);
        _output = Packets(1);
    }

    public override async Task RunAsync(long[] ticks, int count)
    {
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await _socket.SendAsync(_output).ConfigureAwait(false);
            for (int due = 4; due > 0;) due -= await _socket.ReceiveAsync(_input.AsMemory(0, due)).ConfigureAwait(false);
            ticks[i] = Stopwatch.GetTimestamp() - start;
        }
    }

    public override async Task RunWindowAsync(int window, int count)
    {
        byte[] packets = Packets(window);
        for (int i = 0; i < count; i += window)
        {
            await _socket.SendAsync(packets).ConfigureAwait(false);
            for (int due = 4 * window; due > 0;) due -= await _socket.ReceiveAsync(_input.AsMemory(0, due)).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return default;
    }

    public static async Task Greet(Socket socket, byte[] input)
    {
        var options = new ConnectOptions { CleanSession = true };
        byte[] connect = new byte[ConnectPacket.GetLength(options)];
        ConnectPacket.Write(connect, 0, options);
        await socket.SendAsync(connect);
        await socket.ReceiveAsync(input);
    }

    public static byte[] Packets(int count)
    {
        byte[] topic = System.Text.Encoding.UTF8.GetBytes(Topic);
        int length = PublishPacket.GetLength(topic.Length, Payload.Length, 1);
        byte[] packets = new byte[count * length];
        for (int i = 0; i < count; i++) PublishPacket.Write(packets, i * length, topic, Payload, 1, i + 1, PublishFlags.None);
        return packets;
    }
}
