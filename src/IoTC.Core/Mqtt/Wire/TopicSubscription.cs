namespace IoTC.Mqtt.Wire;

/// <summary>One Topic Filter of a SUBSCRIBE with the QoS asked for. MQTT 3.1.1 §3.8.3.</summary>
public struct TopicSubscription
{
    /// <param name="filter">The Topic Filter as UTF-8; kept, not copied.</param>
    /// <param name="qos">The highest QoS at which the server may send, 0–2.</param>
    public TopicSubscription(byte[] filter, int qos)
    {
        Filter = filter;
        QoS = qos;
    }

    /// <summary>The Topic Filter as UTF-8.</summary>
    public byte[] Filter { get; set; }

    /// <summary>The highest QoS at which the server may send, 0–2.</summary>
    public int QoS { get; set; }
}
