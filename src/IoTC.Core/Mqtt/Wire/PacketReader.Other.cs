using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>The packets that answer a client's own: CONNACK, the acknowledgments, SUBACK, UNSUBACK, PINGRESP.</content>
public static partial class PacketReader
{
    /// <summary>Reads what follows the fixed header: a body of <paramref name="remaining"/> bytes, of which some are available.</summary>
    private static MqttReadStatus ReadOther(byte[] buffer, int body, int available, int remaining, int maxPacketSize, ref MqttPacket packet)
    {
        PacketType type = packet.Type;
        if (type == PacketType.Suback) return ReadSuback(buffer, body, available, remaining, maxPacketSize, ref packet);
        if (remaining != (type == PacketType.Pingresp ? 0 : 2)) return Refuse(ref packet, MqttViolation.WrongRemainingLength);
        if (packet._totalLength > maxPacketSize) return MqttReadStatus.TooLarge;
        if (remaining == 0) return MqttReadStatus.Done;
        if (type == PacketType.Connack) return ReadConnack(buffer, body, available, ref packet);
        return available < 2 ? MqttReadStatus.NeedMore : ReadPacketId(buffer, body, ref packet);
    }

    private static MqttReadStatus ReadPacketId(byte[] buffer, int body, ref MqttPacket packet)
    {
        int packetId = Bytes.ReadUInt16(buffer, body);
        // [MQTT-2.3.1-1]
        if (packetId == 0) return Refuse(ref packet, MqttViolation.ZeroPacketId);
        packet._packetId = (ushort)packetId;
        return MqttReadStatus.Done;
    }

    // §3.2.2
    private static MqttReadStatus ReadConnack(byte[] buffer, int body, int available, ref MqttPacket packet)
    {
        if (available == 0) return MqttReadStatus.NeedMore;
        int acknowledgeFlags = buffer[body];
        if (acknowledgeFlags > 1) return Refuse(ref packet, MqttViolation.ReservedConnackFlags);
        if (available == 1) return MqttReadStatus.NeedMore;

        int returnCode = buffer[body + 1];
        if (returnCode > (int)ConnectReturnCode.NotAuthorized) return Refuse(ref packet, MqttViolation.UnknownConnectReturnCode);
        // [MQTT-3.2.2-4]
        if (acknowledgeFlags != 0 && returnCode != 0) return Refuse(ref packet, MqttViolation.SessionPresentWithRefusal);
        packet._acknowledgeFlags = (byte)acknowledgeFlags;
        packet._returnCode = (byte)returnCode;
        return MqttReadStatus.Done;
    }

    // §3.9
    private static MqttReadStatus ReadSuback(byte[] buffer, int body, int available, int remaining, int maxPacketSize, ref MqttPacket packet)
    {
        if (remaining < 2) return Refuse(ref packet, MqttViolation.WrongRemainingLength);
        if (remaining == 2) return Refuse(ref packet, MqttViolation.NoSubackReturnCodes);
        if (packet._totalLength > maxPacketSize) return MqttReadStatus.TooLarge;
        if (available < 2) return MqttReadStatus.NeedMore;
        MqttReadStatus status = ReadPacketId(buffer, body, ref packet);
        if (status != MqttReadStatus.Done) return status;
        if (available < remaining) return MqttReadStatus.NeedMore;

        for (int i = body + 2; i < body + remaining; i++)
        {
            // [MQTT-3.9.3-2]
            if (buffer[i] > SubackReturnCode.MaximumQoS2 && buffer[i] != SubackReturnCode.Failure) return Refuse(ref packet, MqttViolation.UnknownSubackReturnCode);
        }

        packet._payloadOffset = body + 2;
        packet._payloadCount = remaining - 2;
        return MqttReadStatus.Done;
    }
}
