using System;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>Every golden packet: whole, byte by byte, split at every index, behind and before other bytes.</summary>
[TestFixture]
[Conforms("MQTT-2.2.2-1")]
[Conforms("MQTT-3.3.2-1")]
public sealed class PacketReaderTests
{
    [TestCaseSource(typeof(ServerPackets), nameof(ServerPackets.All))]
    public void ReadsWhole(ServerPacket expected)
    {
        MqttReadStatus status = PacketReader.TryRead(expected.Bytes, 0, expected.Bytes.Length, out MqttPacket packet);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        AssertSame(packet, expected, expected.Bytes);
    }

    [TestCaseSource(typeof(ServerPackets), nameof(ServerPackets.All))]
    public void AsksForMoreUntilTheLastByte(ServerPacket expected)
    {
        for (int count = 0; count < expected.Bytes.Length; count++)
        {
            // An array of exactly that length: a read beyond what has arrived would throw.
            byte[] arrived = expected.Bytes[..count];
            MqttReadStatus status = PacketReader.TryRead(arrived, 0, count, out MqttPacket packet);

            Assert.That(status, Is.EqualTo(MqttReadStatus.NeedMore), $"after {count} bytes");
            Assert.That(packet.Violation, Is.EqualTo(MqttViolation.None));
            Assert.That(packet.TotalLength, Is.EqualTo(0).Or.EqualTo(expected.Bytes.Length));
        }
    }

    [TestCaseSource(typeof(ServerPackets), nameof(ServerPackets.All))]
    public void ReadsAtEveryOffsetWithOtherBytesAround(ServerPacket expected)
    {
        for (int offset = 0; offset < 40; offset += 13)
        {
            byte[] buffer = new byte[offset + expected.Bytes.Length + 7];
            Array.Fill(buffer, (byte)0xFF);
            expected.Bytes.CopyTo(buffer, offset);

            MqttReadStatus status = PacketReader.TryRead(buffer, offset, buffer.Length - offset, out MqttPacket packet);

            Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
            AssertSame(packet, expected, buffer);
        }
    }

    [TestCaseSource(typeof(ServerPackets), nameof(ServerPackets.All))]
    public void ReadsOnePacketBehindAnother(ServerPacket expected)
    {
        byte[] buffer = [.. expected.Bytes, .. expected.Bytes];
        PacketReader.TryRead(buffer, 0, buffer.Length, out MqttPacket first);
        for (int arrived = first.TotalLength; arrived < buffer.Length; arrived++)
        {
            MqttReadStatus early = PacketReader.TryRead(buffer, first.TotalLength, arrived - first.TotalLength, out _);
            Assert.That(early, Is.EqualTo(MqttReadStatus.NeedMore));
        }

        MqttReadStatus status = PacketReader.TryRead(buffer, first.TotalLength, buffer.Length - first.TotalLength, out MqttPacket second);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        AssertSame(second, expected, buffer);
    }

    [Test]
    [Conforms("MQTT-1.5.3-3")]
    public void KeepsTheZeroWidthNoBreakSpace()
    {
        byte[] bytes = [0x30, 0x06, 0x00, 0x04, 0xEF, 0xBB, 0xBF, .. "a"u8];

        PacketReader.TryRead(bytes, 0, bytes.Length, out MqttPacket packet);

        Assert.That(packet.Buffer[packet.TopicOffset..(packet.TopicOffset + packet.TopicCount)], Is.EqualTo(new byte[] { 0xEF, 0xBB, 0xBF, 0x61 }));
    }

    [Test]
    [Conforms("MQTT-3.9.3-1")]
    public void GivesReturnCodesInTheirOrder()
    {
        byte[] bytes = [0x90, 0x06, 0x00, 0x01, 0x80, 0x02, 0x01, 0x00];

        PacketReader.TryRead(bytes, 0, bytes.Length, out MqttPacket packet);

        int end = packet.ReturnCodesOffset + packet.ReturnCodesCount;
        Assert.That(packet.Buffer[packet.ReturnCodesOffset..end], Is.EqualTo(new byte[] { SubackReturnCode.Failure, 2, 1, 0 }));
    }

    [Test]
    public void RefusesARangeOutsideTheArray(
        [Values(-1, 3)] int offset, [Values(-1, 2, int.MaxValue)] int count)
    {
        byte[] bytes = [0x20, 0x02, 0x00, 0x00];

        Assert.That(() => PacketReader.TryRead(bytes, offset, count, out _), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => PacketReader.TryRead(null!, 0, 0, out _), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void ADefaultPacketIsEmpty()
    {
        MqttPacket packet = default;

        Assert.That(packet.Buffer, Is.Empty);
        Assert.That(packet.TotalLength, Is.Zero);
        Assert.That(packet.Violation, Is.EqualTo(MqttViolation.None));
    }

    private static void AssertSame(MqttPacket packet, ServerPacket expected, byte[] buffer)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(packet.Buffer, Is.SameAs(buffer));
            Assert.That(packet.TotalLength, Is.EqualTo(expected.Bytes.Length));
            Assert.That(packet.Type, Is.EqualTo(expected.Type));
            Assert.That(packet.Flags, Is.EqualTo(expected.Flags));
            Assert.That(packet.QoS, Is.EqualTo(expected.QoS));
            Assert.That(packet.Dup, Is.EqualTo(expected.Dup));
            Assert.That(packet.Retain, Is.EqualTo(expected.Retain));
            Assert.That(packet.PacketId, Is.EqualTo(expected.PacketId));
            Assert.That(packet.SessionPresent, Is.EqualTo(expected.SessionPresent));
            Assert.That(packet.ReturnCode, Is.EqualTo(expected.ReturnCode));
            Assert.That(packet.Violation, Is.EqualTo(MqttViolation.None));
            Assert.That(Slice(buffer, packet.TopicOffset, packet.TopicCount), Is.EqualTo(expected.Topic));
            Assert.That(Slice(buffer, packet.ReturnCodesOffset, packet.ReturnCodesCount), Is.EqualTo(expected.ReturnCodes));
            byte[] payload = expected.Type == PacketType.Suback ? expected.ReturnCodes : expected.Payload;
            Assert.That(Slice(buffer, packet.PayloadOffset, packet.PayloadCount), Is.EqualTo(payload));
        }
    }

    private static byte[] Slice(byte[] buffer, int offset, int count) => buffer[offset..(offset + count)];
}
