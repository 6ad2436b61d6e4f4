namespace IoTC.Mqtt;

/// <summary>Who or what ended a connection.</summary>
public enum MqttDisconnectReason : byte
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>This client sent DISCONNECT.</summary>
    ByClient,

    /// <summary>The server answered CONNECT with a return code other than 0.</summary>
    Refused,

    /// <summary>No CONNACK came in time.</summary>
    ConnackTimedOut,

    /// <summary>No PINGRESP came in time: the link is dead.</summary>
    PingTimedOut,

    /// <summary>No PUBACK, PUBREC, PUBCOMP, SUBACK or UNSUBACK came in time.</summary>
    AcknowledgeTimedOut,

    /// <summary>The server sent what MQTT 3.1.1 forbids; <see cref="MqttEvent.Violation"/> names it. [MQTT-4.8.0-1]</summary>
    ProtocolViolation,

    /// <summary>The server sent a packet larger than this client's limit.</summary>
    PacketTooLarge,

    /// <summary>The transport failed or was closed by the server.</summary>
    TransportFailed,
}
