using IoTC.Mqtt.Wire;

namespace IoTC.Nano.Tests;

/// <summary>MQTT 3.1.1 packets, byte for byte.</summary>
internal static class CodecTests
{
    public static void Run(Check check)
    {
        Lengths(check, 0, "00");
        Lengths(check, 127, "7F");
        Lengths(check, 128, "8001");
        Lengths(check, 16383, "FF7F");
        Lengths(check, 16384, "808001");
        Lengths(check, 2097151, "FFFF7F");
        Lengths(check, 2097152, "80808001");
        Lengths(check, 268435455, "FFFFFF7F");

        Reads(check, "CONNACK", "20020000", PacketType.Connack, 0);
        Reads(check, "CONNACK, refused", "20020005", PacketType.Connack, 0);
        Reads(check, "PUBLISH QoS 0", "3003000174", PacketType.Publish, 0);
        Reads(check, "PUBLISH QoS 1", "320600017412346F", PacketType.Publish, 0x1234);
        Reads(check, "PUBACK", "40020102", PacketType.Puback, 0x0102);
        Reads(check, "SUBACK", "9003000701", PacketType.Suback, 7);
        Reads(check, "PINGRESP", "D000", PacketType.Pingresp, 0);

        Malformed(check, "CONNACK with a third byte", "2003000000");
        Malformed(check, "PUBLISH QoS 3", "360600017412346F");
        Malformed(check, "PUBLISH to a wildcard", "300300012B");
        Malformed(check, "PUBACK of 0", "40020000");
        Malformed(check, "SUBACK with an unknown code", "9003000103");
        Malformed(check, "reserved packet type", "F000");
        Malformed(check, "Remaining Length of five bytes", "30FFFFFFFF01");
        Malformed(check, "topic that is not UTF-8", "30040002C080");

        check.Test("codec: PUBLISH is written", WritesPublish);
        check.Test("codec: PUBLISH as a re-delivery", SetsDup);
        check.Test("codec: CONNECT is written", WritesConnect);
        check.Test("codec: SUBSCRIBE is written", WritesSubscribe);
        check.Test("codec: PUBACK is written", WritesPuback);
        check.Test("codec: a packet too large is told before it has come", TooLarge);
        check.Test("codec: misuse throws", Misuse);
    }

    private static void Lengths(Check check, int value, string hex) => check.Test("codec: Remaining Length " + value.ToString(), () =>
    {
        var buffer = new byte[6];
        int length = RemainingLength.Write(buffer, 1, value);
        Check.Equal(hex, Hex.Encode(buffer, 1, length));
        Check.Equal(RemainingLength.GetLength(value), length);
        Check.That(RemainingLength.TryRead(buffer, 1, length, out int read, out int readLength) == MqttReadStatus.Done, "it is not read back");
        Check.Equal(value, read);
        Check.Equal(length, readLength);
        if (length > 1) Check.That(RemainingLength.TryRead(buffer, 1, length - 1, out _, out _) == MqttReadStatus.NeedMore, "a part of it is enough");
    });

    // Whole with bytes behind it, and cut at every index.
    private static void Reads(Check check, string name, string hex, PacketType type, int packetId) => check.Test("codec: " + name + " is read", () =>
    {
        byte[] bytes = Hex.Decode("EE" + hex + "EE");
        int length = bytes.Length - 2;
        Check.That(PacketReader.TryRead(bytes, 1, length + 1, out MqttPacket packet) == MqttReadStatus.Done, "it is not read");
        Check.That(packet.Type == type, "it has another type");
        Check.Equal(length, packet.TotalLength);
        Check.Equal(packetId, packet.PacketId);
        for (int i = 0; i < length; i++)
        {
            Check.That(PacketReader.TryRead(bytes, 1, i, out _) == MqttReadStatus.NeedMore, "a part of it is enough");
        }
    });

    private static void Malformed(Check check, string name, string hex) => check.Test("codec: " + name + " is refused", () =>
    {
        byte[] bytes = Hex.Decode(hex);
        Check.That(PacketReader.TryRead(bytes, 0, bytes.Length, out MqttPacket packet) == MqttReadStatus.Malformed, "it is accepted");
        Check.That(packet.Violation != MqttViolation.None, "no reason is given");
    });

    private static void WritesPublish()
    {
        var buffer = new byte[16];
        byte[] payload = Check.Utf8("21.5");
        int length = PublishPacket.Write(buffer, 1, Check.Utf8("t"), payload, 0, payload.Length, 1, 7, PublishFlags.None);
        Check.Equal("32090001740007" + "32312E35", Hex.Encode(buffer, 1, length));
        Check.Equal(PublishPacket.GetLength(1, 4, 1), length);
    }

    private static void SetsDup()
    {
        byte[] buffer = Hex.Decode("3205000174000737");
        PublishPacket.SetDup(buffer, 0);
        Check.Equal("3A05", Hex.Encode(buffer, 0, 2));
    }

    private static void WritesConnect()
    {
        var options = new ConnectOptions { ClientId = Check.Utf8("c"), UserName = Check.Utf8("u"), Password = Check.Utf8("p"), CleanSession = false, KeepAliveSeconds = 120 };
        var buffer = new byte[ConnectPacket.GetLength(options)];
        int length = ConnectPacket.Write(buffer, 0, options);
        Check.Equal("1013" + "00044D51545404" + "C0" + "0078" + "000163" + "000175" + "000170", Hex.Encode(buffer, 0, length));
    }

    private static void WritesSubscribe()
    {
        var filters = new TopicSubscription[] { new TopicSubscription(Check.Utf8("a/#"), 1), new TopicSubscription(Check.Utf8("b"), 0) };
        var buffer = new byte[SubscribePacket.GetLength(filters, 2)];
        int length = SubscribePacket.Write(buffer, 0, 10, filters, 2);
        Check.Equal("820C000A" + "0003612F2301" + "00016200", Hex.Encode(buffer, 0, length));
    }

    private static void WritesPuback()
    {
        var buffer = new byte[4];
        AckPacket.Write(buffer, 0, PacketType.Puback, 0x1234);
        Check.Equal("40021234", Hex.Encode(buffer, 0, 4));
    }

    private static void TooLarge()
    {
        byte[] bytes = Hex.Decode("30FF7F");
        Check.That(PacketReader.TryRead(bytes, 0, bytes.Length, 1024, out _) == MqttReadStatus.TooLarge, "it is accepted");
    }

    private static void Misuse()
    {
        Check.Throws(() => RemainingLength.Write(new byte[8], 0, 268435456));
        Check.Throws(() => RemainingLength.Write(new byte[1], 0, 128));
        Check.Throws(() => PublishPacket.Write(new byte[3], 0, Check.Utf8("t"), new byte[1], 0, 1, 0, 0, PublishFlags.None));
        Check.Throws(() => PacketReader.TryRead(new byte[2], 1, 2, out _));
    }
}
