using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

/// <summary>What makes the hub close the connection, and what does not.</summary>
public sealed class StrictnessTests : EmulatorFixture
{
    private static readonly byte[] Accepted = [0x20, 2, 0, 0];
    private static readonly byte[] WrongVersion = [0x20, 2, 0, 1];

    private EmulatedDevice _device = null!;

    [SetUp]
    public void Add() => _device = Azure.AddDevice("t1");

    private static IEnumerable<TestCaseData> Offences()
    {
        yield return Case("QoS 2", RawHub.Publish("devices/t1/messages/events/", 4, 1, "x"));
        yield return Case("QoS 3", RawHub.Publish("devices/t1/messages/events/", 6, 1, "x"));
        yield return Case("packet id 0", RawHub.Publish("devices/t1/messages/events/", 2, 0, "x"));
        yield return Case("another device's topic", RawHub.Publish("devices/t2/messages/events/", 2, 1, "x"));
        yield return Case("a longer device id", RawHub.Publish("devices/t1/messages/eventsX", 2, 1, "x"));
        yield return Case("any topic", RawHub.Publish("plant/1", 2, 1, "x"));
        yield return Case("empty topic", RawHub.Publish("", 2, 1, "x"));
        yield return Case("#", RawHub.Publish("devices/t1/messages/events/a=#", 2, 1, "x"));
        yield return Case("+", RawHub.Publish("devices/t1/messages/events/a=+", 2, 1, "x"));
        yield return Case("twin GET without $rid", RawHub.Publish("$iothub/twin/GET/?rid=1", 2, 1, ""));
        yield return Case("twin GET with empty $rid", RawHub.Publish("$iothub/twin/GET/?$rid=", 2, 1, ""));
        yield return Case("reported without $rid", RawHub.Publish("$iothub/twin/PATCH/properties/reported/", 2, 1, "{}"));
        yield return Case("method reply without $rid", RawHub.Publish("$iothub/methods/res/200/", 2, 1, "{}"));
        yield return Case("method reply without status", RawHub.Publish("$iothub/methods/res/ok/?$rid=1", 2, 1, "{}"));
        yield return Case("payload too large", RawHub.Publish("devices/t1/messages/events/", 2, 1, new string('x', 262_145)));
        yield return Case("payload too large with its properties", RawHub.Publish("devices/t1/messages/events/$.ct=a&b=c", 2, 1, new string('x', 262_138)));
        yield return Case("packet too large", [0x30, 0xFF, 0xFF, 0xFF, 0x7F]);
        yield return Case("Remaining Length of five bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1]);
        yield return Case("SUBSCRIBE with flags 0", RawHub.Packet(0x80, [0, 1, 0, 1, (byte)'a', 0]));
        yield return Case("SUBSCRIBE of nothing", RawHub.Packet(0x82, [0, 1]));
        yield return Case("SUBSCRIBE cut", RawHub.Packet(0x82, [0, 1, 0, 9, (byte)'a']));
        yield return Case("SUBSCRIBE with QoS 3", RawHub.Packet(0x82, [0, 1, 0, 1, (byte)'a', 3]));
        yield return Case("UNSUBSCRIBE of nothing", RawHub.Packet(0xA2, [0, 1]));
        yield return Case("PINGREQ with a body", [0xC0, 1, 0]);
        yield return Case("PUBLISH cut", RawHub.Packet(0x30, [0, 50, (byte)'a']));
        yield return Case("PUBREL", [0x62, 2, 0, 1]);
        yield return Case("CONNACK", [0x20, 2, 0, 0]);
        yield return Case("reserved type 0", [0x00, 0]);
        yield return Case("reserved type 15", [0xF0, 0]);
    }

    [TestCaseSource(nameof(Offences))]
    public async Task ClosesTheConnection(byte[] packet)
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        await hub.SendAsync(RawHub.Connect(_device), Limit);
        Assert.That(await hub.ReceiveAsync(4, Limit), Is.EqualTo(Accepted));
        await hub.SendAsync(packet, Limit);
        Assert.That(await hub.ReceiveToEndAsync(Limit), Is.Empty);
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        Assert.That(_device.Telemetry, Is.Empty);
    }

