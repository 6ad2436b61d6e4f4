using System;
using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>A Topic Name, checked and encoded once, for publishing to it again and again.</summary>
public sealed class MqttTopic
{
    private readonly string _name;

    /// <summary>Makes a topic.</summary>
    /// <param name="name">1–65535 bytes as UTF-8, no wildcards, no U+0000.</param>
    /// <exception cref="ArgumentException">It cannot be published to; the message names the rule.</exception>
    public MqttTopic(string name)
    {
        _name = name;
        Encoded = Encode(name, "The Topic Name");
        MqttViolation violation = TopicName.Validate(Encoded, 0, Encoded.Length);
        if (violation != MqttViolation.None) throw new ArgumentException("The Topic Name cannot be sent: " + MqttViolations.Describe(violation));
    }

    /// <summary>The topic as UTF-8.</summary>
    internal byte[] Encoded { get; }

    /// <summary>The topic as it was given.</summary>
    public override string ToString() => _name;

    /// <summary>Encodes a Topic Filter.</summary>
    /// <exception cref="ArgumentException">It cannot be subscribed to; the message names the rule.</exception>
    internal static byte[] EncodeFilter(string filter)
    {
        byte[] bytes = Encode(filter, "The Topic Filter");
        MqttViolation violation = TopicFilter.Validate(bytes, 0, bytes.Length);
        if (violation != MqttViolation.None) throw new ArgumentException("The Topic Filter cannot be sent: " + MqttViolations.Describe(violation));
        return bytes;
    }

    // [MQTT-1.5.3-1] a lone surrogate has no UTF-8: it is refused, not replaced.
    internal static byte[] Encode(string text, string what)
    {
        if (text == null) throw new ArgumentNullException(nameof(text));
        if (!Utf8.IsMqttString(text)) throw new ArgumentException(what + " holds U+0000 or a lone surrogate. [MQTT-1.5.3-1] [MQTT-1.5.3-2]");
        return Utf8.GetBytes(text);
    }
}
