using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

[TestFixture]
public sealed class PublishPacketTests
{
    private static readonly byte[] Topic = [.. "a/b"u8];
    private static readonly byte[] Payload = [.. "hi"u8];

    [Test]
    [Conforms("MQTT-2.3.1-5")]
    [Conforms("MQTT-3.3.1-2")]
    [Conforms("MQTT-4.3.1-1")]
    public void QoS0HasNoPacketIdAndNoDup()
        => Assert.That(Write(0, 0, PublishFlags.None), Is.EqualTo((byte[])[0x30, 0x07, 0x00, 0x03, .. "a/b"u8, .. "hi"u8]));

    [Test]
    [Conforms("MQTT-2.2.2-1")]
    [Conforms("MQTT-2.3.1-1")]
    [Conforms("MQTT-3.3.2-1")]
    public void QoS1HasThePacketIdBehindTheTopic()
        => Assert.That(Write(1, 0x1234, PublishFlags.None), Is.EqualTo((byte[])[0x32, 0x09, 0x00, 0x03, .. "a/b"u8, 0x12, 0x34, .. "hi"u8]));

    [TestCase(0, PublishFlags.Retain, 0x31)]
    [TestCase(1, PublishFlags.Retain, 0x33)]
    [TestCase(1, PublishFlags.Dup, 0x3A)]
    [TestCase(1, PublishFlags.Dup | PublishFlags.Retain, 0x3B)]
    [TestCase(2, PublishFlags.None, 0x34)]
    [TestCase(2, PublishFlags.Retain, 0x35)]
    [TestCase(2, PublishFlags.Dup, 0x3C)]
    [TestCase(2, PublishFlags.Dup | PublishFlags.Retain, 0x3D)]
    public void TheFirstByteCarriesTheFlags(int qos, PublishFlags flags, int expected)
        => Assert.That(Write(qos, qos == 0 ? 0 : 1, flags)[0], Is.EqualTo(expected));

    [Test]
    public void TheTopicMayBePartOfAnArray()
    {
        byte[] topics = [.. "xxa/byy"u8];
        byte[] buffer = new byte[32];

        int length = PublishPacket.Write(buffer, 5, topics, 2, 3, Payload, 1, 1, 1, 9, PublishFlags.None);

        Assert.That(buffer[5..(5 + length)], Is.EqualTo((byte[])[0x32, 0x08, 0x00, 0x03, .. "a/b"u8, 0x00, 0x09, .. "i"u8]));
        Assert.That(buffer[..5], Is.All.Zero);
        Assert.That(buffer[(5 + length)..], Is.All.Zero);
    }

    [TestCase(0, 0)]
    [TestCase(1, 0)]
    [TestCase(2, 120)]
    [TestCase(1, 121)]
    [TestCase(1, 16376)]
    [TestCase(1, 16377)]
    [TestCase(0, 2097146)]
    [TestCase(0, 2097147)]
    public void GetLengthIsWhatIsWritten(int qos, int payloadCount)
    {
        byte[] payload = new byte[payloadCount];
        byte[] buffer = new byte[PublishPacket.GetLength(Topic.Length, payloadCount, qos)];

        int length = PublishPacket.Write(buffer, 0, Topic, payload, 0, payloadCount, qos, qos == 0 ? 0 : 1, PublishFlags.None);

        Assert.That(length, Is.EqualTo(buffer.Length));
        Assert.That(() => PublishPacket.Write(new byte[length - 1], 0, Topic, payload, 0, payloadCount, qos, qos == 0 ? 0 : 1, PublishFlags.None),
            Throws.ArgumentException);
    }

