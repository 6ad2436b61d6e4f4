namespace IoTC.Mqtt;

/// <summary>One PUBLISH of the <see cref="OutboundQueue"/>.</summary>
internal struct OutboundEntry
{
    /// <summary>Where the encoded packet begins in the queue's bytes.</summary>
    public int Offset;

    /// <summary>Length of the encoded packet.</summary>
    public int Length;

    /// <summary>Packet Identifier, or 0 at QoS 0.</summary>
    public int PacketId;

    /// <summary>The caller's number for it.</summary>
    public int Token;

    /// <summary>When it was last given to the transport, or when its PUBREC came.</summary>
    public long SinceMs;

    /// <summary>Counts packet identifiers without wrapping; tells whether an identifier can be in use.</summary>
    public long Sequence;

    /// <summary>Place in the order of PUBRECs. [MQTT-4.6.0-4]</summary>
    public long ReleaseOrder;

    /// <summary>0, 1 or 2.</summary>
    public byte QoS;

    /// <summary>Where it stands.</summary>
    public OutboundState State;
}
