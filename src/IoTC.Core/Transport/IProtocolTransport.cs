namespace IoTC.Transport;

/// <summary>A transport that carries MQTT in a way of its own, WebSocket for instance, and HTTPS as the plain stream it is.</summary>
/// <remarks>A transport that does not implement it carries both alike. Transports that are stacked hand it down.</remarks>
public interface IProtocolTransport
{
    /// <summary>The port at which a hub is reached this way when the options name none.</summary>
    int MqttPort { get; }

    /// <summary>Tells what the next open is for. MQTT, when nothing was told.</summary>
    /// <param name="protocol">What will be spoken.</param>
    void SetProtocol(TransportProtocol protocol);
}
