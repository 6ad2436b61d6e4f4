using IoTC.Engine;

namespace IoTC.Mqtt;

/// <summary>Where the end of a connection and a refused request become words.</summary>
internal static class MqttErrors
{
    /// <summary>Describes the end of a connection, or the failure of an attempt.</summary>
    public static MqttConnectionChange Ended(MqttEvent end, MqttConnector connector)
    {
        bool isOver = connector.IsStopped;
        string message = "The connection to " + connector.Host + ":" + connector.Port.ToString() + " ended: " + end.DescribeEnd() + ".";
        if (!isOver) message += " Next attempt in " + connector.RetryDelayMs.ToString() + " ms.";
        return new MqttConnectionChange(isOver ? ConnectionStatus.Disconnected : ConnectionStatus.Waiting, ErrorMapping.FromMqtt(end), message)
        {
            Reason = end.Reason,
            ReturnCode = end.ReturnCode,
            RetryDelayMs = connector.RetryDelayMs,
        };
    }

    /// <summary>Describes a connection that the server has accepted.</summary>
    public static MqttConnectionChange Connected(MqttEvent connected, MqttConnector connector)
        => new MqttConnectionChange(
            ConnectionStatus.Connected,
            IoTCError.None,
            "Connected to " + connector.Host + ":" + connector.Port.ToString() + (connected.SessionPresent ? "; the server has kept the session." : "."))
        {
            SessionPresent = connected.SessionPresent,
        };

    /// <summary>Describes subscriptions that the server no longer grants after a reconnect.</summary>
    public static MqttConnectionChange NotRenewed()
        => new MqttConnectionChange(ConnectionStatus.Connected, IoTCError.BadRequest, "The server refused to renew a subscription after the reconnect (SUBACK 0x80).");

    /// <summary>A request that was not taken.</summary>
    public static IoTCException NotSent(MqttSendStatus status, string what)
    {
        switch (status)
        {
            case MqttSendStatus.NotConnected:
                return new IoTCException(IoTCError.NotConnected, what + " was not sent: there is no connection.");
            case MqttSendStatus.TooLarge:
                return new IoTCException(IoTCError.TooLarge, what + " was not sent: it is larger than MaxQueuedBytes or than MQTT allows.");
            default:
                return new IoTCException(IoTCError.OutboxFull, what + " was not sent: too much waits for being sent or acknowledged.");
        }
    }

    /// <summary>A subscription that the server has refused.</summary>
    public static IoTCException SubscriptionRefused(string filter)
        => new IoTCException(IoTCError.BadRequest, "The server refused the subscription to " + filter + " (SUBACK 0x80); it may not be allowed for this client.");

    /// <summary>A wait that the end of the connection has ended.</summary>
    public static IoTCException Lost(MqttConnectionChange change, string what)
        => new IoTCException(change.Error == IoTCError.None ? IoTCError.Stopped : change.Error, what + " " + change.Message);
}
