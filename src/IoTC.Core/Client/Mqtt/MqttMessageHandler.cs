namespace IoTC.Mqtt;

/// <summary>Handles a message. The server is told that it has arrived when the handler returns, or throws.</summary>
/// <param name="message">A view that is valid until the handler returns; copy what is kept.</param>
public delegate void MqttMessageHandler(MqttMessage message);
