using System.Threading.Tasks;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>The awaited client over mosquitto's WebSocket listener. Skipped where this mosquitto was built without.</summary>
public sealed class WebSocketTests
{
    [Test]
    public async Task Messages_go_both_ways()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync("protocol websockets\nallow_anonymous true", "this mosquitto does not open a WebSocket listener: it was built without libwebsockets");
        await using var client = new MqttAsyncClient(new MqttOptions { ClientId = "web" }, new PlainWebSocketTransport { Path = "/mqtt" });
        await client.ConnectAsync(Mosquitto.Host, broker.Port);
        var inbox = new Inbox();
        await client.SubscribeAsync("web/#", MqttQualityOfService.ExactlyOnce, inbox.Add);
        foreach (int length in (int[])[0, 1, 5_000, 200_000])
        {
            await client.PublishAsync("web/1", new byte[length], MqttQualityOfService.ExactlyOnce);
            Assert.That((await inbox.NextAsync()).Length, Is.EqualTo(length));
        }
    }
}
