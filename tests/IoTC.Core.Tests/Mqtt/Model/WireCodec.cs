using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Reads what a client sends and writes what a server sends; shares nothing with the codec under test. MQTT 3.1.1 §2 and §3.</summary>
internal static class WireCodec
{
    public const string ClientTopic = "c/";
    public const string BrokerTopic = "b/";

    /// <summary>Byte <paramref name="index"/> of the payload of a message.</summary>
    public static byte PayloadByte(int number, int index) => (byte)((number * 31) + (index * 7) + 1);

    public static byte[] Payload(int number, int size)
    {
        var payload = new byte[size];
        for (int i = 0; i < size; i++) payload[i] = PayloadByte(number, i);
        return payload;
    }

    public static byte[] Topic(string prefix, int number) => Encoding.ASCII.GetBytes(prefix + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads the packet at the start of a list.</summary>
    /// <returns>Its length, or 0 while it is not whole.</returns>
    public static int TryRead(List<byte> bytes, int start, out WirePacket? packet)
    {
        packet = null;
        int position = start + 1;
        int remaining = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (position >= bytes.Count) return 0;
            int digit = bytes[position++];
            remaining |= (digit & 127) << shift;
            if (digit < 128) break;
            ModelFailure.Unless(shift < 21, $"a Remaining Length of five bytes left");
        }

        if (bytes.Count - position < remaining) return 0;
        var body = bytes.GetRange(position, remaining);
        packet = Read(bytes[start], body);
        return position + remaining - start;
    }

    public static byte[] Write(WirePacket packet)
    {
        var body = new List<byte>();
        int flags = 0;
        switch (packet.Kind)
        {
            case WireKind.Connack:
                body.Add((byte)(packet.Flag ? 1 : 0));
                body.Add(0);
                break;
            case WireKind.Publish:
                byte[] topic = Topic(BrokerTopic, packet.Number);
                flags = (packet.Dup ? 8 : 0) | (packet.QoS << 1) | (packet.Retain ? 1 : 0);
                AddUInt16(body, topic.Length);
                body.AddRange(topic);
                if (packet.QoS > 0) AddUInt16(body, packet.Id);
                body.AddRange(Payload(packet.Number, packet.Size));
                break;
            case WireKind.Suback:
                AddUInt16(body, packet.Id);
                for (int i = 0; i < packet.Filters; i++) body.Add((byte)(i % 3));
                break;
            case WireKind.Pingresp:
                break;
            default:
                AddUInt16(body, packet.Id);
                break;
        }

        if (packet.Kind == WireKind.Pubrel) flags = 2;
        var whole = new List<byte> { (byte)(((int)packet.Kind << 4) | flags) };
        int length = body.Count;
        do
        {
            whole.Add((byte)((length & 127) | (length > 127 ? 128 : 0)));
            length >>= 7;
        }
        while (length > 0);
        whole.AddRange(body);
        return [.. whole];
    }

    private static WirePacket Read(byte first, List<byte> body)
    {
        var kind = (WireKind)(first >> 4);
        int flags = first & 15;
        int expected = kind is WireKind.Subscribe or WireKind.Unsubscribe or WireKind.Pubrel ? 2 : 0;
        ModelFailure.Unless(kind == WireKind.Publish || flags == expected, $"{kind} left with flags {flags}");
        switch (kind)
        {
            case WireKind.Connect:
                return new WirePacket(kind, 0) { Flag = (body[7] & 2) != 0 };
            case WireKind.Publish:
                return ReadPublish(flags, body);
            case WireKind.Puback or WireKind.Pubrec or WireKind.Pubrel or WireKind.Pubcomp:
                ModelFailure.Unless(body.Count == 2, $"{kind} left with {body.Count} bytes");
                return new WirePacket(kind, UInt16(body, 0));
            case WireKind.Subscribe or WireKind.Unsubscribe:
                return new WirePacket(kind, UInt16(body, 0)) { Filters = CountFilters(body, kind == WireKind.Subscribe ? 1 : 0) };
            case WireKind.Pingreq or WireKind.Disconnect:
                ModelFailure.Unless(body.Count == 0, $"{kind} left with a body");
                return new WirePacket(kind, 0);
            default:
                throw new ModelFailure($"a client sent {kind}");
        }
    }

    private static WirePacket ReadPublish(int flags, List<byte> body)
    {
        int qos = (flags >> 1) & 3;
        int topicLength = UInt16(body, 0);
        string topic = Encoding.ASCII.GetString([.. body.GetRange(2, topicLength)]);
        ModelFailure.Unless(qos < 3 && topic.StartsWith(ClientTopic, StringComparison.Ordinal), $"PUBLISH of '{topic}' at QoS {qos} left");
        int number = int.Parse(topic.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture);
        int payload = 2 + topicLength + (qos > 0 ? 2 : 0);
        for (int i = payload; i < body.Count; i++)
        {
            ModelFailure.Unless(body[i] == PayloadByte(number, i - payload), $"the payload of #{number} left damaged at {i - payload}");
        }

        return new WirePacket(WireKind.Publish, qos > 0 ? UInt16(body, 2 + topicLength) : 0)
        {
            QoS = qos,
            Dup = (flags & 8) != 0,
            Retain = (flags & 1) != 0,
            Number = number,
            Size = body.Count - payload,
        };
    }

    private static int CountFilters(List<byte> body, int tail)
    {
        int filters = 0;
        int position = 2;
        for (; position < body.Count; filters++) position += 2 + UInt16(body, position) + tail;
        ModelFailure.Unless(position == body.Count && filters > 0, $"a request's filters do not fill it");
        return filters;
    }

    private static int UInt16(List<byte> bytes, int index) => (bytes[index] << 8) | bytes[index + 1];

    private static void AddUInt16(List<byte> bytes, int value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)value);
    }
}
