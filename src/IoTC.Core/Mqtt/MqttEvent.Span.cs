using System;

namespace IoTC.Mqtt;

/// <content>Views for .NET.</content>
public sealed partial class MqttEvent
{
    /// <summary>The Topic Name, UTF-8; a view with the lifetime of the event.</summary>
    public ReadOnlySpan<byte> Topic => new(Buffer, TopicOffset, TopicCount);

    /// <summary>The payload; a view with the lifetime of the event.</summary>
    public ReadOnlySpan<byte> Payload => new(Buffer, PayloadOffset, PayloadCount);
}
