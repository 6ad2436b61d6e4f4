using System;

namespace IoTC.Mqtt;

/// <content>Views for .NET.</content>
public sealed partial class MqttMessage
{
    /// <summary>The Topic Name as UTF-8, with the lifetime of the message.</summary>
    public ReadOnlySpan<byte> TopicUtf8 => new(Buffer, TopicOffset, TopicCount);

    /// <summary>The payload, with the lifetime of the message.</summary>
    public ReadOnlySpan<byte> Payload => new(Buffer, PayloadOffset, PayloadCount);
}
