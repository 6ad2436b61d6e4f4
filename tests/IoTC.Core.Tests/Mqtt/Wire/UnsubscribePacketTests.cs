using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

[TestFixture]
public sealed class UnsubscribePacketTests
{
    [Test]
    [Conforms("MQTT-2.2.2-1")]
    [Conforms("MQTT-2.3.1-1")]
    [Conforms("MQTT-3.10.1-1")]
    [Conforms("MQTT-3.10.3-1")]
    public void WritesFlags0010AndTheFiltersPacked()
    {
        // The example of §3.10.3, Figure 3.30.
        byte[][] filters = [[.. "a/b"u8], [.. "c/d"u8], [.. "unused"u8]];
        byte[] buffer = new byte[20];

        int length = UnsubscribePacket.Write(buffer, 1, 10, filters, 2);

        Assert.That(UnsubscribePacket.GetLength(filters, 2), Is.EqualTo(length));
        Assert.That(buffer[..(length + 1)], Is.EqualTo((byte[])[0x00, 0xA2, 0x0C, 0x00, 0x0A, 0x00, 0x03, .. "a/b"u8, 0x00, 0x03, .. "c/d"u8]));
        Assert.That(buffer[(length + 1)..], Is.All.Zero);
    }

    [Test]
    [Conforms("MQTT-3.10.3-2")]
    public void NeedsAFilter()
    {
        Assert.That(() => UnsubscribePacket.GetLength([], 0), Throws.ArgumentException.With.Message.Contains("MQTT-3.10.3-2"));
        Assert.That(() => UnsubscribePacket.Write(new byte[9], 0, 1, [], 0), Throws.ArgumentException);
        Assert.That(UnsubscribePacket.Validate([], 0), Is.EqualTo(MqttViolation.NoTopicFilters));
    }

    [Test]
    [Conforms("MQTT-3.10.3-1")]
    public void FiltersAreWellFormed()
    {
        Assert.That(UnsubscribePacket.Validate([[.. "a"u8], [0xFF]], 2), Is.EqualTo(MqttViolation.IllFormedUtf8));
        Assert.That(UnsubscribePacket.Validate([[.. "a/+"u8]], 1), Is.EqualTo(MqttViolation.None));
    }

    [Test]
    public void MisuseThrows()
    {
        byte[][] filters = [[.. "a"u8]];
        int length = UnsubscribePacket.GetLength(filters, 1);
        Assert.That(() => UnsubscribePacket.Write(new byte[length - 1], 0, 1, filters, 1), Throws.ArgumentException);
        Assert.That(() => UnsubscribePacket.Write(new byte[length], 0, 0, filters, 1), Throws.ArgumentException.With.Message.Contains("MQTT-2.3.1-1"));
        Assert.That(() => UnsubscribePacket.Write(new byte[length], 0, 65536, filters, 1), Throws.ArgumentException);
        Assert.That(() => UnsubscribePacket.GetLength(null!, 0), Throws.ArgumentException);
        Assert.That(() => UnsubscribePacket.GetLength(filters, 2), Throws.ArgumentException);
        Assert.That(() => UnsubscribePacket.GetLength([[]], 1), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-1"));
        Assert.That(() => UnsubscribePacket.GetLength([new byte[65536]], 1), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-3"));
        Assert.That(() => UnsubscribePacket.GetLength([null!], 1), Throws.ArgumentException);
        Assert.That(() => UnsubscribePacket.Validate([null!], 1), Throws.ArgumentException);
    }
}
