using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class CloudToDeviceTests : EmulatorFixture
{
    private const string Filter = "devices/t1/messages/devicebound/#";

    private EmulatedDevice _device = null!;

    [SetUp]
    public void Add() => _device = Azure.AddDevice("t1");

    [Test]
    public async Task WaitsForTheSubscriptionAndCarriesItsProperties()
    {
        CloudToDeviceMessage sent = await _device.SendMessageAsync("hello", new Dictionary<string, string?> { ["method-name"] = "Commands:Blink me", ["flag"] = null });
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, (Filter, 1));
        MqttApplicationMessage received = (await client.NextAsync(Limit)).ApplicationMessage;
        await sent.Acknowledged.WaitAsync(Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(received.ConvertPayloadToString(), Is.EqualTo("hello"));
            Assert.That(received.Topic, Is.EqualTo(
                $"devices/t1/messages/devicebound/%24.mid={sent.MessageId}&%24.to=%2Fdevices%2Ft1%2Fmessages%2Fdevicebound&iothub-ack=none&method-name=Commands%3ABlink%20me&flag"));
            Assert.That((int)received.QualityOfServiceLevel, Is.EqualTo(1));
            Assert.That(_device.PendingMessages, Is.Zero);
        }
    }

    [Test]
    public async Task TheNextLeavesOnlyAfterThePubAck()
    {
        await using var client = new MqttDevice(Azure, "t1") { AutoAcknowledge = false };
        await client.ConnectAsync(_device.PrimaryKey, Limit);
        await client.SubscribeAsync(Limit, (Filter, 1), ("$iothub/twin/res/#", 1));
        await _device.SendMessageAsync("1");
        CloudToDeviceMessage second = await _device.SendMessageAsync("2");

        MqttApplicationMessageReceivedEventArgs first = await client.NextAsync(Limit);
        await client.PublishAsync("$iothub/twin/GET/?$rid=1", "", Limit);
        MqttApplicationMessageReceivedEventArgs twin = await client.NextAsync(Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.ApplicationMessage.ConvertPayloadToString(), Is.EqualTo("1"));
            Assert.That(twin.ApplicationMessage.Topic, Does.StartWith("$iothub/twin/res/200"));
            Assert.That(second.DeliveryCount, Is.Zero);
        }

        await first.AcknowledgeAsync(Limit);
        Assert.That((await client.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString(), Is.EqualTo("2"));
        Assert.That(_device.PendingMessages, Is.EqualTo(1));
    }

    [Test]
    public async Task UnacknowledgedIsDeliveredAgainByTheKeptSessionWithoutSubscribing()
    {
        CloudToDeviceMessage sent = await _device.SendMessageAsync("1");
        await using (var first = new MqttDevice(Azure, "t1") { AutoAcknowledge = false })
        {
            await first.ConnectAsync(_device.PrimaryKey, Limit, cleanSession: false);
            await first.SubscribeAsync(Limit, (Filter, 1));
            await first.NextAsync(Limit);
            await _device.DisconnectAsync();
        }

        await using MqttDevice second = await MqttDevice.ConnectedAsync(Azure, _device, Limit, cleanSession: false);
        MqttApplicationMessage again = (await second.NextAsync(Limit)).ApplicationMessage;
        await sent.Acknowledged.WaitAsync(Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.ConvertPayloadToString(), Is.EqualTo("1"));
            Assert.That(again.Dup, Is.True);
            Assert.That(sent.DeliveryCount, Is.EqualTo(2));
        }
    }

    [Test]
    public async Task ACleanSessionGetsNothingUntilItSubscribes()
    {
        await using (MqttDevice first = await MqttDevice.ConnectedAsync(Azure, _device, Limit, cleanSession: false))
        {
            await first.SubscribeAsync(Limit, (Filter, 1));
        }

        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        CloudToDeviceMessage sent = await _device.SendMessageAsync("1");
        await using MqttDevice second = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await second.PublishAsync("devices/t1/messages/events/", "round trip", Limit);
        Assert.That(sent.DeliveryCount, Is.Zero);
        await second.SubscribeAsync(Limit, (Filter, 0));
        MqttApplicationMessage received = (await second.NextAsync(Limit)).ApplicationMessage;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)received.QualityOfServiceLevel, Is.Zero);
            Assert.That(_device.PendingMessages, Is.Zero);
        }
    }

    [Test]
    public async Task TheQueueHoldsFifty()
    {
        foreach (int i in Enumerable.Range(0, 50))
        {
            await _device.SendMessageAsync($"{i}");
        }

        Assert.That(() => _device.SendMessageAsync("too many"), Throws.InvalidOperationException);
    }

    [Test]
    public async Task AConnectionThatTakesOverGetsWhatTheOldOneHadNotAcknowledged()
    {
        await using var first = new MqttDevice(Azure, "t1") { AutoAcknowledge = false };
        await first.ConnectAsync(_device.PrimaryKey, Limit);
        await first.SubscribeAsync(Limit, (Filter, 1));
        await _device.SendMessageAsync("1");
        await first.NextAsync(Limit);

        await using MqttDevice second = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await second.SubscribeAsync(Limit, (Filter, 1));
        Assert.That((await second.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString(), Is.EqualTo("1"));
    }

    [Test]
    public async Task AMessageNeverAcknowledgedIsGivenUpAfterTenDeliveries()
    {
        CloudToDeviceMessage sent = await _device.SendMessageAsync("poison");
        for (int i = 0; i < 10; i++)
        {
            await using var client = new MqttDevice(Azure, "t1") { AutoAcknowledge = false };
            await client.ConnectAsync(_device.PrimaryKey, Limit);
            await client.SubscribeAsync(Limit, (Filter, 1));
            await client.NextAsync(Limit);
            await _device.DisconnectAsync();
        }

        await using MqttDevice last = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await last.SubscribeAsync(Limit, (Filter, 1));
        Assert.That(() => sent.Acknowledged.WaitAsync(Limit), Throws.InstanceOf<System.OperationCanceledException>());
        Assert.That((sent.DeliveryCount, _device.PendingMessages), Is.EqualTo((10, 0)));
    }

    [TestCase("blink", null, false, "method-name=blink", "@")]
    [TestCase("c*blink", "3", true, "method-name=Commands%3Ac%2Ablink", "3")]
    public async Task OfflineCommandsLookLikeIoTCentrals(string name, string? payload, bool isLegacy, string property, string body)
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, ("devices/+/messages/devicebound/#", 1));
        await _device.SendOfflineCommandAsync(name, payload, isLegacy);
        MqttApplicationMessage message = (await client.NextAsync(Limit)).ApplicationMessage;
        Assert.That((message.Topic.Split('&')[^1], message.ConvertPayloadToString()), Is.EqualTo((property, body)));
    }
}
