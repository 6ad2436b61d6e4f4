using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;

namespace IoTC.Fuzz.Targets;

/// <summary>Makes streams of Control Packets that a server could send: valid in themselves, with few identifiers, in any order.</summary>
internal static class MqttStreams
{
    private static readonly byte[][] Golden = [.. ServerPackets.All.Select(p => p.Bytes).Where(b => b.Length < 100)];

    public static byte[] Invent(Random random)
    {
        var stream = new List<byte>();
        for (int packets = random.Next(1, 8); packets > 0; packets--) stream.AddRange(Packet(random));
        return [.. stream];
    }

    /// <summary>PUBLISH with a Remaining Length that is right.</summary>
    public static byte[] Publish(int flags, int packetId, byte[] topic, byte[] payload)
    {
        var body = new List<byte> { (byte)(topic.Length >> 8), (byte)topic.Length };
        body.AddRange(topic);
        if ((flags & 6) != 0) body.AddRange([(byte)(packetId >> 8), (byte)packetId]);
        body.AddRange(payload);
        var packet = new List<byte> { (byte)(0x30 | flags) };
        int length = body.Count;
        while (length > 127)
        {
            packet.Add((byte)(length | 128));
            length >>= 7;
        }

        packet.Add((byte)length);
        packet.AddRange(body);
        return [.. packet];
    }

    private static byte[] Packet(Random random)
    {
        byte id = (byte)random.Next(1, 5);
        return random.Next(9) switch
        {
            0 => Publish(0, 0, [.. "t"u8], new byte[random.Next(300)]),
            1 => Publish(2, id, [.. "a/b"u8], new byte[random.Next(40)]),
            2 => Publish(random.Next(2) == 0 ? 4 : 12, id, [.. "q"u8], new byte[random.Next(40)]),
            3 => [0x40, 2, 0, id],
            4 => [0x50, 2, 0, id],
            5 => [0x62, 2, 0, id],
            6 => [0x70, 2, 0, id],
            7 => [0x90, 3, 0, id, (byte)random.Next(3)],
            _ => Golden[random.Next(Golden.Length)],
        };
    }
}
