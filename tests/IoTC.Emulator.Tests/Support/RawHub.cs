using System;
using System.IO;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Emulator.Tests.Support;

/// <summary>TLS to the hub with hand-made bytes on top.</summary>
public sealed class RawHub : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly IDisposable _below;

    private RawHub(Stream stream, IDisposable below)
    {
        _stream = stream;
        _below = below;
    }

    public static async Task<RawHub> OpenAsync(IoTCEmulator azure, CancellationToken cancellationToken)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", azure.HubPort, cancellationToken);
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(Trust.Options(azure), cancellationToken);
        return new RawHub(tls, tcp);
    }

    /// <summary>The same over WebSocket, on the port of DPS.</summary>
    public static async Task<RawHub> OpenWebSocketAsync(IoTCEmulator azure, CancellationToken cancellationToken, string subProtocol = "mqtt")
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(subProtocol);
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = Trust.Options(azure) });
        await socket.ConnectAsync(new Uri($"wss://localhost:{azure.DpsPort}/$iothub/websocket"), invoker, cancellationToken);
        return new RawHub(WebSocketStream.Create(socket, WebSocketMessageType.Binary, TimeSpan.FromSeconds(1)), socket);
    }

    public static byte[] Connect(EmulatedDevice device, byte level = 4, string name = "MQTT", ushort keepAlive = 60, DateTimeOffset? expiry = null)
    {
        using var body = new MemoryStream();
        Text(body, name);
        body.Write([level, 0xC2, (byte)(keepAlive >> 8), (byte)keepAlive]);
        Text(body, device.DeviceId);
        Text(body, $"localhost/{device.DeviceId}/?api-version=2021-04-12");
        Text(body, Sas.ForHub(device.DeviceId, device.PrimaryKey, expiry));
        return Packet(0x10, body.ToArray());
    }

    public static byte[] Publish(string topic, byte flags, ushort packetId, string payload)
    {
        using var body = new MemoryStream();
        Text(body, topic);
        if ((flags & 6) != 0)
        {
            body.Write([(byte)(packetId >> 8), (byte)packetId]);
        }

        body.Write(Encoding.UTF8.GetBytes(payload));
        return Packet((byte)(0x30 | flags), body.ToArray());
    }

    public static byte[] Packet(byte first, byte[] body)
    {
        using var packet = new MemoryStream();
        packet.WriteByte(first);
        int length = body.Length;
        do
        {
            packet.WriteByte((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        packet.Write(body);
        return packet.ToArray();
    }

    public async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    public async Task<byte[]> ReceiveAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Reads to the end of the connection, however it ends.</summary>
    public async Task<byte[]> ReceiveToEndAsync(CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, cancellationToken);
        }
        catch (IOException)
        {
            // reset is an end, too
        }

        return all.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _below.Dispose();
    }

    private static void Text(MemoryStream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        stream.Write([(byte)(bytes.Length >> 8), (byte)bytes.Length]);
        stream.Write(bytes);
    }
}
