using System;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>Every malformed packet is refused with its rule, and as early as the standard lets it be known.</summary>
[TestFixture]
public sealed class PacketReaderMalformedTests
{
    // The first bytes that MQTT 3.1.1 lets a server send: Table 2.1, Table 2.2 and §3.3.1.
    private static readonly byte[] AllowedFirstBytes =
    [
        0x20, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x3A, 0x3B, 0x3C, 0x3D, 0x40, 0x50, 0x62, 0x70, 0x90, 0xB0, 0xD0,
    ];

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Types))]
    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Lengths))]
    public void RefusesTypesAndLengths(MalformedPacket malformed) => AssertRefused(malformed);

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Headers))]
    [Conforms("MQTT-2.2.2-2")]
    [Conforms("MQTT-3.3.1-2")]
    [Conforms("MQTT-3.3.1-4")]
    [Conforms("MQTT-3.6.1-1")]
    public void RefusesHeaders(MalformedPacket malformed) => AssertRefused(malformed);

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Fields))]
    [Conforms("MQTT-2.3.1-1")]
    public void RefusesFields(MalformedPacket malformed) => AssertRefused(malformed);

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Codes))]
    [Conforms("MQTT-3.2.2-4")]
    [Conforms("MQTT-3.9.3-2")]
    public void RefusesCodes(MalformedPacket malformed) => AssertRefused(malformed);

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Topics))]
    [Conforms("MQTT-1.5.3-1")]
    [Conforms("MQTT-1.5.3-2")]
    [Conforms("MQTT-3.3.2-2")]
    [Conforms("MQTT-4.7.3-1")]
    [Conforms("MQTT-4.7.3-2")]
    public void RefusesTopics(MalformedPacket malformed) => AssertRefused(malformed);

    [Test]
    [Conforms("MQTT-2.2.2-2")]
    public void JudgesEveryFirstByteAtOnce([Range(0, 255)] int first)
    {
        MqttReadStatus status = PacketReader.TryRead([(byte)first], 0, 1, out MqttPacket packet);

        bool isAllowed = AllowedFirstBytes.Contains((byte)first);
        Assert.That(status, Is.EqualTo(isAllowed ? MqttReadStatus.NeedMore : MqttReadStatus.Malformed));
        Assert.That(packet.Violation == MqttViolation.None, Is.EqualTo(isAllowed));
    }

    [Test]
    [Conforms("MQTT-3.2.2-4")]
    public void JudgesEveryConnack()
    {
        for (int flags = 0; flags < 256; flags++)
        {
            for (int code = 0; code < 256; code++)
            {
                MqttReadStatus status = PacketReader.TryRead([0x20, 0x02, (byte)flags, (byte)code], 0, 4, out _);
                bool isAllowed = flags == 0 ? code <= 5 : flags == 1 && code == 0;
                Assert.That(status, Is.EqualTo(isAllowed ? MqttReadStatus.Done : MqttReadStatus.Malformed), $"{flags:X2} {code:X2}");
            }
        }
    }

    [Test]
    [Conforms("MQTT-3.9.3-2")]
    public void JudgesEverySubackReturnCode([Range(0, 255)] int code)
    {
        MqttReadStatus status = PacketReader.TryRead([0x90, 0x03, 0x00, 0x01, (byte)code], 0, 5, out _);

        bool isAllowed = code is 0 or 1 or 2 or 0x80;
        Assert.That(status, Is.EqualTo(isAllowed ? MqttReadStatus.Done : MqttReadStatus.Malformed));
    }

    [Test]
    public void ThereAreEnoughOfThem()
        => Assert.That(MalformedPackets.All.Select(m => m.Name).Distinct().Count(), Is.GreaterThanOrEqualTo(90).And.EqualTo(MalformedPackets.All.Count()));

    [Test]
    public void EveryViolationThatAPeerCanCommitIsAmongThem()
    {
        MqttViolation[] seen = [.. MalformedPackets.All.Select(m => m.Violation).Distinct()];
        MqttViolation[] argumentsOnly = [.. Enum.GetValues<MqttViolation>().Where(v => v >= MqttViolation.StringTooLong)];

        Assert.That(seen.Concat(argumentsOnly), Is.EquivalentTo(Enum.GetValues<MqttViolation>().Where(v => v != MqttViolation.None)));
    }

    private static void AssertRefused(MalformedPacket malformed)
    {
        for (int count = 0; count <= malformed.Bytes.Length; count++)
        {
            byte[] arrived = malformed.Bytes[..count];
            MqttReadStatus status = PacketReader.TryRead(arrived, 0, count, out MqttPacket packet);

            bool isKnown = count >= malformed.KnownAfter;
            Assert.That(status, Is.EqualTo(isKnown ? MqttReadStatus.Malformed : MqttReadStatus.NeedMore), $"after {count} bytes");
            Assert.That(packet.Violation, Is.EqualTo(isKnown ? malformed.Violation : MqttViolation.None), $"after {count} bytes");
        }
    }
}