    [Test]
    public async Task ASecondConnectClosesTheConnection()
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        await hub.SendAsync([.. RawHub.Connect(_device), .. RawHub.Connect(_device)], Limit);
        Assert.That(await hub.ReceiveToEndAsync(Limit), Is.EqualTo(Accepted));
    }

    [TestCase(3, "MQIsdp")]
    [TestCase(3, "MQTT")]
    [TestCase(5, "MQTT")]
    [TestCase(6, "MQTT")]
    [TestCase(0x84, "MQTT")]
    public async Task AnotherProtocolVersionIsRefusedWith1(byte level, string name)
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        await hub.SendAsync(RawHub.Connect(_device, level, name), Limit);
        Assert.That(await hub.ReceiveToEndAsync(Limit), Is.EqualTo(WrongVersion));
    }

    [Test]
    public async Task NoConnectNoAnswer()
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        await hub.SendAsync([0xC0, 0], Limit);
        Assert.That(await hub.ReceiveToEndAsync(Limit), Is.Empty);
    }

    [Test]
    public async Task AConnectInFragmentsAndAPubAckForNothingAreFine()
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        foreach (byte[] piece in RawHub.Connect(_device).Chunk(3))
        {
            await hub.SendAsync(piece, Limit);
        }

        Assert.That(await hub.ReceiveAsync(4, Limit), Is.EqualTo(Accepted));
        await hub.SendAsync([0x40, 2, 0, 0, 0x40, 2, 0x12, 0x34, 0xC0, 0], Limit);
        Assert.That(await hub.ReceiveAsync(2, Limit), Is.EqualTo(new byte[] { 0xD0, 0 }));
    }

    [Test]
    public async Task QoS1IsAcknowledgedWithItsIdAndDupIsSeen()
    {
        await using RawHub hub = await RawHub.OpenAsync(Azure, Limit);
        await hub.SendAsync(RawHub.Connect(_device), Limit);
        await hub.ReceiveAsync(4, Limit);
        await hub.SendAsync(RawHub.Publish("devices/t1/messages/events/", 0x0A, 0xABCD, "x"), Limit);
        Assert.That(await hub.ReceiveAsync(4, Limit), Is.EqualTo(new byte[] { 0x40, 2, 0xAB, 0xCD }));
        TelemetryMessage message = await _device.NextTelemetryAsync(cancellationToken: Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.IsDuplicate, Is.True);
            Assert.That(message.PacketId, Is.EqualTo(0xABCD));
        }
    }

    [Test]
    public async Task SubscriptionsAreGrantedInTheOrderAsked()
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        IReadOnlyList<MqttClientSubscribeResultCode> codes = await client.SubscribeAsync(
            Limit, ("$iothub/methods/POST/#", 0), ("$iothub/twin/res/#", 2), ("$iothub/twin/PATCH/properties/desired/#", 1), ("plant/#", 1));
        Assert.That(codes, Is.EqualTo(new[]
        {
            MqttClientSubscribeResultCode.GrantedQoS0, MqttClientSubscribeResultCode.GrantedQoS1,
            MqttClientSubscribeResultCode.GrantedQoS1, MqttClientSubscribeResultCode.UnspecifiedError,
        }));
    }

    [Test]
    public async Task FiveSubscriptionsAreAllowedAndTheSixthIsNot()
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        string[] five = ["devices/t1/messages/devicebound/#", "$iothub/twin/res/#", "$iothub/twin/PATCH/properties/desired/#", "$iothub/methods/POST/#", "$iothub/credentials/res/#"];
        await client.SubscribeAsync(Limit, [.. five.Select(filter => (filter, 1))]);
        await client.SubscribeAsync(Limit, [.. five.Select(filter => (filter, 0))]);
        Assert.That(client.IsConnected, Is.True);
        Assert.That(() => client.SubscribeAsync(Limit, ("devices/+/messages/devicebound/#", 1)), Throws.Exception);
        await client.Disconnected.WaitAsync(Limit);
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        Assert.That(_device.LastCloseReason, Is.EqualTo("too many subscriptions"));
    }

    private static TestCaseData Case(string name, byte[] packet) => new TestCaseData(packet).SetArgDisplayNames(name);
}