    [Test]
    [Conforms("MQTT-4.7.3-1")]
    [Conforms("MQTT-4.7.3-3")]
    public void TheTopicHas1To65535Bytes()
    {
        Assert.That(PublishPacket.GetLength(1, 0, 0), Is.EqualTo(5));
        Assert.That(PublishPacket.GetLength(65535, 0, 0), Is.EqualTo(65541));
        Assert.That(() => PublishPacket.GetLength(0, 0, 0), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-1"));
        Assert.That(() => PublishPacket.GetLength(65536, 0, 0), Throws.ArgumentException.With.Message.Contains("MQTT-4.7.3-3"));
        Assert.That(() => PublishPacket.Write(new byte[9], 0, [], Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
    }

    [Test]
    public void ThePacketHasAtMost256MiB()
    {
        Assert.That(PublishPacket.GetLength(1, 268435455 - 5, 1), Is.EqualTo(MqttLimits.MaxPacketLength));
        Assert.That(() => PublishPacket.GetLength(1, 268435455 - 4, 1), Throws.ArgumentException);
        Assert.That(() => PublishPacket.GetLength(1, int.MaxValue, 1), Throws.ArgumentException);
        Assert.That(() => PublishPacket.GetLength(1, -1, 1), Throws.ArgumentException);
    }

    [TestCase(-1)]
    [TestCase(3)]
    [Conforms("MQTT-3.3.1-4")]
    public void TheQoSIs0To2(int qos)
        => Assert.That(() => Write(qos, 1, PublishFlags.None), Throws.ArgumentException.With.Message.Contains("MQTT-3.3.1-4"));

    [TestCase(0, 1)]
    [TestCase(0, -1)]
    [TestCase(1, 0)]
    [TestCase(1, 65536)]
    [TestCase(2, -1)]
    [TestCase(2, int.MinValue)]
    [Conforms("MQTT-2.3.1-1")]
    [Conforms("MQTT-2.3.1-5")]
    public void ThePacketIdGoesWithTheQoS(int qos, int packetId)
        => Assert.That(() => Write(qos, packetId, PublishFlags.None), Throws.ArgumentException.With.Message.Contains("MQTT-2.3.1-1"));

    [Test]
    [Conforms("MQTT-3.3.1-2")]
    public void DupNeverGoesWithQoS0()
        => Assert.That(() => Write(0, 0, PublishFlags.Dup), Throws.ArgumentException.With.Message.Contains("MQTT-3.3.1-2"));

    [TestCase(2)]
    [TestCase(4)]
    [TestCase(16)]
    [TestCase(-1)]
    public void OtherFlagsAreRefused(int flags)
        => Assert.That(() => Write(1, 1, (PublishFlags)flags), Throws.ArgumentException);

    [Test]
    public void RangesOutsideTheirArraysAreRefused()
    {
        byte[] buffer = new byte[64];
        Assert.That(() => PublishPacket.Write(buffer, 0, null!, Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 0, Topic, null!, 0, 0, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 0, Topic, Payload, 1, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 0, Topic, Payload, -1, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 0, Topic, 2, 2, Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, 60, Topic, Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(buffer, -1, Topic, Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(() => PublishPacket.Write(null!, 0, Topic, Payload, 0, 2, 0, 0, PublishFlags.None), Throws.ArgumentException);
        Assert.That(buffer, Is.All.Zero, "a refused write leaves the buffer alone");
    }

    [Test]
    [Conforms("MQTT-3.3.1-1")]
    public void SetDupMarksAWrittenPacket()
    {
        byte[] packet = Write(1, 7, PublishFlags.Retain);
        byte[] expected = Write(1, 7, PublishFlags.Retain | PublishFlags.Dup);

        PublishPacket.SetDup(packet, 0);
        PublishPacket.SetDup(packet, 0);

        Assert.That(packet, Is.EqualTo(expected));
    }

    [Test]
    public void SetDupRefusesEverythingElse()
    {
        Assert.That(() => PublishPacket.SetDup(Write(0, 0, PublishFlags.None), 0), Throws.ArgumentException.With.Message.Contains("MQTT-3.3.1-2"));
        Assert.That(() => PublishPacket.SetDup([0x62, 2, 0, 1], 0), Throws.ArgumentException);
        Assert.That(() => PublishPacket.SetDup([0x32], 1), Throws.ArgumentException);
    }

    private static byte[] Write(int qos, int packetId, PublishFlags flags)
    {
        byte[] buffer = new byte[64];
        int length = PublishPacket.Write(buffer, 0, Topic, Payload, 0, Payload.Length, qos, packetId, flags);
        return buffer[..length];
    }
}
