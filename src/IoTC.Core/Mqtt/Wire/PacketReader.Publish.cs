using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>PUBLISH, MQTT 3.1.1 §3.3.</content>
public static partial class PacketReader
{
    /// <summary>Reads what follows the fixed header: a body of <paramref name="remaining"/> bytes, of which some are available.</summary>
    private static MqttReadStatus ReadPublish(byte[] buffer, int body, int available, int remaining, int maxPacketSize, ref MqttPacket packet)
    {
        int idLength = (packet._header & 6) == 0 ? 0 : 2;
        if (remaining < 2 + idLength) return Refuse(ref packet, MqttViolation.WrongRemainingLength);
        if (packet._totalLength > maxPacketSize) return MqttReadStatus.TooLarge;
        if (available < 2) return MqttReadStatus.NeedMore;

        int topicCount = Bytes.ReadUInt16(buffer, body);
        int payloadStart = 2 + topicCount + idLength;
        // [MQTT-4.7.3-1]
        if (topicCount == 0) return Refuse(ref packet, MqttViolation.EmptyTopic);
        if (payloadStart > remaining) return Refuse(ref packet, MqttViolation.FieldBeyondPacket);
        if (payloadStart > available) return MqttReadStatus.NeedMore;

        if (idLength != 0)
        {
            int packetId = Bytes.ReadUInt16(buffer, body + payloadStart - 2);
            // [MQTT-2.3.1-1]
            if (packetId == 0) return Refuse(ref packet, MqttViolation.ZeroPacketId);
            packet._packetId = (ushort)packetId;
        }

        if (remaining > available) return MqttReadStatus.NeedMore;
        if (!TopicName.HasValidText(buffer, body + 2, topicCount)) return Refuse(ref packet, TopicName.Explain(buffer, body + 2, topicCount));
        packet._topicOffset = body + 2;
        packet._topicCount = (ushort)topicCount;
        packet._payloadOffset = body + payloadStart;
        packet._payloadCount = remaining - payloadStart;
        return MqttReadStatus.Done;
    }
}
