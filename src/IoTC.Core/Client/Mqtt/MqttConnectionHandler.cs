namespace IoTC.Mqtt;

/// <summary>Learns of each change of the connection.</summary>
/// <param name="change">What has changed, and why; may be kept.</param>
public delegate void MqttConnectionHandler(MqttConnectionChange change);
