namespace IoTC.Mqtt.Wire;

/// <summary>What a read of received bytes came to.</summary>
public enum MqttReadStatus
{
    /// <summary>One whole, valid Control Packet was read.</summary>
    Done,

    /// <summary>The packet has not arrived whole; nothing wrong was seen in it so far.</summary>
    NeedMore,

    /// <summary>The packet is larger than the reader accepts; known from its header.</summary>
    TooLarge,

    /// <summary>The bytes break the standard: close the Network Connection. [MQTT-4.8.0-1]</summary>
    Malformed,
}
