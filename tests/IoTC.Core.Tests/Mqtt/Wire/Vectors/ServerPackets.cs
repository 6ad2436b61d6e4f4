using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Mqtt.Wire;

namespace IoTC.Core.Tests.Mqtt.Wire.Vectors;

/// <summary>Valid packets of a server, written byte by byte from the tables of MQTT 3.1.1 §3.</summary>
public static class ServerPackets
{
    private static readonly byte[] Byte200 = Enumerable.Repeat((byte)0xAB, 200).ToArray();

    public static IEnumerable<ServerPacket> All =>
    [
        new("CONNACK accepted", [0x20, 0x02, 0x00, 0x00], PacketType.Connack),
        new("CONNACK accepted, session present", [0x20, 0x02, 0x01, 0x00], PacketType.Connack) { SessionPresent = true },
        new("CONNACK 1", [0x20, 0x02, 0x00, 0x01], PacketType.Connack) { ReturnCode = ConnectReturnCode.UnacceptableProtocolVersion },
        new("CONNACK 2", [0x20, 0x02, 0x00, 0x02], PacketType.Connack) { ReturnCode = ConnectReturnCode.IdentifierRejected },
        new("CONNACK 3", [0x20, 0x02, 0x00, 0x03], PacketType.Connack) { ReturnCode = ConnectReturnCode.ServerUnavailable },
        new("CONNACK 4", [0x20, 0x02, 0x00, 0x04], PacketType.Connack) { ReturnCode = ConnectReturnCode.BadUserNameOrPassword },
        new("CONNACK 5", [0x20, 0x02, 0x00, 0x05], PacketType.Connack) { ReturnCode = ConnectReturnCode.NotAuthorized },

        new("PUBLISH QoS 0", [0x30, 0x07, 0x00, 0x03, .. "a/b"u8, .. "hi"u8], PacketType.Publish) { Topic = [.. "a/b"u8], Payload = [.. "hi"u8] },
        new("PUBLISH QoS 0, no payload", [0x30, 0x03, 0x00, 0x01, .. "a"u8], PacketType.Publish) { Topic = [.. "a"u8] },
        new("PUBLISH QoS 0, retained", [0x31, 0x04, 0x00, 0x01, .. "a"u8, 0x00], PacketType.Publish)
        {
            Flags = 1, Retain = true, Topic = [.. "a"u8], Payload = [0x00],
        },
        new("PUBLISH QoS 1", [0x32, 0x09, 0x00, 0x03, .. "a/b"u8, 0x12, 0x34, .. "hi"u8], PacketType.Publish)
        {
            Flags = 2, QoS = 1, PacketId = 0x1234, Topic = [.. "a/b"u8], Payload = [.. "hi"u8],
        },
        new("PUBLISH QoS 1, no payload, largest id", [0x32, 0x05, 0x00, 0x01, .. "/"u8, 0xFF, 0xFF], PacketType.Publish)
        {
            Flags = 2, QoS = 1, PacketId = 65535, Topic = [.. "/"u8],
        },
        new("PUBLISH QoS 1, DUP", [0x3A, 0x06, 0x00, 0x01, .. "t"u8, 0x00, 0x01, 0xFF], PacketType.Publish)
        {
            Flags = 10, QoS = 1, Dup = true, PacketId = 1, Topic = [.. "t"u8], Payload = [0xFF],
        },
        new("PUBLISH QoS 2", [0x34, 0x05, 0x00, 0x01, .. "t"u8, 0x01, 0x00], PacketType.Publish)
        {
            Flags = 4, QoS = 2, PacketId = 256, Topic = [.. "t"u8],
        },
        new("PUBLISH QoS 2, DUP, retained", [0x3D, 0x05, 0x00, 0x01, .. "t"u8, 0x00, 0x09], PacketType.Publish)
        {
            Flags = 13, QoS = 2, Dup = true, Retain = true, PacketId = 9, Topic = [.. "t"u8],
        },
        new("PUBLISH two-byte Remaining Length", [0x30, 0xCB, 0x01, 0x00, 0x01, .. "t"u8, .. Byte200], PacketType.Publish)
        {
            Topic = [.. "t"u8], Payload = Byte200,
        },
        new("PUBLISH Remaining Length longer than it need be", [0x30, 0x84, 0x80, 0x80, 0x00, 0x00, 0x01, .. "t"u8, 0x2A], PacketType.Publish)
        {
            Topic = [.. "t"u8], Payload = [0x2A],
        },
        new("PUBLISH topic of 1 to 4 byte characters", [0x30, 0x0C, 0x00, 0x0A, .. "aä€😀"u8], PacketType.Publish) { Topic = [.. "aä€😀"u8] },
        new("PUBLISH topic with edges of UTF-8",
            [0x30, 0x16, 0x00, 0x14, 0x01, 0x7F, 0xC2, 0x80, 0xDF, 0xBF, 0xE0, 0xA0, 0x80, 0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80, 0xF4, 0x8F, 0xBF, 0xBF, 0x2F],
            PacketType.Publish)
        {
            Topic = [0x01, 0x7F, 0xC2, 0x80, 0xDF, 0xBF, 0xE0, 0xA0, 0x80, 0xED, 0x9F, 0xBF, 0xEE, 0x80, 0x80, 0xF4, 0x8F, 0xBF, 0xBF, 0x2F],
        },
        new("PUBLISH topic begins with U+FEFF", [0x30, 0x06, 0x00, 0x04, 0xEF, 0xBB, 0xBF, .. "a"u8], PacketType.Publish)
        {
            Topic = [0xEF, 0xBB, 0xBF, .. "a"u8],
        },
        new("PUBLISH twin response of a hub", [0x30, 0x20, 0x00, 0x1C, .. "$iothub/twin/res/204/?$rid=1"u8, .. "{}"u8], PacketType.Publish)
        {
            Topic = [.. "$iothub/twin/res/204/?$rid=1"u8], Payload = [.. "{}"u8],
        },

        new("PUBACK", [0x40, 0x02, 0x00, 0x01], PacketType.Puback) { PacketId = 1 },
        new("PUBACK, Remaining Length in two bytes", [0x40, 0x82, 0x00, 0xFF, 0xFF], PacketType.Puback) { PacketId = 65535 },
        new("PUBREC", [0x50, 0x02, 0x01, 0x02], PacketType.Pubrec) { PacketId = 0x0102 },
        new("PUBREL", [0x62, 0x02, 0xFF, 0x00], PacketType.Pubrel) { Flags = 2, PacketId = 0xFF00 },
        new("PUBCOMP", [0x70, 0x02, 0x00, 0xFF], PacketType.Pubcomp) { PacketId = 0x00FF },
        new("SUBACK one code", [0x90, 0x03, 0x00, 0x0A, 0x01], PacketType.Suback) { PacketId = 10, ReturnCodes = [1] },
        new("SUBACK all codes", [0x90, 0x06, 0x00, 0x0A, 0x02, 0x80, 0x00, 0x01], PacketType.Suback) { PacketId = 10, ReturnCodes = [2, 0x80, 0, 1] },
        new("UNSUBACK", [0xB0, 0x02, 0x00, 0x0B], PacketType.Unsuback) { PacketId = 11 },
        new("PINGRESP", [0xD0, 0x00], PacketType.Pingresp),
    ];
}
