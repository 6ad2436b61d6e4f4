namespace IoTC.Mqtt;

/// <summary>How surely a message is delivered. MQTT 3.1.1 §4.3.</summary>
public enum MqttQualityOfService : byte
{
    /// <summary>QoS 0: sent once and forgotten.</summary>
    AtMostOnce,

    /// <summary>QoS 1: sent until it is acknowledged; may come twice.</summary>
    AtLeastOnce,

    /// <summary>QoS 2: delivered once.</summary>
    ExactlyOnce,
}
