using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>A view of one received Control Packet: offsets into the bytes it was read from, nothing copied.</summary>
/// <remarks>
/// Valid as long as those bytes are; take what you keep before the buffer moves on. Fields that the packet type does not have are 0.
/// Written by <see cref="PacketReader"/>; two words of header, then offsets: 32 bytes, so that clearing and copying it cost next to nothing.
/// </remarks>
public partial struct MqttPacket
{
    internal byte[]? _buffer;
    internal int _totalLength;
    internal int _topicOffset;
    internal int _payloadOffset;
    internal int _payloadCount;
    internal ushort _topicCount;
    internal ushort _packetId;
    internal byte _header;
    internal byte _acknowledgeFlags;
    internal byte _returnCode;
    internal MqttViolation _violation;

    /// <summary>The packet type; known from the first byte on.</summary>
    public PacketType Type => (PacketType)(_header >> 4);

    /// <summary>The flags, the low nibble of the first byte.</summary>
    public int Flags => _header & 0x0F;

    /// <summary>Number of bytes of the whole packet, its fixed header included; 0 while that is not known.</summary>
    public int TotalLength => _totalLength;

    /// <summary>The array that the packet was read from.</summary>
    public byte[] Buffer => _buffer ?? Bytes.Empty;

    /// <summary>Index of the first byte of a PUBLISH's Topic Name.</summary>
    public int TopicOffset => _topicOffset;

    /// <summary>Number of bytes of the Topic Name, at least 1; well-formed UTF-8 without U+0000 and wildcards.</summary>
    public int TopicCount => _topicCount;

    /// <summary>Index of the first byte of the payload: a PUBLISH's application message, or a SUBACK's return codes.</summary>
    public int PayloadOffset => _payloadOffset;

    /// <summary>Number of bytes of the payload; 0 is an ordinary PUBLISH.</summary>
    public int PayloadCount => _payloadCount;

    /// <summary>The Packet Identifier, 1–65535; 0 when the packet has none.</summary>
    public int PacketId => _packetId;

    /// <summary>The QoS of a PUBLISH, 0–2.</summary>
    public int QoS => Type == PacketType.Publish ? (_header >> 1) & 3 : 0;

    /// <summary>Whether a PUBLISH says that it may be a re-delivery.</summary>
    public bool Dup => Type == PacketType.Publish && (_header & (int)PublishFlags.Dup) != 0;

    /// <summary>Whether a PUBLISH was sent because the topic holds a retained message.</summary>
    public bool Retain => Type == PacketType.Publish && (_header & (int)PublishFlags.Retain) != 0;

    /// <summary>Whether a CONNACK says that the server has stored session state.</summary>
    public bool SessionPresent => _acknowledgeFlags != 0;

    /// <summary>What a CONNACK says about the connection.</summary>
    public ConnectReturnCode ReturnCode => (ConnectReturnCode)_returnCode;

    /// <summary>Index of the first return code of a SUBACK; see <see cref="SubackReturnCode"/>.</summary>
    public int ReturnCodesOffset => Type == PacketType.Suback ? _payloadOffset : 0;

    /// <summary>Number of return codes of a SUBACK, one for each Topic Filter asked for, in their order.</summary>
    public int ReturnCodesCount => Type == PacketType.Suback ? _payloadCount : 0;

    /// <summary>Why the reader answered <see cref="MqttReadStatus.Malformed"/>; otherwise <see cref="MqttViolation.None"/>.</summary>
    public MqttViolation Violation => _violation;
}
