namespace IoTC.Mqtt.Wire;

/// <summary>The type of a Control Packet: the high nibble of its first byte. MQTT 3.1.1 §2.2.1.</summary>
public enum PacketType : byte
{
    /// <summary>Client request to connect.</summary>
    Connect = 1,

    /// <summary>Connect acknowledgment.</summary>
    Connack = 2,

    /// <summary>Publish message, either way.</summary>
    Publish = 3,

    /// <summary>Publish acknowledgment, QoS 1.</summary>
    Puback = 4,

    /// <summary>Publish received: QoS 2, part 1.</summary>
    Pubrec = 5,

    /// <summary>Publish release: QoS 2, part 2.</summary>
    Pubrel = 6,

    /// <summary>Publish complete: QoS 2, part 3.</summary>
    Pubcomp = 7,

    /// <summary>Client subscribe request.</summary>
    Subscribe = 8,

    /// <summary>Subscribe acknowledgment.</summary>
    Suback = 9,

    /// <summary>Unsubscribe request.</summary>
    Unsubscribe = 10,

    /// <summary>Unsubscribe acknowledgment.</summary>
    Unsuback = 11,

    /// <summary>PING request.</summary>
    Pingreq = 12,

    /// <summary>PING response.</summary>
    Pingresp = 13,

    /// <summary>Client is disconnecting.</summary>
    Disconnect = 14,
}
