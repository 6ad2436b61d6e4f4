using System;

namespace IoTC.Mqtt.Wire;

/// <content>The same with spans as its sources.</content>
public static partial class PublishPacket
{
    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="GetLength"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <param name="topic">The Topic Name as UTF-8, 1–65535 bytes, without wildcards.</param>
    /// <param name="payload">The application message; any bytes, none are allowed.</param>
    /// <param name="qos">0–2.</param>
    /// <param name="packetId">The Packet Identifier, 1–65535; 0 with QoS 0.</param>
    /// <param name="flags">Retain, and Dup when it is sent again; never Dup with QoS 0.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the buffer has no room.</exception>
    public static int Write(
        byte[] buffer, int offset, ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, int qos, int packetId, PublishFlags flags)
    {
        int topicStart = WriteHeader(buffer, offset, topic.Length, payload.Length, qos, packetId, flags);
        int payloadStart = WritePacketId(buffer, topicStart + topic.Length, packetId);
        topic.CopyTo(new Span<byte>(buffer, topicStart, topic.Length));
        payload.CopyTo(new Span<byte>(buffer, payloadStart, payload.Length));
        return payloadStart + payload.Length - offset;
    }
}
