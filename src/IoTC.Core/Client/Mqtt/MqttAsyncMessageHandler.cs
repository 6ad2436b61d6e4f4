using System.Threading.Tasks;

namespace IoTC.Mqtt;

/// <summary>Handles a message. The server is told that it has arrived when the handler has completed, or thrown.</summary>
/// <param name="message">A view that is valid until the handler has completed; copy what is kept.</param>
public delegate ValueTask MqttAsyncMessageHandler(MqttMessage message);
