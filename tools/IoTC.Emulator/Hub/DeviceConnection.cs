using System;
using System.Buffers;
using System.Threading.Tasks;
using IoTC.Emulator.Twins;
using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

/// <summary>A device's connection to the hub.</summary>
internal sealed partial class DeviceConnection(EmulatedDevice device, HubServer hub, MqttLink link) : ILinkRole
{
    private bool _sessionPresent;

    public SubscriptionSet Subscriptions { get; } = new(device.DeviceId);

    /// <summary>Whether messages may be sent.</summary>
    public bool IsReady => link.IsReady;

    /// <summary>Completes when the connection is gone and the device's state says so.</summary>
    public Task Closed => link.Closed;

    /// <inheritdoc cref="MqttLink.Close"/>
    public void Close(string reason) => link.Close(reason);

    /// <inheritdoc cref="MqttLink.Abort"/>
    public void Abort(string reason) => link.Abort(reason);

    bool ILinkRole.Start(bool cleanSession) => _sessionPresent = device.Attach(this, cleanSession);

    void ILinkRole.Ready()
    {
        if (!device.IsEnabled)
        {
            link.Close("device disabled");   // between the CONNECT's check and now
        }

        device.PumpMessages();
    }

    int ILinkRole.Subscribe(string filter, int qos) => Subscriptions.Add(filter, qos);

    void ILinkRole.Unsubscribe(string filter) => Subscriptions.Remove(filter);

    string? ILinkRole.CheckSubscriptions() => Subscriptions.Count > hub.Options.MaxSubscriptions ? "too many subscriptions" : null;

    void ILinkRole.SubscriptionsChanged() => device.SubscriptionsChanged(this);

    void ILinkRole.Closed(MqttConnectPacket connect, string? reason, bool disconnected)
    {
        if (connect.WillFlag && !disconnected)
        {
            ReceiveWill(connect);
        }

        device.LastCloseReason = reason ?? device.LastCloseReason;
        device.Detach(this);
    }

    string? ILinkRole.Receive(MqttPublishPacket publish)
    {
        PublishTopic topic = PublishTopic.Parse(publish.Topic ?? "", device.DeviceId);
        switch (topic.Kind)
        {
            case PublishKind.Telemetry:
                return ReceiveTelemetry(publish, topic.Tail);
            case PublishKind.TwinGet:
                AnswerTwinGet(topic.Tail);
                return null;
            case PublishKind.ReportedPatch:
                AnswerReported(topic.Tail, publish.Payload.ToArray());
                return null;
            case PublishKind.MethodReply:
                device.CompleteMethod(topic.Tail, topic.Status, publish.Payload.ToArray());
                return null;
            case PublishKind.NoRequestId:
                return "no $rid";
            default:
                return $"topic not allowed: {publish.Topic}";
        }
    }

    private void AnswerTwinGet(string requestId)
    {
        if (hub.Faults.TwinAnswers.TryTake(out int status))
        {
            PushTwinResponse(status, requestId, null, []);
        }
        else
        {
            PushTwinResponse(200, requestId, null, device.Twin.ToDocument());
        }
    }

    private void AnswerReported(string requestId, byte[] patch)
    {
        if (hub.Faults.TwinAnswers.TryTake(out int status))
        {
            PushTwinResponse(status, requestId, null, []);
            return;
        }

        TwinResult result = device.UpdateReported(patch);
        PushTwinResponse(result.Status, requestId, result.Status == 204 ? result.Version : null, []);
    }
}
