using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Twins;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IoTC.Emulator.Hub;

internal sealed partial class DeviceLink
{
    private const int MaxPayload = 262_144;

    private readonly Dictionary<ushort, List<MqttSubscribeReasonCode>> _grants = [];
    private bool _disconnected;

    /// <summary>The next packet for MQTTnet's server; null closes the connection.</summary>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        MqttPacket? packet = await _inner.ReceivePacketAsync(either.Token);
        if (packet is null || either.IsCancellationRequested)
        {
            return null;
        }

        RestartKeepAlive();
        string? offence = packet switch
        {
            MqttConnectPacket connect => Receive(connect),
            MqttPublishPacket publish => Receive(publish),
            MqttSubscribePacket subscribe => Receive(subscribe),
            MqttUnsubscribePacket unsubscribe => Receive(unsubscribe),
            MqttPubAckPacket acknowledge => Receive(acknowledge),
            MqttDisconnectPacket => ReceiveDisconnect(),
            MqttPingReqPacket => null,
            _ => "a packet that has no place here",
        };

        if (offence is null)
        {
            return packet;
        }

        Close(offence);
        return null;
    }

    private string? Receive(MqttPublishPacket publish)
    {
        if (publish.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtLeastOnce)
        {
            return "QoS 2 publish";
        }

        if (publish.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtLeastOnce && publish.PacketIdentifier == 0)
        {
            return "packet id 0";   // [MQTT-2.3.1-1]
        }

        if (publish.Payload.Length > MaxPayload)
        {
            return "payload over 256 KB";
        }

        PublishTopic topic = PublishTopic.Parse(publish.Topic ?? "", Device!.DeviceId);
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
                Device.CompleteMethod(topic.Tail, topic.Status, publish.Payload.ToArray());
                return null;
            case PublishKind.NoRequestId:
                return "no $rid";
            default:
                return $"topic not allowed: {publish.Topic}";
        }
    }

    private string? ReceiveTelemetry(MqttPublishPacket publish, string bag)
    {
        if (_hub.Faults.TelemetryDrops.TryTake())
        {
            return "telemetry dropped by a fault";
        }

        Device!.Receive(CreateTelemetry(publish, bag, false));
        return null;
    }

    private TelemetryMessage CreateTelemetry(MqttPublishPacket publish, string bag, bool isWill)
    {
        Dictionary<string, string?> all = PropertyBag.Parse(bag);
        Dictionary<string, string?> application = all.Where(property => !PropertyBag.IsSystem(property.Key)).ToDictionary();
        if (publish.Retain)
        {
            application["mqtt-retain"] = "true";
        }

        if (isWill)
        {
            application["iothub-MessageType"] = "Will";
        }

        return new TelemetryMessage
        {
            Payload = publish.Payload.ToArray(),
            Topic = publish.Topic,
            Properties = application,
            SystemProperties = all.Where(property => PropertyBag.IsSystem(property.Key)).ToDictionary(),
            ArrivedAt = _hub.Clock.UtcNow,
            QualityOfService = (int)publish.QualityOfServiceLevel,
            IsDuplicate = publish.Dup,
            IsWill = isWill,
            PacketId = publish.PacketIdentifier,
        };
    }

    private void AnswerTwinGet(string requestId)
    {
        if (_hub.Faults.TwinAnswers.TryTake(out int status))
        {
            PushTwinResponse(status, requestId, null, []);
        }
        else
        {
            PushTwinResponse(200, requestId, null, Device!.Twin.ToDocument());
        }
    }

    private void AnswerReported(string requestId, byte[] patch)
    {
        if (_hub.Faults.TwinAnswers.TryTake(out int status))
        {
            PushTwinResponse(status, requestId, null, []);
            return;
        }

        TwinResult result = Device!.UpdateReported(patch);
        PushTwinResponse(result.Status, requestId, result.Status == 204 ? result.Version : null, []);
    }

    private string? Receive(MqttSubscribePacket subscribe)
    {
        if (subscribe.TopicFilters.Count == 0 || subscribe.PacketIdentifier == 0)
        {
            return "empty SUBSCRIBE";   // [MQTT-3.8.3-3]
        }

        // MQTTnet's server would answer in another order than asked, so the codes are kept for its SUBACK.
        var codes = new List<MqttSubscribeReasonCode>();
        foreach (MqttTopicFilter filter in subscribe.TopicFilters)
        {
            if ((int)filter.QualityOfServiceLevel > 2)
            {
                return "bad QoS in SUBSCRIBE";
            }

            codes.Add((MqttSubscribeReasonCode)Subscriptions.Add(filter.Topic ?? "", (int)filter.QualityOfServiceLevel));
        }

        _grants[subscribe.PacketIdentifier] = codes;
        return Subscriptions.Count > _hub.Options.MaxSubscriptions ? "too many subscriptions" : null;
    }

    private string? Receive(MqttUnsubscribePacket unsubscribe)
    {
        unsubscribe.TopicFilters.ForEach(Subscriptions.Remove);
        Device!.SubscriptionsChanged(this);
        return unsubscribe.TopicFilters.Count == 0 ? "empty UNSUBSCRIBE" : null;
    }

    private string? Receive(MqttPubAckPacket acknowledge)
    {
        // An unknown identifier, 0 included, is nobody's: some clients send them.
        _ = _messageLane.Acknowledge(acknowledge.PacketIdentifier) || _requestLane.Acknowledge(acknowledge.PacketIdentifier);
        return null;
    }

    private string? ReceiveDisconnect()
    {
        _disconnected = true;
        return null;
    }
}
