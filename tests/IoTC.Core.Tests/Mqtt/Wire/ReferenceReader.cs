using System;
using System.IO;
using System.Linq;
using System.Text;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>A second reading of MQTT 3.1.1 for whole packets of a server: slow, plain, written from the standard's tables alone.</summary>
internal static class ReferenceReader
{
    private static readonly string[] Names =
        ["", "", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "", "SUBACK", "", "UNSUBACK", "", "PINGRESP", "", ""];

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Tells what a buffer begins with, as one line; <c>more</c> when it ends too early, <c>bad</c> when it is refused.</summary>
    public static string Read(byte[] bytes)
    {
        try
        {
            return ReadPacket(new MemoryStream(bytes));
        }
        catch (EndOfStreamException)
        {
            return "more";
        }
        catch (Exception e) when (e is InvalidDataException or DecoderFallbackException)
        {
            return "bad";
        }
    }

    private static string ReadPacket(MemoryStream stream)
    {
        int first = Byte(stream);
        string name = Names[first >> 4];
        Demand(name.Length > 0);
        int flags = first & 15;
        Demand(name == "PUBLISH" ? (flags & 6) != 6 && (flags & 14) != 8 : flags == (name == "PUBREL" ? 2 : 0));

        int multiplier = 1;
        int length = 0;
        int digit;
        do
        {
            Demand(multiplier <= 128 * 128 * 128);
            digit = Byte(stream);
            length += (digit & 127) * multiplier;
            multiplier *= 128;
        }
        while (digit >= 128);

        if (length > stream.Length - stream.Position) return "more";
        byte[] body = new byte[length];
        stream.ReadExactly(body);
        try
        {
            return $"{name} {stream.Position} {ReadBody(name, flags, new MemoryStream(body))}";
        }
        catch (EndOfStreamException)
        {
            return "bad";
        }
    }

    private static string ReadBody(string name, int flags, MemoryStream body)
    {
        switch (name)
        {
            case "CONNACK":
                int acknowledge = Byte(body);
                int code = Byte(body);
                Demand(acknowledge <= 1 && code <= 5 && (code == 0 || acknowledge == 0) && body.Position == body.Length);
                return $"sp={acknowledge} code={code}";
            case "PUBLISH":
                byte[] topic = new byte[Word(body)];
                body.ReadExactly(topic);
                string text = Strict.GetString(topic);
                Demand(text.Length > 0 && text.IndexOfAny(['\0', '+', '#']) < 0);
                int id = (flags & 6) == 0 ? 0 : Id(body);
                return $"flags={flags} id={id} topic={Convert.ToHexString(topic)} payload={Rest(body)}";
            case "SUBACK":
                int subscribeId = Id(body);
                string codes = Rest(body);
                Demand(codes.Length > 0 && codes.Chunk(2).All(c => new string(c) is "00" or "01" or "02" or "80"));
                return $"id={subscribeId} codes={codes}";
            case "PINGRESP":
                Demand(body.Length == 0);
                return "";
            default:
                string acknowledged = $"id={Id(body)}";
                Demand(body.Position == body.Length);
                return acknowledged;
        }
    }

    private static int Id(MemoryStream stream)
    {
        int id = Word(stream);
        Demand(id != 0);
        return id;
    }

    private static int Byte(MemoryStream stream) => stream.ReadByte() is >= 0 and var value ? value : throw new EndOfStreamException();

    private static int Word(MemoryStream stream) => (Byte(stream) * 256) + Byte(stream);

    private static string Rest(MemoryStream stream) => Convert.ToHexString(stream.ToArray().AsSpan((int)stream.Position));

    private static void Demand(bool isAllowed)
    {
        if (!isAllowed) throw new InvalidDataException();
    }
}
