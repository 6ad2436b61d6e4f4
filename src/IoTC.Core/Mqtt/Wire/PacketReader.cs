using System;
using System.Runtime.CompilerServices;

namespace IoTC.Mqtt.Wire;

/// <summary>Reads the Control Packets that a server sends, and refuses everything that MQTT 3.1.1 says to refuse.</summary>
/// <remarks>
/// Nothing is allocated, copied or thrown for what a peer sends. Types, flags, lengths and identifiers are judged as soon as they
/// have arrived; text and return codes when the packet is whole, so that reading byte by byte costs no more than reading at once.
/// </remarks>
public static partial class PacketReader
{
    private const int ServerPacketTypes =
        (1 << (int)PacketType.Connack) | (1 << (int)PacketType.Publish) | (1 << (int)PacketType.Puback)
        | (1 << (int)PacketType.Pubrec) | (1 << (int)PacketType.Pubrel) | (1 << (int)PacketType.Pubcomp)
        | (1 << (int)PacketType.Suback) | (1 << (int)PacketType.Unsuback) | (1 << (int)PacketType.Pingresp);

    /// <summary>Reads the Control Packet at the start of a range, of any size.</summary>
    /// <inheritdoc cref="TryRead(byte[], int, int, int, out MqttPacket)"/>
    public static MqttReadStatus TryRead(byte[] buffer, int offset, int count, out MqttPacket packet)
        => TryRead(buffer, offset, count, MqttLimits.MaxPacketLength, out packet);

    /// <summary>Reads the Control Packet at the start of a range; what follows it is left alone.</summary>
    /// <param name="buffer">Holds what was received.</param>
    /// <param name="offset">Index of the packet's first byte.</param>
    /// <param name="count">Number of bytes received.</param>
    /// <param name="maxPacketSize">The largest packet accepted, in bytes with its fixed header.</param>
    /// <param name="packet">
    /// A view of the packet. <see cref="MqttPacket.TotalLength"/> is set as soon as the header is there, also with <c>NeedMore</c>
    /// and <c>TooLarge</c>; <see cref="MqttPacket.Violation"/> with <c>Malformed</c>, when the rest is not to be relied on.
    /// </param>
    /// <returns><c>Done</c>; <c>NeedMore</c>: call again with more bytes; <c>TooLarge</c> or <c>Malformed</c>: close the connection.</returns>
    /// <exception cref="ArgumentException">The range is not inside the array.</exception>
    public static MqttReadStatus TryRead(byte[] buffer, int offset, int count, int maxPacketSize, out MqttPacket packet)
    {
        Require.Range(buffer, offset, count);
        packet = default;
        packet._buffer = buffer;
        if (count == 0) return MqttReadStatus.NeedMore;

        int first = buffer[offset];
        packet._header = (byte)first;
        MqttViolation violation = CheckFirstByte(first);
        if (violation != MqttViolation.None) return Refuse(ref packet, violation);
        if (count == 1) return MqttReadStatus.NeedMore;

        int remaining = buffer[offset + 1];
        int headerLength = 2;
        if (remaining >= 0x80)
        {
            MqttReadStatus status = RemainingLength.TryRead(buffer, offset + 1, count - 1, out remaining, out int digits);
            if (status == MqttReadStatus.NeedMore) return status;
            if (status == MqttReadStatus.Malformed) return Refuse(ref packet, MqttViolation.RemainingLengthTooLong);
            headerLength = 1 + digits;
        }

        int total = headerLength + remaining;
        packet._totalLength = total;
        violation = CheckRemainingLength(first, remaining);
        if (violation != MqttViolation.None) return Refuse(ref packet, violation);
        if (total > maxPacketSize) return MqttReadStatus.TooLarge;

        int body = offset + headerLength;
        violation = count < total ? CheckIncomplete(buffer, body, count - headerLength, remaining, first)
            : (first >> 4) == (int)PacketType.Publish ? ReadPublish(buffer, body, offset + total, ref packet)
            : ReadOther(buffer, body, offset + total, ref packet);
        if (violation != MqttViolation.None) return Refuse(ref packet, violation);
        return count < total ? MqttReadStatus.NeedMore : MqttReadStatus.Done;
    }

    private static MqttViolation CheckFirstByte(int first)
    {
        int type = first >> 4;
        if (type == (int)PacketType.Publish)
        {
            int qos = first & 6;
            // [MQTT-3.3.1-4] [MQTT-3.3.1-2]
            if (qos == 6) return MqttViolation.ReservedQoS;
            return qos == 0 && (first & 8) != 0 ? MqttViolation.DupOnQoS0 : MqttViolation.None;
        }

        if (type == 0 || type == 15) return MqttViolation.ReservedPacketType;
        if (((ServerPacketTypes >> type) & 1) == 0) return MqttViolation.NotSentByServer;
        // [MQTT-2.2.2-2] [MQTT-3.6.1-1]
        int flags = type == (int)PacketType.Pubrel ? 2 : 0;
        return (first & 0x0F) == flags ? MqttViolation.None : MqttViolation.ReservedFlags;
    }

    private static MqttViolation CheckRemainingLength(int first, int remaining)
    {
        bool isAllowed;
        switch ((PacketType)(first >> 4))
        {
            case PacketType.Publish:
                isAllowed = remaining >= ((first & 6) == 0 ? 2 : 4);
                break;
            case PacketType.Suback:
                if (remaining == 2) return MqttViolation.NoSubackReturnCodes;
                isAllowed = remaining > 2;
                break;
            case PacketType.Pingresp:
                isAllowed = remaining == 0;
                break;
            default:
                isAllowed = remaining == 2;
                break;
        }

        return isAllowed ? MqttViolation.None : MqttViolation.WrongRemainingLength;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MqttReadStatus Refuse(ref MqttPacket packet, MqttViolation violation)
    {
        packet._violation = violation;
        return MqttReadStatus.Malformed;
    }
}
