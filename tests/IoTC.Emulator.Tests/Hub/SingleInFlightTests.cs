using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class SingleInFlightTests : EmulatorFixture
{
    protected override EmulatorOptions Options => new() { SingleInFlight = true };

    [Test]
    public async Task EveryQoS1MessageWaitsForThePubAckBefore()
    {
        EmulatedDevice device = Azure.AddDevice("t1");
        await using var client = new MqttDevice(Azure, "t1") { AutoAcknowledge = false };
        await client.ConnectAsync(device.PrimaryKey, Limit);
        await client.SubscribeAsync(Limit, ("devices/t1/messages/devicebound/#", 1), ("$iothub/twin/res/#", 1));
        await device.SendMessageAsync("first");
        MqttApplicationMessageReceivedEventArgs first = await client.NextAsync(Limit);
        await client.PublishAsync("$iothub/twin/GET/?$rid=1", "", Limit);
        await client.PublishAsync("devices/t1/messages/events/", "round trip", Limit);
        Assert.That(client.Waiting, Is.Zero);
        await first.AcknowledgeAsync(Limit);
        Assert.That((await client.NextAsync(Limit)).ApplicationMessage.Topic, Is.EqualTo("$iothub/twin/res/200/?$rid=1"));
    }
}
