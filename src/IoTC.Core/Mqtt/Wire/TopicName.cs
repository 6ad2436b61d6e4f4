using System;

namespace IoTC.Mqtt.Wire;

/// <summary>The rules for a Topic Name, the label of a PUBLISH. MQTT 3.1.1 §4.7.</summary>
public static partial class TopicName
{
    /// <summary>Tells whether a range can be published to; check a topic once and keep its bytes.</summary>
    /// <param name="topic">Holds the Topic Name as UTF-8.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns><see cref="MqttViolation.None"/>, or the first rule that is broken.</returns>
    /// <exception cref="ArgumentException">The range is not inside the array.</exception>
    public static MqttViolation Validate(byte[] topic, int offset, int count)
    {
        Require.Range(topic, offset, count);
        // [MQTT-4.7.3-1] [MQTT-4.7.3-3]
        if (count == 0) return MqttViolation.EmptyTopic;
        if (count > MqttLimits.MaxStringLength) return MqttViolation.StringTooLong;
        return HasValidText(topic, offset, count) ? MqttViolation.None : Explain(topic, offset, count);
    }

    /// <summary>Names the rule that a text breaks which <see cref="HasValidText"/> has refused.</summary>
    internal static MqttViolation Explain(byte[] topic, int offset, int count)
    {
        MqttViolation violation = MqttString.Validate(topic, offset, count);
        // [MQTT-3.3.2-2] [MQTT-4.7.1-1]
        return violation == MqttViolation.None ? MqttViolation.WildcardInTopicName : violation;
    }
}
