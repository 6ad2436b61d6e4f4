using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

/// <summary>Whom an accepted MQTT connection talks to: the hub, or DPS. They share a port and are told apart by the user name.</summary>
internal interface ILinkRole
{
    /// <summary>SUBACK's code for a filter that is not served.</summary>
    const int Refused = 0x80;

    /// <summary>The CONNACK is about to leave.</summary>
    /// <returns>Its Session Present.</returns>
    bool Start(bool cleanSession);

    /// <summary>The CONNACK has left.</summary>
    void Ready();

    /// <summary>Takes a subscription.</summary>
    /// <returns>The granted QoS, or <see cref="Refused"/>.</returns>
    int Subscribe(string filter, int qos);

    void Unsubscribe(string filter);

    /// <summary>Judges the subscriptions after a SUBSCRIBE.</summary>
    /// <returns>The offence for which the connection closes; null for none.</returns>
    string? CheckSubscriptions();

    /// <summary>The SUBACK has left, or an UNSUBSCRIBE has come.</summary>
    void SubscriptionsChanged();

    /// <summary>Takes a PUBLISH of QoS 0 or 1.</summary>
    /// <returns>The offence for which the connection closes; null for none.</returns>
    string? Receive(MqttPublishPacket publish);

    /// <summary>The connection is gone.</summary>
    /// <param name="connect">Its CONNECT.</param>
    /// <param name="reason">Why the emulator ended it; null when the client did.</param>
    /// <param name="disconnected">Whether the client sent DISCONNECT.</param>
    void Closed(MqttConnectPacket connect, string? reason, bool disconnected);
}
