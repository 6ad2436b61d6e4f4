using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>A change of the connection: where the client stands now, and why.</summary>
public sealed class MqttConnectionChange
{
    internal MqttConnectionChange(ConnectionStatus status, IoTCError error, string message)
    {
        Status = status;
        Error = error;
        Message = message;
    }

    /// <summary><see cref="ConnectionStatus.Connected"/>, <see cref="ConnectionStatus.Waiting"/> for the next attempt, or <see cref="ConnectionStatus.Disconnected"/> for good.</summary>
    public ConnectionStatus Status { get; }

    /// <summary>Why the connection was lost, or <see cref="IoTCError.None"/>.</summary>
    public IoTCError Error { get; }

    /// <summary>The same in words.</summary>
    public string Message { get; }

    /// <summary>Whether the server has kept the session of an earlier connection. MQTT 3.1.1 §3.2.2.2.</summary>
    public bool SessionPresent { get; internal set; }

    /// <summary>The server's answer to CONNECT, when it was a refusal.</summary>
    public ConnectReturnCode ReturnCode { get; internal set; }

    /// <summary>What ended the connection.</summary>
    public MqttDisconnectReason Reason { get; internal set; }

    /// <summary>The pause before the next attempt, in milliseconds, with <see cref="ConnectionStatus.Waiting"/>.</summary>
    public long RetryDelayMs { get; internal set; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
