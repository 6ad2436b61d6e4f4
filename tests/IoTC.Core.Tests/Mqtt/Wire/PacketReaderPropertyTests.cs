using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>The reader against <see cref="ReferenceReader"/> on damaged packets. A failure prints its seed and bytes.</summary>
[TestFixture]
[Conforms("MQTT-2.2.2-2")]
[Conforms("MQTT-1.5.3-1")]
public sealed class PacketReaderPropertyTests
{
    private const int Rounds = 10_000;

    private static readonly byte[][] Seeds =
        [.. ServerPackets.All.Select(p => p.Bytes).Concat(MalformedPackets.All.Select(p => p.Bytes)).Where(b => b.Length < 64)];

    [Test]
    public void AgreesWithTheReferenceOnDamagedPackets([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Damage(Seeds[random.Next(Seeds.Length)], random);
            string expected = ReferenceReader.Read(bytes);
            string actual = Read(bytes, bytes.Length);

            // A breach that shows before the packet is whole is refused at once, where the reference still waits.
            bool isSame = actual == expected || (actual == "bad" && expected == "more");
            Assert.That(isSame, $"seed {seed} round {round}: {Convert.ToHexString(bytes)}: expected {expected}, was {actual}");
        }
    }

    [Test]
    public void AnyPrefixWaitsOrRefusesAndNeverChangesItsMind([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Damage(Seeds[random.Next(Seeds.Length)], random);
            string whole = Read(bytes, bytes.Length);
            string verdict = "more";
            for (int count = 0; count <= bytes.Length; count++)
            {
                string next = Read(bytes, count);
                Assert.That(verdict == "more" || next == verdict, $"seed {seed} round {round}: {Convert.ToHexString(bytes)} at {count}");
                verdict = next;
            }

            Assert.That(verdict, Is.EqualTo(whole));
        }
    }

    [Test]
    public void AnEarlyRefusalIsRight([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Damage(Seeds[random.Next(Seeds.Length)], random);
            if (ReferenceReader.Read(bytes) != "more" || Read(bytes, bytes.Length) != "bad") continue;
            foreach (byte[] longer in Completions(bytes, random))
            {
                Assert.That(ReferenceReader.Read(longer), Is.EqualTo("bad").Or.EqualTo("more"), $"seed {seed} round {round}: {Convert.ToHexString(longer)}");
            }
        }
    }

    /// <summary>The packet whole, with whatever else in it: small numbers, so that ids, lengths and codes have a chance to be right.</summary>
    private static IEnumerable<byte[]> Completions(byte[] bytes, Random random)
    {
        PacketReader.TryRead(bytes, 0, bytes.Length, out MqttPacket packet);
        byte[] tail = new byte[packet.TotalLength == 0 ? 80 : Math.Min(packet.TotalLength - bytes.Length, 4096)];
        for (int i = 0; i < 8; i++)
        {
            for (int k = 0; k < tail.Length; k++) tail[k] = (byte)random.Next(1 + i);
            yield return [.. bytes, .. tail];
        }
    }

    private static byte[] Damage(byte[] packet, Random random)
    {
        var bytes = new List<byte>(packet);
        for (int edits = random.Next(4); edits > 0; edits--)
        {
            int place = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[place] = (byte)random.Next(256); break;
                case 1: bytes[place] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.Insert(place, (byte)random.Next(256)); break;
                case 3 when bytes.Count > 1: bytes.RemoveAt(place); break;
                case 4 when bytes.Count > 1: bytes[1] = (byte)(bytes[1] + random.Next(-2, 3)); break;
                default: bytes.Add((byte)random.Next(256)); break;
            }
        }

        return [.. bytes];
    }

    private static string Read(byte[] bytes, int count)
    {
        byte[] arrived = bytes[..count];
        MqttReadStatus status = PacketReader.TryRead(arrived, 0, count, out MqttPacket p);
        Assert.That(p.Violation != MqttViolation.None, Is.EqualTo(status == MqttReadStatus.Malformed));
        if (status != MqttReadStatus.Done) return status == MqttReadStatus.NeedMore ? "more" : "bad";

        string topic = Convert.ToHexString(arrived, p.TopicOffset, p.TopicCount);
        string payload = Convert.ToHexString(arrived, p.PayloadOffset, p.PayloadCount);
        string body = p.Type switch
        {
            PacketType.Connack => $"sp={(p.SessionPresent ? 1 : 0)} code={(int)p.ReturnCode}",
            PacketType.Publish => $"flags={p.Flags} id={p.PacketId} topic={topic} payload={payload}",
            PacketType.Suback => $"id={p.PacketId} codes={payload}",
            PacketType.Pingresp => "",
            _ => $"id={p.PacketId}",
        };
        return $"{p.Type.ToString().ToUpperInvariant()} {p.TotalLength} {body}";
    }
}
