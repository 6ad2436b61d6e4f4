using System;
using System.Collections.Generic;
using System.Text;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>Reads what a client sends and writes what a server sends, MQTT 3.1.1, plainly.</summary>
internal static class ServerPackets
{
    public const int Connect = 1;
    public const int Publish = 3;
    public const int Puback = 4;
    public const int Subscribe = 8;
    public const int Pingreq = 12;
    public const int Disconnect = 14;

    /// <summary>Takes the first packet off what has come.</summary>
    public static ServerPacket? TryRead(List<byte> received)
    {
        int length = 0;
        int header = 1;
        for (int shift = 0; ; shift += 7, header++)
        {
            if (header >= received.Count) return null;
            length |= (received[header] & 127) << shift;
            if ((received[header] & 128) == 0) break;
        }

        header++;
        if (received.Count < header + length) return null;
        byte first = received[0];
        byte[] body = received.GetRange(header, length).ToArray();
        received.RemoveRange(0, header + length);
        return Parse(new ServerPacket { Type = first >> 4, Flags = first & 15 }, body);
    }

    public static byte[] Connack(int returnCode, bool sessionPresent = false) => [0x20, 2, (byte)(sessionPresent ? 1 : 0), (byte)returnCode];

    public static byte[] PubackOf(int packetId) => [0x40, 2, (byte)(packetId >> 8), (byte)packetId];

    public static byte[] Pingresp() => [0xD0, 0];

    public static byte[] Suback(int packetId, byte[] codes) => Frame(0x90, [(byte)(packetId >> 8), (byte)packetId, .. codes]);

    public static byte[] PublishOf(string topic, string payload, int qos = 0, int packetId = 0, bool dup = false)
        => PublishOf(topic, Encoding.UTF8.GetBytes(payload), qos, packetId, dup);

    public static byte[] PublishOf(string topic, byte[] payload, int qos, int packetId, bool dup)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        byte[] id = qos == 0 ? [] : [(byte)(packetId >> 8), (byte)packetId];
        return Frame(0x30 | (qos << 1) | (dup ? 8 : 0), [(byte)(name.Length >> 8), (byte)name.Length, .. name, .. id, .. payload]);
    }

    private static byte[] Frame(int first, byte[] body)
    {
        var packet = new List<byte> { (byte)first };
        int length = body.Length;
        do
        {
            int digit = length & 127;
            length >>= 7;
            packet.Add((byte)(length > 0 ? digit | 128 : digit));
        }
        while (length > 0);
        packet.AddRange(body);
        return [.. packet];
    }

    private static ServerPacket Parse(ServerPacket packet, byte[] body)
    {
        int at = 0;
        switch (packet.Type)
        {
            case Connect:
                ParseConnect(packet, body);
                break;
            case Publish:
                packet.Topic = Text(body, ref at);
                if (packet.QoS > 0) packet.PacketId = Number(body, ref at);
                packet.Payload = body[at..];
                break;
            case Subscribe:
                if (packet.Flags != 2) throw new InvalidOperationException("SUBSCRIBE has wrong flags.");
                packet.PacketId = Number(body, ref at);
                while (at < body.Length) packet.Filters.Add((Text(body, ref at), body[at++]));
                break;
            case Puback:
                packet.PacketId = Number(body, ref at);
                break;
            case Pingreq or Disconnect when body.Length != 0:
                throw new InvalidOperationException("A packet without a body has one.");
        }

        return packet;
    }

    private static void ParseConnect(ServerPacket packet, byte[] body)
    {
        int at = 0;
        if (Text(body, ref at) != "MQTT" || body[at++] != 4) throw new InvalidOperationException("CONNECT is not MQTT 3.1.1.");
        int flags = body[at++];
        packet.CleanSession = (flags & 2) != 0;
        packet.KeepAliveSeconds = Number(body, ref at);
        packet.ClientId = Text(body, ref at);
        if ((flags & 4) != 0) throw new InvalidOperationException("No will is expected.");
        if ((flags & 128) != 0) packet.UserName = Text(body, ref at);
        if ((flags & 64) != 0) packet.Password = Text(body, ref at);
        if (at != body.Length) throw new InvalidOperationException("CONNECT has bytes behind its end.");
    }

    private static int Number(byte[] body, ref int at)
    {
        int value = (body[at] << 8) | body[at + 1];
        at += 2;
        return value;
    }

    private static string Text(byte[] body, ref int at)
    {
        int count = Number(body, ref at);
        string text = Encoding.UTF8.GetString(body, at, count);
        at += count;
        return text;
    }
}
