using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

[TestFixture]
public sealed class SubscribePacketTests
{
    [Test]
    [Conforms("MQTT-2.2.2-1")]
    [Conforms("MQTT-2.3.1-1")]
    [Conforms("MQTT-3.8.1-1")]
    public void WritesFlags0010AndTheFiltersInOrder()
    {
        // The example of §3.8.3, Figure 3.21: "a/b" at QoS 1 and "c/d" at QoS 2.
        TopicSubscription[] filters = [new([.. "a/b"u8], 1), new([.. "c/d"u8], 2), new([.. "unused"u8], 0)];
        byte[] buffer = new byte[20];

        int length = SubscribePacket.Write(buffer, 1, 10, filters, 2);

        Assert.That(SubscribePacket.GetLength(filters, 2), Is.EqualTo(length));
        Assert.That(buffer[..(length + 1)], Is.EqualTo((byte[])
            [0x00, 0x82, 0x0E, 0x00, 0x0A, 0x00, 0x03, .. "a/b"u8, 0x01, 0x00, 0x03, .. "c/d"u8, 0x02]));
        Assert.That(buffer[(length + 1)..], Is.All.Zero);
    }

    [Test]
    public void NeedsItsRoom()
    {
        TopicSubscription[] filters = [new([.. "a"u8], 0)];
        int length = SubscribePacket.GetLength(filters, 1);

        Assert.That(() => SubscribePacket.Write(new byte[length - 1], 0, 1, filters, 1), Throws.ArgumentException);
        Assert.That(SubscribePacket.Write(new byte[length], 0, 1, filters, 1), Is.EqualTo(length));
    }

    [Test]
    [Conforms("MQTT-3.8.3-3")]
    public void NeedsAFilter()
    {
        Assert.That(() => SubscribePacket.GetLength([], 0), Throws.ArgumentException.With.Message.Contains("MQTT-3.8.3-3"));
        Assert.That(() => SubscribePacket.Write(new byte[9], 0, 1, [], 0), Throws.ArgumentException);
        Assert.That(SubscribePacket.Validate([], 0), Is.EqualTo(MqttViolation.NoTopicFilters));
    }

    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(128)]
    [TestCase(256)]
    [Conforms("MQTT-3-8.3-4")]
    public void TheRequestedQoSIs0To2(int qos)
    {
        TopicSubscription[] filters = [new([.. "a"u8], 0), new([.. "b"u8], qos)];

        Assert.That(() => SubscribePacket.GetLength(filters, 2), Throws.ArgumentException.With.Message.Contains("MQTT-3-8.3-4"));
        Assert.That(() => SubscribePacket.Write(new byte[99], 0, 1, filters, 2), Throws.ArgumentException);
        Assert.That(SubscribePacket.Validate(filters, 2), Is.EqualTo(MqttViolation.InvalidRequestedQoS));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(65536)]
    [Conforms("MQTT-2.3.1-1")]
    public void ThePacketIdIs1To65535(int packetId)
        => Assert.That(() => SubscribePacket.Write(new byte[99], 0, packetId, [new([.. "a"u8], 0)], 1),
            Throws.ArgumentException.With.Message.Contains("MQTT-2.3.1-1"));

    [Test]
    [Conforms("MQTT-4.7.3-1")]
    [Conforms("MQTT-4.7.3-3")]
    public void FiltersHave1To65535Bytes()
    {
        byte[] longest = new byte[65535];
        longest.AsSpan().Fill((byte)'x');

        Assert.That(SubscribePacket.GetLength([new(longest, 0)], 1), Is.EqualTo(1 + 3 + 2 + 2 + 65535 + 1));
        Assert.That(SubscribePacket.Validate([new(longest, 0)], 1), Is.EqualTo(MqttViolation.None));
        Assert.That(() => SubscribePacket.GetLength([new([], 0)], 1), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-1"));
        Assert.That(() => SubscribePacket.GetLength([new([.. longest, 1], 0)], 1), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-3"));
    }

    [Test]
    [Conforms("MQTT-3.8.3-1")]
    public void FiltersAreWellFormed()
    {
        Assert.That(SubscribePacket.Validate([new([.. "a"u8], 0), new([0xC0, 0x80], 0)], 2), Is.EqualTo(MqttViolation.IllFormedUtf8));
        Assert.That(SubscribePacket.Validate([new([.. "a/#"u8], 0), new([.. "+/b"u8], 2)], 2), Is.EqualTo(MqttViolation.None));
        Assert.That(SubscribePacket.Validate([new([.. "a#"u8], 0)], 1), Is.EqualTo(MqttViolation.MisplacedMultiLevelWildcard));
    }

    [Test]
    public void MisuseThrows()
    {
        Assert.That(() => SubscribePacket.GetLength(null!, 0), Throws.ArgumentException);
        Assert.That(() => SubscribePacket.GetLength([new([1], 0)], 2), Throws.ArgumentException);
        Assert.That(() => SubscribePacket.GetLength([new([1], 0)], -1), Throws.ArgumentException);
        Assert.That(() => SubscribePacket.GetLength(new TopicSubscription[1], 1), Throws.ArgumentException);
        Assert.That(() => SubscribePacket.Validate(new TopicSubscription[1], 1), Throws.ArgumentException);
    }
}
