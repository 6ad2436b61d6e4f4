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
    /// <summary>For each packet type, which of the sixteen flag nibbles a server may send: Table 2.1 and Table 2.2, §3.3.1 for PUBLISH.</summary>
    private static readonly ushort[] AllowedFlags =
    {
        0, 0, 1 << 0, PublishFlagNibbles, 1 << 0, 1 << 0, 1 << 2, 1 << 0,
        0, 1 << 0, 0, 1 << 0, 0, 1 << 0, 0, 0,
    };

    // [MQTT-3.3.1-2] [MQTT-3.3.1-4] QoS 0 without DUP; QoS 1 and 2 with and without; each with and without RETAIN
    private const ushort PublishFlagNibbles = 0x3C3F;

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
        if (((AllowedFlags[first >> 4] >> (first & 0x0F)) & 1) == 0) return Refuse(ref packet, ExplainFirstByte(first));

        // RemainingLength.TryRead does the same; here it is on every packet's path.
        int position = offset + 1;
        int arrived = offset + count;
        int remaining = 0;
        int shift = 0;
        int digit;
        do
        {
            if (position == arrived) return MqttReadStatus.NeedMore;
            digit = buffer[position++];
            remaining |= (digit & 0x7F) << shift;
            shift += 7;
        }
        while (digit >= 0x80 && shift < 28);

        if (digit >= 0x80) return Refuse(ref packet, MqttViolation.RemainingLengthTooLong);
        packet._totalLength = position - offset + remaining;
        return (first >> 4) == (int)PacketType.Publish
            ? ReadPublish(buffer, position, arrived - position, remaining, maxPacketSize, ref packet)
            : ReadOther(buffer, position, arrived - position, remaining, maxPacketSize, ref packet);
    }

    private static MqttViolation ExplainFirstByte(int first)
    {
        switch ((PacketType)(first >> 4))
        {
            case PacketType.Publish:
                return (first & 6) == 6 ? MqttViolation.ReservedQoS : MqttViolation.DupOnQoS0;
            case PacketType.Connect:
            case PacketType.Subscribe:
            case PacketType.Unsubscribe:
            case PacketType.Pingreq:
            case PacketType.Disconnect:
                return MqttViolation.NotSentByServer;
            case 0:
            case (PacketType)15:
                return MqttViolation.ReservedPacketType;
            default:
                // [MQTT-2.2.2-2] [MQTT-3.6.1-1]
                return MqttViolation.ReservedFlags;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MqttReadStatus Refuse(ref MqttPacket packet, MqttViolation violation)
    {
        packet._violation = violation;
        return MqttReadStatus.Malformed;
    }
}
