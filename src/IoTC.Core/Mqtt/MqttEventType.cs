namespace IoTC.Mqtt;

/// <summary>The kinds of <see cref="MqttEvent"/>.</summary>
public enum MqttEventType : byte
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>CONNACK has come with return code 0; <see cref="MqttEvent.SessionPresent"/> tells whether the server kept the session.</summary>
    Connected,

    /// <summary>A PUBLISH has come: topic, payload, QoS. It is acknowledged when the next event is read, unless deferred.</summary>
    MessageReceived,

    /// <summary>A QoS 1 or 2 message that this client sent is acknowledged to its end; <see cref="MqttEvent.Token"/> names it.</summary>
    PublishCompleted,

    /// <summary>A message that this client sent is given up: its session has ended. <see cref="MqttEvent.Token"/> names it.</summary>
    PublishDropped,

    /// <summary>SUBACK has come; the return codes are in the payload range.</summary>
    SubscribeCompleted,

    /// <summary>UNSUBACK has come.</summary>
    UnsubscribeCompleted,

    /// <summary>The connection has ended, for <see cref="MqttEvent.Reason"/>. The driver closes the transport now. Open SUBSCRIBE and UNSUBSCRIBE requests are void.</summary>
    Disconnected,
}
