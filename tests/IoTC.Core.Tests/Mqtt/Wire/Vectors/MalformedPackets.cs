using System.Collections.Generic;
using System.Linq;
using IoTC.Mqtt.Wire;

namespace IoTC.Core.Tests.Mqtt.Wire.Vectors;

/// <summary>Everything that MQTT 3.1.1 lets no server send, one breach a row.</summary>
public static class MalformedPackets
{
    public static IEnumerable<MalformedPacket> All => Types.Concat(Headers).Concat(Lengths).Concat(Fields).Concat(Codes).Concat(Topics);

    public static IEnumerable<MalformedPacket> Types =>
    [
        new("type 0", MqttViolation.ReservedPacketType, 1, [0x00, 0x00]),
        new("type 15", MqttViolation.ReservedPacketType, 1, [0xF0, 0x00]),
        new("type 15 with flags", MqttViolation.ReservedPacketType, 1, [0xFF, 0xFF]),
        new("CONNECT from a server", MqttViolation.NotSentByServer, 1,
            [0x10, 0x0D, 0x00, 0x04, .. "MQTT"u8, 0x04, 0x02, 0x00, 0x3C, 0x00, 0x01, .. "c"u8]),
        new("SUBSCRIBE from a server", MqttViolation.NotSentByServer, 1, [0x82, 0x06, 0x00, 0x01, 0x00, 0x01, .. "a"u8, 0x00]),
        new("UNSUBSCRIBE from a server", MqttViolation.NotSentByServer, 1, [0xA2, 0x05, 0x00, 0x01, 0x00, 0x01, .. "a"u8]),
        new("PINGREQ from a server", MqttViolation.NotSentByServer, 1, [0xC0, 0x00]),
        new("DISCONNECT from a server", MqttViolation.NotSentByServer, 1, [0xE0, 0x00]),
    ];

