using System;
using System.Net.Http;
using System.Net.WebSockets;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class WebSocketTests : EmulatorFixture
{
    [Test]
    public async Task ServesTheSameHub()
    {
        EmulatedDevice device = Azure.AddDevice("t1");
        await using RawHub hub = await RawHub.OpenWebSocketAsync(Azure, Limit);
        await hub.SendAsync(RawHub.Connect(device), Limit);
        Assert.That(await hub.ReceiveAsync(4, Limit), Is.EqualTo(new byte[] { 0x20, 2, 0, 0 }));
        await hub.SendAsync(RawHub.Publish("devices/t1/messages/events/", 2, 7, "over wss"), Limit);
        Assert.That(await hub.ReceiveAsync(4, Limit), Is.EqualTo(new byte[] { 0x40, 2, 0, 7 }));
        Assert.That((await device.NextTelemetryAsync(cancellationToken: Limit)).PayloadText, Is.EqualTo("over wss"));
        await device.DisconnectAsync();
        Assert.That(device.IsConnected, Is.False);
    }

    [Test]
    public async Task TextFrameEndsTheConnection()
    {
        using var socket = await OpenAsync();
        // Bytes of a packet that are UTF-8 as a text message has to be.
        await socket.SendAsync(new byte[] { 0x20, 0 }, WebSocketMessageType.Text, true, Limit);
        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[10]), Limit);
        Assert.That((result.MessageType, socket.CloseStatus), Is.EqualTo((WebSocketMessageType.Close, WebSocketCloseStatus.InvalidMessageType)));
    }

    [Test]
    public async Task PacketsMayBeginAndEndAnywhereInFrames()
    {
        using var socket = await OpenAsync();
        foreach (byte one in RawHub.Connect(Azure.AddDevice("t1")))
        {
            await socket.SendAsync(new[] { one }, WebSocketMessageType.Binary, true, Limit);
        }

        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(new byte[10]), Limit);
        Assert.That((result.MessageType, result.Count), Is.EqualTo((WebSocketMessageType.Binary, 4)));
    }

    private async Task<ClientWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("mqtt");
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = Trust.Options(Azure) });
        await socket.ConnectAsync(new Uri($"wss://localhost:{Azure.HubHttpsPort}/$iothub/websocket?iothub-no-client-cert=true"), invoker, Limit);
        return socket;
    }

    [Test]
    public void AnotherSubProtocolIsRefused() =>
        Assert.That(() => RawHub.OpenWebSocketAsync(Azure, Limit, "amqp"), Throws.InstanceOf<WebSocketException>());
}
