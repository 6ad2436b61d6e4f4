namespace IoTC.Mqtt;

/// <summary>One thing for a handler, copied out of the session; used again afterwards.</summary>
internal sealed class MqttAsyncWorkItem
{
    /// <summary>The message, when <see cref="Change"/> is null.</summary>
    public MqttMessage Message { get; } = new();

    /// <summary>A change of the connection, or null.</summary>
    public MqttConnectionChange? Change { get; set; }

    /// <summary>To be given to the session when the handlers are through; 0 for nothing.</summary>
    public int AcknowledgeToken { get; set; }

    public MqttAsyncWorkItem? Next { get; set; }
}
