using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <summary>The message that the server publishes when this client is lost without DISCONNECT. MQTT 3.1.1 §3.1.2.5.</summary>
public sealed class MqttWill
{
    /// <summary>The Topic Name.</summary>
    public string Topic { get; set; } = "";

    /// <summary>The message, at most 65535 bytes; kept, not copied.</summary>
    public byte[] Payload { get; set; } = Bytes.Empty;

    /// <summary>The QoS it is published with.</summary>
    public MqttQualityOfService QoS { get; set; }

    /// <summary>Whether the server retains it.</summary>
    public bool Retain { get; set; }
}
