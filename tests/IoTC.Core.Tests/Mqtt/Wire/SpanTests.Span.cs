using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>The spans give and take the same bytes as the arrays.</summary>
[TestFixture]
public sealed class SpanTests
{
    [TestCase(0, 0, 0)]
    [TestCase(1, 1, 16)]
    [TestCase(2, 65535, 300)]
    public void WritesWhatTheArraysWrite(int qos, int packetId, int payloadCount)
    {
        byte[] topic = [.. "devices/d/messages/events/"u8];
        byte[] payload = new byte[payloadCount];
        new Random(1).NextBytes(payload);
        byte[] expected = new byte[PublishPacket.GetLength(topic.Length, payloadCount, qos)];
        byte[] actual = new byte[expected.Length];

        PublishPacket.Write(expected, 0, topic, payload, 0, payloadCount, qos, packetId, PublishFlags.Retain);
        int length = PublishPacket.Write(actual, 0, topic.AsSpan(), payload.AsSpan(), qos, packetId, PublishFlags.Retain);

        Assert.That(length, Is.EqualTo(expected.Length));
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void RefusesWhatTheArraysRefuse()
    {
        byte[] buffer = new byte[8];
        Assert.That(() => PublishPacket.Write(buffer, 0, "abc"u8, "d"u8, 0, 1, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 0, ""u8, "d"u8, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 1, "abc"u8, "d"u8, 0, 0, PublishFlags.None), Throws.ArgumentException);
    }

    [Test]
    public void ViewsTopicAndPayload()
    {
        byte[] bytes = [0x32, 0x09, 0x00, 0x03, .. "a/b"u8, 0x12, 0x34, .. "hi"u8];

        PacketReader.TryRead(bytes, 0, bytes.Length, out MqttPacket packet);

        Assert.That(packet.Topic.SequenceEqual("a/b"u8));
        Assert.That(packet.Payload.SequenceEqual("hi"u8));
        Assert.That(default(MqttPacket).Topic.IsEmpty);
        Assert.That(default(MqttPacket).Payload.IsEmpty);
    }
}