    public static IEnumerable<MalformedPacket> Headers =>
    [
        new("PUBLISH QoS 3", MqttViolation.ReservedQoS, 1, [0x36, 0x05, 0x00, 0x01, .. "a"u8, 0x00, 0x01]),
        new("PUBLISH QoS 3, DUP", MqttViolation.ReservedQoS, 1, [0x3E, 0x05, 0x00, 0x01, .. "a"u8, 0x00, 0x01]),
        new("PUBLISH QoS 3, DUP, retained", MqttViolation.ReservedQoS, 1, [0x3F, 0x05, 0x00, 0x01, .. "a"u8, 0x00, 0x01]),
        new("PUBLISH QoS 0, DUP", MqttViolation.DupOnQoS0, 1, [0x38, 0x03, 0x00, 0x01, .. "a"u8]),
        new("PUBLISH QoS 0, DUP, retained", MqttViolation.DupOnQoS0, 1, [0x39, 0x03, 0x00, 0x01, .. "a"u8]),
        new("PUBREL flags 0000", MqttViolation.ReservedFlags, 1, [0x60, 0x02, 0x00, 0x01]),
        new("PUBREL flags 0011", MqttViolation.ReservedFlags, 1, [0x63, 0x02, 0x00, 0x01]),
        new("CONNACK flags 0001", MqttViolation.ReservedFlags, 1, [0x21, 0x02, 0x00, 0x00]),
        new("PUBACK flags 0010", MqttViolation.ReservedFlags, 1, [0x42, 0x02, 0x00, 0x01]),
        new("PINGRESP flags 1000", MqttViolation.ReservedFlags, 1, [0xD8, 0x00]),
        new("Remaining Length of five bytes", MqttViolation.RemainingLengthTooLong, 5, [0x30, 0x80, 0x80, 0x80, 0x80, 0x01]),
        new("Remaining Length all ones", MqttViolation.RemainingLengthTooLong, 5, [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
        new("PUBACK Remaining Length of five bytes", MqttViolation.RemainingLengthTooLong, 5, [0x40, 0x82, 0x80, 0x80, 0x80, 0x00, 0x00, 0x01]),
    ];

    public static IEnumerable<MalformedPacket> Lengths =>
    [
        new("CONNACK of 0", MqttViolation.WrongRemainingLength, 2, [0x20, 0x00]),
        new("CONNACK of 1", MqttViolation.WrongRemainingLength, 2, [0x20, 0x01, 0x00]),
        new("CONNACK with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0x20, 0x03, 0x00, 0x00, 0x00]),
        new("PUBLISH of 0", MqttViolation.WrongRemainingLength, 2, [0x30, 0x00]),
        new("PUBLISH of 1", MqttViolation.WrongRemainingLength, 2, [0x30, 0x01, 0x00]),
        new("PUBLISH QoS 1 without room for an id", MqttViolation.WrongRemainingLength, 2, [0x32, 0x03, 0x00, 0x01, .. "a"u8]),
        new("PUBLISH QoS 2 without room for an id", MqttViolation.WrongRemainingLength, 2, [0x34, 0x02, 0x00, 0x00]),
        new("PUBACK of 0", MqttViolation.WrongRemainingLength, 2, [0x40, 0x00]),
        new("PUBACK of 1", MqttViolation.WrongRemainingLength, 2, [0x40, 0x01, 0x01]),
        new("PUBACK with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0x40, 0x03, 0x00, 0x01, 0x00]),
        new("PUBACK of 268,435,455", MqttViolation.WrongRemainingLength, 5, [0x40, 0xFF, 0xFF, 0xFF, 0x7F]),
        new("PUBREC of 0", MqttViolation.WrongRemainingLength, 2, [0x50, 0x00]),
        new("PUBREC with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0x50, 0x03, 0x00, 0x01, 0x00]),
        new("PUBREL of 1", MqttViolation.WrongRemainingLength, 2, [0x62, 0x01, 0x01]),
        new("PUBREL with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0x62, 0x03, 0x00, 0x01, 0x00]),
        new("PUBCOMP of 0", MqttViolation.WrongRemainingLength, 2, [0x70, 0x00]),
        new("PUBCOMP with trailing bytes", MqttViolation.WrongRemainingLength, 2, [0x70, 0x04, 0x00, 0x01, 0x00, 0x00]),
        new("SUBACK of 0", MqttViolation.WrongRemainingLength, 2, [0x90, 0x00]),
        new("SUBACK of 1", MqttViolation.WrongRemainingLength, 2, [0x90, 0x01, 0x00]),
        new("SUBACK without a code", MqttViolation.NoSubackReturnCodes, 2, [0x90, 0x02, 0x00, 0x01]),
        new("UNSUBACK of 0", MqttViolation.WrongRemainingLength, 2, [0xB0, 0x00]),
        new("UNSUBACK with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0xB0, 0x03, 0x00, 0x01, 0x00]),
        new("PINGRESP with a trailing byte", MqttViolation.WrongRemainingLength, 2, [0xD0, 0x01, 0x00]),
    ];

    public static IEnumerable<MalformedPacket> Fields =>
    [
        new("PUBLISH topic one byte beyond its packet", MqttViolation.FieldBeyondPacket, 4, [0x30, 0x04, 0x00, 0x03, .. "ab"u8]),
        new("PUBLISH topic of 65,535 in a packet of 5", MqttViolation.FieldBeyondPacket, 4, [0x30, 0x05, 0xFF, 0xFF, .. "abc"u8]),
        new("PUBLISH QoS 1 id beyond its packet", MqttViolation.FieldBeyondPacket, 4, [0x32, 0x05, 0x00, 0x02, .. "ab"u8, 0x00]),
        new("PUBLISH QoS 2 topic reaches into the id", MqttViolation.FieldBeyondPacket, 4, [0x34, 0x06, 0x00, 0x04, .. "abcd"u8]),
        new("PUBLISH QoS 1 id 0", MqttViolation.ZeroPacketId, 7, [0x32, 0x07, 0x00, 0x01, .. "a"u8, 0x00, 0x00, .. "hi"u8]),
        new("PUBLISH QoS 2 id 0", MqttViolation.ZeroPacketId, 7, [0x34, 0x05, 0x00, 0x01, .. "a"u8, 0x00, 0x00]),
        new("PUBACK id 0", MqttViolation.ZeroPacketId, 4, [0x40, 0x02, 0x00, 0x00]),
        new("PUBREC id 0", MqttViolation.ZeroPacketId, 4, [0x50, 0x02, 0x00, 0x00]),
        new("PUBREL id 0", MqttViolation.ZeroPacketId, 4, [0x62, 0x02, 0x00, 0x00]),
        new("PUBCOMP id 0", MqttViolation.ZeroPacketId, 4, [0x70, 0x02, 0x00, 0x00]),
        new("SUBACK id 0", MqttViolation.ZeroPacketId, 4, [0x90, 0x04, 0x00, 0x00, 0x01, 0x01]),
        new("UNSUBACK id 0", MqttViolation.ZeroPacketId, 4, [0xB0, 0x02, 0x00, 0x00]),
    ];

    public static IEnumerable<MalformedPacket> Codes =>
    [
        new("CONNACK acknowledge flag bit 1", MqttViolation.ReservedConnackFlags, 3, [0x20, 0x02, 0x02, 0x00]),
        new("CONNACK acknowledge flag bit 7", MqttViolation.ReservedConnackFlags, 3, [0x20, 0x02, 0x81, 0x00]),
        new("CONNACK return code 6", MqttViolation.UnknownConnectReturnCode, 4, [0x20, 0x02, 0x00, 0x06]),
        new("CONNACK return code 255", MqttViolation.UnknownConnectReturnCode, 4, [0x20, 0x02, 0x00, 0xFF]),
        new("CONNACK session present with refusal 1", MqttViolation.SessionPresentWithRefusal, 4, [0x20, 0x02, 0x01, 0x01]),
        new("CONNACK session present with refusal 5", MqttViolation.SessionPresentWithRefusal, 4, [0x20, 0x02, 0x01, 0x05]),
        new("SUBACK code 3", MqttViolation.UnknownSubackReturnCode, 5, [0x90, 0x03, 0x00, 0x01, 0x03]),
        new("SUBACK code 0x7F", MqttViolation.UnknownSubackReturnCode, 6, [0x90, 0x04, 0x00, 0x01, 0x00, 0x7F]),
        new("SUBACK code 0x81", MqttViolation.UnknownSubackReturnCode, 5, [0x90, 0x03, 0x00, 0x01, 0x81]),
        new("SUBACK code 0xFF before a good one", MqttViolation.UnknownSubackReturnCode, 6, [0x90, 0x04, 0x00, 0x01, 0xFF, 0x00]),
    ];

    public static IEnumerable<MalformedPacket> Topics =>
    [
        new("empty topic, QoS 0", MqttViolation.EmptyTopic, 4, [0x30, 0x02, 0x00, 0x00]),
        new("empty topic, QoS 0, payload", MqttViolation.EmptyTopic, 4, [0x30, 0x04, 0x00, 0x00, .. "hi"u8]),
        new("empty topic, QoS 1", MqttViolation.EmptyTopic, 4, [0x32, 0x04, 0x00, 0x00, 0x00, 0x01]),
        Topic("#", MqttViolation.WildcardInTopicName, "#"u8),
        Topic("+", MqttViolation.WildcardInTopicName, "+"u8),
        Topic("a/# at the end", MqttViolation.WildcardInTopicName, "a/#"u8),
        Topic("a/+/b", MqttViolation.WildcardInTopicName, "a/+/b"u8),
        Topic("+ after 40 bytes", MqttViolation.WildcardInTopicName, "0123456789012345678901234567890123456789+"u8),
        Topic("# and a character of 3 bytes", MqttViolation.WildcardInTopicName, "€/#"u8),
        Topic("U+0000 alone", MqttViolation.NullCharacter, [0x00]),
        Topic("U+0000 at the end", MqttViolation.NullCharacter, [.. "ab"u8, 0x00]),
        Topic("U+0000 after 40 bytes", MqttViolation.NullCharacter, [.. "0123456789012345678901234567890123456789"u8, 0x00, .. "tail"u8]),
        Topic("overlong NUL, 2 bytes", MqttViolation.IllFormedUtf8, [0xC0, 0x80]),
        Topic("overlong slash, 2 bytes", MqttViolation.IllFormedUtf8, [0xC0, 0xAF]),
        Topic("overlong, largest of C1", MqttViolation.IllFormedUtf8, [0xC1, 0xBF]),
        Topic("overlong, 3 bytes", MqttViolation.IllFormedUtf8, [0xE0, 0x9F, 0xBF]),
        Topic("overlong, 4 bytes", MqttViolation.IllFormedUtf8, [0xF0, 0x8F, 0xBF, 0xBF]),
        Topic("surrogate D800", MqttViolation.IllFormedUtf8, [0xED, 0xA0, 0x80]),
        Topic("surrogate DFFF", MqttViolation.IllFormedUtf8, [0xED, 0xBF, 0xBF]),
        Topic("surrogate pair as 6 bytes", MqttViolation.IllFormedUtf8, [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        Topic("above U+10FFFF", MqttViolation.IllFormedUtf8, [0xF4, 0x90, 0x80, 0x80]),
        Topic("lead F5", MqttViolation.IllFormedUtf8, [0xF5, 0x80, 0x80, 0x80]),
        Topic("lead FF", MqttViolation.IllFormedUtf8, [0xFF]),
        Topic("continuation alone", MqttViolation.IllFormedUtf8, [0x80]),
        Topic("cut after 1 of 2", MqttViolation.IllFormedUtf8, [.. "a"u8, 0xC3]),
        Topic("cut after 2 of 3", MqttViolation.IllFormedUtf8, [0xE2, 0x82]),
        Topic("cut after 3 of 4", MqttViolation.IllFormedUtf8, [0xF0, 0x9F, 0x98]),
        Topic("lead, then ASCII", MqttViolation.IllFormedUtf8, [0xC3, 0x28]),
        Topic("ill-formed after 40 bytes", MqttViolation.IllFormedUtf8, [.. "0123456789012345678901234567890123456789"u8, 0xFF]),
        Topic("ill-formed before a wildcard", MqttViolation.IllFormedUtf8, [0xFF, .. "/#"u8]),
    ];

    private static MalformedPacket Topic(string name, MqttViolation violation, System.ReadOnlySpan<byte> topic)
    {
        byte[] packet = [0x32, (byte)(topic.Length + 6), 0x00, (byte)topic.Length, .. topic, 0x00, 0x01, .. "ok"u8];
        return new MalformedPacket("topic: " + name, violation, packet.Length, packet);
    }
}
