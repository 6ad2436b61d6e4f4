using System;
using System.Collections.Generic;
using System.Text;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Reads what a client sends, as a strict server would; written from the standard, without the product's codec.</summary>
/// <remarks>Texts: <c>CONNECT id clean ka=60 sp</c>, <c>PUBLISH topic payload q1 #5 dup retain</c>, <c>PUBACK #5</c>, <c>SUBSCRIBE #1 a/b:1</c>, <c>PINGREQ</c>.</remarks>
internal static class ClientPackets
{
    private static readonly string[] Names =
    [
        "", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "",
    ];

    /// <summary>Reads every whole packet; what follows the last stays.</summary>
    public static List<string> TakeAll(List<byte> bytes)
    {
        var texts = new List<string>();
        while (TryTake(bytes, out byte first, out byte[] body)) texts.Add(Read(first, body));
        return texts;
    }

    private static bool TryTake(List<byte> bytes, out byte first, out byte[] body)
    {
        first = 0;
        body = [];
        int length = 0;
        int digits = 0;
        while (true)
        {
            if (bytes.Count < 2 + digits) return false;
            if (digits == 4) throw new FormatException("the Remaining Length has more than four bytes");
            byte digit = bytes[1 + digits];
            length |= (digit & 0x7F) << (7 * digits++);
            if (digit < 0x80) break;
        }

        if (bytes.Count < 1 + digits + length) return false;
        first = bytes[0];
        body = bytes.GetRange(1 + digits, length).ToArray();
        bytes.RemoveRange(0, 1 + digits + length);
        return true;
    }

    private static string Read(byte first, byte[] body)
    {
        int type = first >> 4;
        int flags = first & 15;
        var fields = new Fields(body);
        if (type == 3) return ReadPublish(flags, fields);

        // [MQTT-2.2.2-1]
        if (flags != (type is 6 or 8 or 10 ? 2 : 0)) throw new FormatException("reserved flags: " + first.ToString("X2"));
        switch (type)
        {
            case 1: return ReadConnect(fields);
            case 4 or 5 or 6 or 7: return fields.End(Names[type] + " #" + fields.PacketId());
            case 8 or 10: return ReadFilters(Names[type], fields, type == 8);
            case 12 or 14: return fields.End(Names[type]);
            default: throw new FormatException("a client never sends type " + type);
        }
    }

    private static string ReadPublish(int flags, Fields fields)
    {
        int qos = (flags >> 1) & 3;
        if (qos == 3 || (qos == 0 && (flags & 8) != 0)) throw new FormatException("PUBLISH flags " + flags);
        var text = new StringBuilder("PUBLISH ").Append(fields.Text());
        string id = qos == 0 ? "" : " #" + fields.PacketId();
        string payload = fields.Rest();
        if (payload.Length > 0) text.Append(' ').Append(payload);
        text.Append(" q").Append(qos).Append(id);
        if ((flags & 8) != 0) text.Append(" dup");
        if ((flags & 1) != 0) text.Append(" retain");
        return text.ToString();
    }

    private static string ReadConnect(Fields fields)
    {
        if (fields.Text() != "MQTT" || fields.Byte() != 4) throw new FormatException("not MQTT 3.1.1");
        int flags = fields.Byte();
        if ((flags & 1) != 0) throw new FormatException("[MQTT-3.1.2-3] the reserved flag is set");
        int keepAlive = fields.UInt16();
        var text = new StringBuilder("CONNECT ").Append(fields.Text());
        if ((flags & 2) != 0) text.Append(" clean");
        if (keepAlive > 0) text.Append(" ka=").Append(keepAlive);
        if ((flags & 4) != 0) text.Append(" will=").Append(fields.Text()).Append(':').Append(fields.Text());
        if ((flags & 0x80) != 0) text.Append(" user=").Append(fields.Text());
        if ((flags & 0x40) != 0) text.Append(" password=").Append(fields.Text());
        return fields.End(text.ToString());
    }

    private static string ReadFilters(string name, Fields fields, bool hasQoS)
    {
        var text = new StringBuilder(name).Append(" #").Append(fields.PacketId());
        do
        {
            text.Append(' ').Append(fields.Text());
            if (hasQoS) text.Append(':').Append(fields.Byte());
        }
        while (fields.HasMore);
        return text.ToString();
    }

    private sealed class Fields(byte[] body)
    {
        private int _position;

        public bool HasMore => _position < body.Length;

        public int Byte() => HasMore ? body[_position++] : throw new FormatException("a field reaches beyond its packet");

        public int UInt16() => (Byte() << 8) | Byte();

        public int PacketId()
        {
            int id = UInt16();
            return id != 0 ? id : throw new FormatException("[MQTT-2.3.1-1] the Packet Identifier is 0");
        }

        public string Text()
        {
            int length = UInt16();
            if (length > body.Length - _position) throw new FormatException("a string reaches beyond its packet");
            _position += length;
            return Encoding.UTF8.GetString(body, _position - length, length);
        }

        public string Rest()
        {
            string text = Encoding.UTF8.GetString(body, _position, body.Length - _position);
            _position = body.Length;
            return text;
        }

        public string End(string text) => HasMore ? throw new FormatException("bytes follow the packet's last field: " + text) : text;
    }
}
