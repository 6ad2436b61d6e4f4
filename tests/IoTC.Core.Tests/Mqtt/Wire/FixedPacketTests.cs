using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>The packets of a fixed size: acknowledgments, PINGREQ, DISCONNECT.</summary>
[TestFixture]
public sealed class FixedPacketTests
{
    [TestCase(PacketType.Puback, 0x40)]
    [TestCase(PacketType.Pubrec, 0x50)]
    [TestCase(PacketType.Pubrel, 0x62)]
    [TestCase(PacketType.Pubcomp, 0x70)]
    [Conforms("MQTT-2.2.2-1")]
    [Conforms("MQTT-3.6.1-1")]
    public void WritesAnAcknowledgment(PacketType type, int first)
    {
        byte[] buffer = new byte[6];

        Assert.That(AckPacket.Write(buffer, 1, type, 0xABCD), Is.EqualTo(AckPacket.Length));

        Assert.That(buffer, Is.EqualTo((byte[])[0x00, (byte)first, 0x02, 0xAB, 0xCD, 0x00]));
    }

    [Test]
    public void RefusesEveryOtherTypeAsAnAcknowledgment([Values(0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 255)] int type)
        => Assert.That(() => AckPacket.Write(new byte[4], 0, (PacketType)type, 1), Throws.ArgumentException);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(65536)]
    [Conforms("MQTT-2.3.1-1")]
    public void AnAcknowledgmentHasAPacketId(int packetId)
        => Assert.That(() => AckPacket.Write(new byte[4], 0, PacketType.Puback, packetId), Throws.ArgumentException.With.Message.Contains("MQTT-2.3.1-1"));

    [Test]
    [Conforms("MQTT-2.2.2-1")]
    public void WritesPingreq()
    {
        byte[] buffer = [9, 9, 9, 9];

        Assert.That(PingreqPacket.Write(buffer, 1), Is.EqualTo(PingreqPacket.Length));

        Assert.That(buffer, Is.EqualTo(new byte[] { 9, 0xC0, 0x00, 9 }));
    }

    [Test]
    [Conforms("MQTT-3.14.1-1")]
    public void WritesDisconnect()
    {
        byte[] buffer = [9, 9, 9, 9];

        Assert.That(DisconnectPacket.Write(buffer, 1), Is.EqualTo(DisconnectPacket.Length));

        Assert.That(buffer, Is.EqualTo(new byte[] { 9, 0xE0, 0x00, 9 }));
    }

    [Test]
    public void NeedTheirRoom()
    {
        Assert.That(() => AckPacket.Write(new byte[4], 1, PacketType.Puback, 1), Throws.ArgumentException);
        Assert.That(() => PingreqPacket.Write(new byte[2], 1), Throws.ArgumentException);
        Assert.That(() => DisconnectPacket.Write(new byte[2], 1), Throws.ArgumentException);
        Assert.That(() => DisconnectPacket.Write(null!, 0), Throws.ArgumentException);
        Assert.That(() => PingreqPacket.Write(new byte[2], -1), Throws.ArgumentException);
    }
}
