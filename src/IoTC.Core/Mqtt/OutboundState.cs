namespace IoTC.Mqtt;

/// <summary>The way of one PUBLISH through the <see cref="OutboundQueue"/>.</summary>
internal enum OutboundState : byte
{
    /// <summary>Not given to the transport on this connection, nor on an earlier one.</summary>
    Queued,

    /// <summary>Given to the transport at least once; PUBACK or PUBREC is awaited.</summary>
    Sent,

    /// <summary>QoS 2: PUBREC has come, PUBREL is sent, PUBCOMP is awaited. The PUBLISH is never sent again. [MQTT-4.3.3-1]</summary>
    Released,

    /// <summary>Given up; to be told to the caller.</summary>
    Dropped,

    /// <summary>Finished; its place is free as soon as all before it are.</summary>
    Done,
}
