using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>PUBLISH, MQTT 3.1.1 §3.3.</content>
public static partial class PacketReader
{
    private static MqttViolation ReadPublish(byte[] buffer, int body, int end, ref MqttPacket packet)
    {
        bool hasPacketId = (packet._header & 6) != 0;
        int topicCount = Bytes.ReadUInt16(buffer, body);
        int topic = body + 2;
        int payload = topic + topicCount + (hasPacketId ? 2 : 0);
        // [MQTT-4.7.3-1]
        if (topicCount == 0) return MqttViolation.EmptyTopic;
        if (payload > end) return MqttViolation.FieldBeyondPacket;
        if (hasPacketId)
        {
            int packetId = Bytes.ReadUInt16(buffer, payload - 2);
            if (packetId == 0) return MqttViolation.ZeroPacketId;
            packet._packetId = (ushort)packetId;
        }

        if (!TopicName.HasValidText(buffer, topic, topicCount)) return TopicName.Explain(buffer, topic, topicCount);
        packet._topicOffset = topic;
        packet._topicCount = (ushort)topicCount;
        packet._payloadOffset = payload;
        packet._payloadCount = end - payload;
        return MqttViolation.None;
    }

    /// <summary>Judges the lengths and the identifier of a PUBLISH that has arrived by <paramref name="available"/> bytes of its body.</summary>
    private static MqttViolation CheckIncompletePublish(byte[] buffer, int body, int available, int remaining, bool hasPacketId)
    {
        if (available < 2) return MqttViolation.None;
        int topicCount = Bytes.ReadUInt16(buffer, body);
        int payload = 2 + topicCount + (hasPacketId ? 2 : 0);
        if (topicCount == 0) return MqttViolation.EmptyTopic;
        if (payload > remaining) return MqttViolation.FieldBeyondPacket;
        bool isIdZero = hasPacketId && payload <= available && Bytes.ReadUInt16(buffer, body + payload - 2) == 0;
        return isIdZero ? MqttViolation.ZeroPacketId : MqttViolation.None;
    }
}
