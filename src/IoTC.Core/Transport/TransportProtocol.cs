namespace IoTC.Transport;

/// <summary>What is spoken over a connection; see <see cref="IProtocolTransport"/>.</summary>
public enum TransportProtocol : byte
{
    /// <summary>MQTT.</summary>
    Mqtt,

    /// <summary>HTTPS: a registration with DPS, a file upload.</summary>
    Http,
}
