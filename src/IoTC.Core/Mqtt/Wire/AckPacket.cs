using System;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes PUBACK, PUBREC, PUBREL and PUBCOMP: a Packet Identifier and nothing else. MQTT 3.1.1 §3.4–§3.7.</summary>
public static class AckPacket
{
    /// <summary>Number of bytes of each of them.</summary>
    public const int Length = 4;

    /// <summary>Writes one acknowledgment.</summary>
    /// <param name="buffer">Has room for <see cref="Length"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="type"><c>Puback</c>, <c>Pubrec</c>, <c>Pubrel</c> or <c>Pubcomp</c>.</param>
    /// <param name="packetId">The Packet Identifier of the PUBLISH, 1–65535.</param>
    /// <returns><see cref="Length"/>.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset, PacketType type, int packetId)
    {
        Require.Room(buffer, offset, Length);
        Require.PacketId(packetId);
        if (type < PacketType.Puback || type > PacketType.Pubcomp) ThrowType();

        // [MQTT-2.2.2-1] [MQTT-3.6.1-1] PUBREL alone carries the flags 0010
        int flags = type == PacketType.Pubrel ? 2 : 0;
        Bytes.WriteUInt16(buffer, offset + 2, packetId);
        buffer[offset + 1] = 2;
        buffer[offset] = (byte)(((int)type << 4) | flags);
        return Length;
    }

    private static void ThrowType()
        => throw new ArgumentException("only PUBACK, PUBREC, PUBREL and PUBCOMP are acknowledgments that a client sends", "type");
}
