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
    public void AnotherSubProtocolIsRefused() =>
        Assert.That(() => RawHub.OpenWebSocketAsync(Azure, Limit, "amqp"), Throws.InstanceOf<WebSocketException>());
}
