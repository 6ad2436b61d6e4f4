namespace IoTC.Mqtt;

/// <summary>Whether a request was taken.</summary>
public enum MqttSendStatus : byte
{
    /// <summary>Taken; it leaves with the next output.</summary>
    Accepted,

    /// <summary>The queue is full; try again after an acknowledgement has come.</summary>
    QueueFull,

    /// <summary>Larger than the queue can ever hold.</summary>
    TooLarge,

    /// <summary>QoS 0 messages, SUBSCRIBE and UNSUBSCRIBE need a connection, and there is none.</summary>
    NotConnected,
}
