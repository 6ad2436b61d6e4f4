namespace IoTC.Transport;

/// <summary>A transport that can make another with the same settings, for a second connection beside its own: a file upload.</summary>
/// <remarks>Transports that are stacked stack the sibling of the one below.</remarks>
public interface IAsyncTransportFactory
{
    /// <summary>Makes a closed transport with the settings of this one as they are now. It carries HTTPS: a plain stream, also where this one carries MQTT over WebSocket.</summary>
    /// <returns>The caller's own.</returns>
    IAsyncTransport CreateSibling();
}
