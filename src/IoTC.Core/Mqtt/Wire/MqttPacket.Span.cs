using System;

namespace IoTC.Mqtt.Wire;

/// <content>The same views as spans.</content>
public partial struct MqttPacket
{
    /// <summary>A PUBLISH's Topic Name, UTF-8; empty for other types.</summary>
    public readonly ReadOnlySpan<byte> Topic => new(_buffer, _topicOffset, _topicCount);

    /// <summary>A PUBLISH's application message, or a SUBACK's return codes; empty for other types.</summary>
    public readonly ReadOnlySpan<byte> Payload => new(_buffer, _payloadOffset, _payloadCount);
}
