using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>The packets that answer a client's own: CONNACK, the acknowledgments, SUBACK, UNSUBACK, PINGRESP.</content>
public static partial class PacketReader
{
    private static MqttViolation ReadOther(byte[] buffer, int body, int end, ref MqttPacket packet)
    {
        if (packet.Type == PacketType.Pingresp) return MqttViolation.None;
        if (packet.Type == PacketType.Connack) return ReadConnack(buffer, body, ref packet);

        int packetId = Bytes.ReadUInt16(buffer, body);
        // [MQTT-2.3.1-1]
        if (packetId == 0) return MqttViolation.ZeroPacketId;
        packet._packetId = (ushort)packetId;
        return packet.Type == PacketType.Suback ? ReadReturnCodes(buffer, body + 2, end, ref packet) : MqttViolation.None;
    }

    // §3.2.2
    private static MqttViolation ReadConnack(byte[] buffer, int body, ref MqttPacket packet)
    {
        int acknowledgeFlags = buffer[body];
        int returnCode = buffer[body + 1];
        if (acknowledgeFlags > 1) return MqttViolation.ReservedConnackFlags;
        if (returnCode > (int)ConnectReturnCode.NotAuthorized) return MqttViolation.UnknownConnectReturnCode;
        // [MQTT-3.2.2-4]
        if (acknowledgeFlags != 0 && returnCode != 0) return MqttViolation.SessionPresentWithRefusal;
        packet._acknowledgeFlags = (byte)acknowledgeFlags;
        packet._returnCode = (byte)returnCode;
        return MqttViolation.None;
    }

    // §3.9.3
    private static MqttViolation ReadReturnCodes(byte[] buffer, int offset, int end, ref MqttPacket packet)
    {
        for (int i = offset; i < end; i++)
        {
            // [MQTT-3.9.3-2]
            if (buffer[i] > SubackReturnCode.MaximumQoS2 && buffer[i] != SubackReturnCode.Failure) return MqttViolation.UnknownSubackReturnCode;
        }

        packet._payloadOffset = offset;
        packet._payloadCount = end - offset;
        return MqttViolation.None;
    }

    /// <summary>Judges the <paramref name="available"/> bytes that have arrived of a body of <paramref name="remaining"/>.</summary>
    private static MqttViolation CheckIncomplete(byte[] buffer, int body, int available, int remaining, int first)
    {
        switch ((PacketType)(first >> 4))
        {
            case PacketType.Publish:
                return CheckIncompletePublish(buffer, body, available, remaining, (first & 6) != 0);
            case PacketType.Connack:
                return available > 0 && buffer[body] > 1 ? MqttViolation.ReservedConnackFlags : MqttViolation.None;
            case PacketType.Suback:
                return available >= 2 && Bytes.ReadUInt16(buffer, body) == 0 ? MqttViolation.ZeroPacketId : MqttViolation.None;
            default:
                return MqttViolation.None;
        }
    }
}
