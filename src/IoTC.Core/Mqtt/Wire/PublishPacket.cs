using System;
using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes PUBLISH. MQTT 3.1.1 §3.3.</summary>
/// <remarks>Lengths are checked at every write; the topic's text is not: check it once with <see cref="TopicName.Validate"/> and keep the bytes.</remarks>
public static partial class PublishPacket
{
    private const int FirstByte = (int)PacketType.Publish << 4;

    /// <summary>Number of bytes of the whole packet.</summary>
    /// <param name="topicLength">Bytes of the Topic Name, 1–65535.</param>
    /// <param name="payloadLength">Bytes of the application message.</param>
    /// <param name="qos">0–2; QoS 1 and 2 take two bytes for the Packet Identifier.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or the packet would pass 256 MiB.</exception>
    public static int GetLength(int topicLength, int payloadLength, int qos)
    {
        int remaining = GetRemainingLength(topicLength, payloadLength, qos);
        return FixedHeader.GetPacketLength(remaining);
    }

    /// <summary>Writes the packet, with all of an array as its Topic Name.</summary>
    /// <inheritdoc cref="Write(byte[], int, byte[], int, int, byte[], int, int, int, int, PublishFlags)"/>
    public static int Write(
        byte[] buffer, int offset, byte[] topic, byte[] payload, int payloadOffset, int payloadCount, int qos, int packetId, PublishFlags flags)
        => Write(buffer, offset, topic, 0, topic == null ? -1 : topic.Length, payload, payloadOffset, payloadCount, qos, packetId, flags);

    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="GetLength"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="topic">The Topic Name as UTF-8, 1–65535 bytes, without wildcards.</param>
    /// <param name="topicOffset">Index of its first byte.</param>
    /// <param name="topicCount">Number of its bytes.</param>
    /// <param name="payload">The application message; any bytes, none are allowed.</param>
    /// <param name="payloadOffset">Index of its first byte.</param>
    /// <param name="payloadCount">Number of its bytes.</param>
    /// <param name="qos">0–2.</param>
    /// <param name="packetId">The Packet Identifier, 1–65535; 0 with QoS 0.</param>
    /// <param name="flags">Retain, and Dup when it is sent again; never Dup with QoS 0.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer has no room.</exception>
    public static int Write(
        byte[] buffer, int offset, byte[] topic, int topicOffset, int topicCount,
        byte[] payload, int payloadOffset, int payloadCount, int qos, int packetId, PublishFlags flags)
    {
        Require.Range(topic, topicOffset, topicCount);
        Require.Range(payload, payloadOffset, payloadCount);
        int topicStart = WriteHeader(buffer, offset, topicCount, payloadCount, qos, packetId, flags);
        int payloadStart = WritePacketId(buffer, topicStart + topicCount, packetId);
        Bytes.Copy(topic, topicOffset, buffer, topicStart, topicCount);
        Bytes.Copy(payload, payloadOffset, buffer, payloadStart, payloadCount);
        return payloadStart + payloadCount - offset;
    }

    /// <summary>Marks a written PUBLISH of QoS 1 or 2 as a re-delivery.</summary>
    /// <param name="buffer">Holds the packet.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <exception cref="ArgumentException">There is no PUBLISH of QoS 1 or 2.</exception>
    public static void SetDup(byte[] buffer, int offset)
    {
        Require.Range(buffer, offset, 1);
        // [MQTT-3.3.1-1] [MQTT-3.3.1-2]
        int first = buffer[offset];
        if ((first & 0xF0) != FirstByte || (first & 0x06) == 0) throw MqttViolations.ToException(MqttViolation.DupOnQoS0, nameof(buffer));
        buffer[offset] = (byte)(first | (int)PublishFlags.Dup);
    }

    /// <summary>Checks everything and writes all that stands before the Topic Name.</summary>
    /// <returns>The index where the Topic Name begins.</returns>
    [MethodImpl(Inlining.Always)]
    private static int WriteHeader(byte[] buffer, int offset, int topicCount, int payloadCount, int qos, int packetId, PublishFlags flags)
    {
        int remaining = GetRemainingLength(topicCount, payloadCount, qos);
        CheckDelivery(qos, packetId, flags);
        int position = FixedHeader.Write(buffer, offset, (byte)(FirstByte | (qos << 1) | (int)flags), remaining);
        Bytes.WriteUInt16(buffer, position, topicCount);
        return position + 2;
    }

    // [MQTT-2.3.1-5] QoS 0 has no Packet Identifier
    [MethodImpl(Inlining.Always)]
    private static int WritePacketId(byte[] buffer, int position, int packetId)
    {
        if (packetId == 0) return position;
        Bytes.WriteUInt16(buffer, position, packetId);
        return position + 2;
    }

    [MethodImpl(Inlining.Always)]
    private static int GetRemainingLength(int topicCount, int payloadCount, int qos)
    {
        // [MQTT-4.7.3-1] [MQTT-4.7.3-3] [MQTT-3.3.1-4]
        if ((uint)(topicCount - 1) >= MqttLimits.MaxStringLength || (uint)qos > 2 || (uint)payloadCount > MqttLimits.MaxRemainingLength)
        {
            ThrowLength(topicCount, qos, payloadCount);
        }

        return 2 + topicCount + (qos == 0 ? 0 : 2) + payloadCount;
    }

    [MethodImpl(Inlining.Always)]
    private static void CheckDelivery(int qos, int packetId, PublishFlags flags)
    {
        if ((flags & ~(PublishFlags.Dup | PublishFlags.Retain)) != 0) ThrowFlags();
        if (qos == 0)
        {
            if (packetId != 0) Require.PacketId(-1);
            // [MQTT-3.3.1-2]
            if ((flags & PublishFlags.Dup) != 0) ThrowDup();
        }
        else
        {
            Require.PacketId(packetId);
        }
    }

    private static void ThrowLength(int topicCount, int qos, int payloadCount)
    {
        if (topicCount <= 0) throw MqttViolations.ToException(MqttViolation.EmptyTopic, "topic");
        if (topicCount > MqttLimits.MaxStringLength) throw MqttViolations.ToException(MqttViolation.StringTooLong, "topic");
        if ((uint)qos > 2) throw new ArgumentException("[MQTT-3.3.1-4] a QoS is 0, 1 or 2", nameof(qos));
        throw MqttViolations.ToException(MqttViolation.PacketTooLarge, nameof(payloadCount));
    }

    private static void ThrowDup() => throw MqttViolations.ToException(MqttViolation.DupOnQoS0, "flags");

    private static void ThrowFlags() => throw new ArgumentException("only Dup and Retain are flags of a PUBLISH", "flags");
}
