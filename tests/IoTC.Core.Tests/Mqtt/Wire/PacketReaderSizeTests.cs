using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>Oversize is known from the header, before a byte of the body has come.</summary>
[TestFixture]
public sealed class PacketReaderSizeTests
{
    [Test]
    public void RefusesOversizeFromTheHeader()
    {
        byte[] header = [0x30, 0xFF, 0xFF, 0xFF, 0x7F];
        for (int count = 0; count < header.Length; count++)
        {
            Assert.That(PacketReader.TryRead(header, 0, count, 4096, out _), Is.EqualTo(MqttReadStatus.NeedMore), $"after {count} bytes");
        }

        MqttReadStatus status = PacketReader.TryRead(header, 0, header.Length, 4096, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.TooLarge));
        Assert.That(packet.TotalLength, Is.EqualTo(5 + 268435455));
        Assert.That(packet.Type, Is.EqualTo(PacketType.Publish));
        Assert.That(packet.Violation, Is.EqualTo(MqttViolation.None));
    }

    [Test]
    public void AcceptsAnySizeWhenNoLimitIsGiven()
    {
        MqttReadStatus status = PacketReader.TryRead([0x30, 0xFF, 0xFF, 0xFF, 0x7F], 0, 5, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.NeedMore));
        Assert.That(packet.TotalLength, Is.EqualTo(MqttLimits.MaxPacketLength));
    }

    [TestCase(128, MqttReadStatus.TooLarge)]
    [TestCase(129, MqttReadStatus.Done)]
    [TestCase(130, MqttReadStatus.Done)]
    public void CountsTheFixedHeader(int maxPacketSize, MqttReadStatus expected)
    {
        byte[] packet = new byte[129];
        byte[] start = [0x30, 0x7F, 0x00, 0x01, (byte)'t'];
        start.CopyTo(packet, 0);

        Assert.That(PacketReader.TryRead(packet, 0, packet.Length, maxPacketSize, out _), Is.EqualTo(expected));
    }

    [TestCase(new byte[] { 0x90, 0x04, 0x00, 0x01, 0x00, 0x00 })]
    [TestCase(new byte[] { 0x40, 0x02, 0x00, 0x01 })]
    [TestCase(new byte[] { 0x20, 0x02, 0x00, 0x00 })]
    public void LimitsEveryType(byte[] packet)
    {
        Assert.That(PacketReader.TryRead(packet, 0, 2, packet.Length - 1, out _), Is.EqualTo(MqttReadStatus.TooLarge));
        Assert.That(PacketReader.TryRead(packet, 0, packet.Length, packet.Length, out _), Is.EqualTo(MqttReadStatus.Done));
    }

    [Test]
    public void CallsAWrongLengthMalformedHoweverLarge()
    {
        MqttReadStatus status = PacketReader.TryRead([0x40, 0xFF, 0xFF, 0xFF, 0x7F], 0, 5, 4096, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Malformed));
        Assert.That(packet.Violation, Is.EqualTo(MqttViolation.WrongRemainingLength));
    }

    [TestCase(127)]
    [TestCase(128)]
    [TestCase(16383)]
    [TestCase(16384)]
    [TestCase(2097151)]
    [TestCase(2097152)]
    public void ReadsEveryLengthOfTheRemainingLength(int remaining)
    {
        byte[] topic = [(byte)'t'];
        byte[] payload = new byte[remaining - 3];
        payload[^1] = 0x5A;
        byte[] buffer = new byte[PublishPacket.GetLength(1, payload.Length, 0)];
        int written = PublishPacket.Write(buffer, 0, topic, payload, 0, payload.Length, 0, 0, PublishFlags.None);

        MqttReadStatus status = PacketReader.TryRead(buffer, 0, written, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        Assert.That(packet.PayloadCount, Is.EqualTo(payload.Length));
        Assert.That(buffer[packet.PayloadOffset + packet.PayloadCount - 1], Is.EqualTo(0x5A));
        Assert.That(PacketReader.TryRead(buffer, 0, written - 1, out _), Is.EqualTo(MqttReadStatus.NeedMore));
    }

    [Test]
    public void ReadsTheLongestTopic()
    {
        byte[] topic = new byte[65535];
        Array.Fill(topic, (byte)'x');
        byte[] buffer = new byte[PublishPacket.GetLength(topic.Length, 1, 2)];
        PublishPacket.Write(buffer, 0, topic, [7], 0, 1, 2, 65535, PublishFlags.None);

        MqttReadStatus status = PacketReader.TryRead(buffer, 0, buffer.Length, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        Assert.That(packet.TopicCount, Is.EqualTo(65535));
        Assert.That(buffer[packet.PayloadOffset], Is.EqualTo(7));
    }
}
