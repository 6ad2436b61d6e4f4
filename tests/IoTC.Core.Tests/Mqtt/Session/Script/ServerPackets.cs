using System;
using System.Collections.Generic;
using System.Text;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Writes what a server sends, without the product's codec.</summary>
/// <remarks>Texts: <c>CONNACK</c>, <c>CONNACK sp</c>, <c>CONNACK rc=5</c>, <c>PUBLISH topic payload q1 #5 dup retain</c>, <c>PUBREL #5</c>, <c>SUBACK #1 0 1 128</c>, <c>PINGRESP</c>.</remarks>
internal static class ServerPackets
{
    public static byte[] Encode(string text)
    {
        string[] words = text.Split(' ');
        string[] rest = words[1..];
        return words[0] switch
        {
            "CONNACK" => Packet(0x20, [(byte)(Array.IndexOf(rest, "sp") >= 0 ? 1 : 0), (byte)Number(rest, "rc=")]),
            "PUBLISH" => Publish(rest),
            "PUBACK" => Packet(0x40, Id(rest)),
            "PUBREC" => Packet(0x50, Id(rest)),
            "PUBREL" => Packet(0x62, Id(rest)),
            "PUBCOMP" => Packet(0x70, Id(rest)),
            "SUBACK" => Packet(0x90, [.. Id(rest), .. Array.ConvertAll(rest[1..], byte.Parse)]),
            "UNSUBACK" => Packet(0xB0, Id(rest)),
            "PINGRESP" => Packet(0xD0, []),
            "RAW" => Convert.FromHexString(string.Concat(rest)),
            _ => throw new ArgumentException(text),
        };
    }

    public static byte[] Publish(string topic, byte[] payload, int qos, int packetId)
    {
        byte[] name = Encoding.UTF8.GetBytes(topic);
        byte[] id = qos == 0 ? [] : [(byte)(packetId >> 8), (byte)packetId];
        return Packet((byte)(0x30 | (qos << 1)), [(byte)(name.Length >> 8), (byte)name.Length, .. name, .. id, .. payload]);
    }

    public static byte[] Packet(byte first, byte[] body)
    {
        var bytes = new List<byte> { first };
        int length = body.Length;
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        bytes.AddRange(body);
        return bytes.ToArray();
    }

    private static byte[] Publish(string[] words)
    {
        bool hasPayload = words.Length > 1 && words[1] is not ("q0" or "q1" or "q2");
        int qos = Number(words, "q");
        byte[] packet = Publish(words[0], hasPayload ? Encoding.UTF8.GetBytes(words[1]) : [], qos, Number(words, "#"));
        if (Array.IndexOf(words, "dup") > 0) packet[0] |= 8;
        if (Array.IndexOf(words, "retain") > 0) packet[0] |= 1;
        return packet;
    }

    private static byte[] Id(string[] words)
    {
        int id = Number(words, "#");
        return [(byte)(id >> 8), (byte)id];
    }

    private static int Number(string[] words, string prefix)
    {
        for (int i = words.Length - 1; i >= 0; i--)
        {
            if (words[i].StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(words[i][prefix.Length..], out int number)) return number;
        }

        return 0;
    }
}
