namespace IoTC.Transport.Sockets;

/// <summary>MQTT over WebSocket without TLS, for brokers on a private network and for tests: nothing is encrypted and nobody is authenticated.</summary>
/// <remarks>The client refuses it unless told otherwise by name.</remarks>
public sealed class PlainWebSocketTransport() : WebSocketTransportBase(new TcpTransport()), IUnsecuredTransport
{
}
