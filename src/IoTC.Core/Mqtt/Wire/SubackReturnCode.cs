namespace IoTC.Mqtt.Wire;

/// <summary>The return codes of a SUBACK, one byte for each Topic Filter. MQTT 3.1.1 §3.9.3.</summary>
/// <remarks>Constants, not an enum: they are read as bytes out of <see cref="MqttPacket.Buffer"/>.</remarks>
public static class SubackReturnCode
{
    /// <summary>Granted, at most QoS 0.</summary>
    public const byte MaximumQoS0 = 0;

    /// <summary>Granted, at most QoS 1.</summary>
    public const byte MaximumQoS1 = 1;

    /// <summary>Granted, at most QoS 2.</summary>
    public const byte MaximumQoS2 = 2;

    /// <summary>Refused.</summary>
    public const byte Failure = 0x80;
}
