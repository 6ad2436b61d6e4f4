using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Provisioning;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IoTC.Emulator.Hub;

internal sealed partial class MqttLink
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

    private string? Receive(MqttConnectPacket connect)
    {
        if (_connect is not null)
        {
            return "second CONNECT";   // [MQTT-3.1.0-2]
        }

        _connect = connect;
        ClientId = connect.ClientId ?? "";
        TakeKeepAlive(connect);
        if (DpsUserName.TryParse(connect.Username) is not null)
        {
            // A device may register while its hub connection is up: MQTTnet's server must not take the two for one.
            connect.ClientId = $"$dps/{Guid.NewGuid()}";
        }

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

        return publish.Payload.Length > MaxPayload ? "payload over 256 KB" : _role!.Receive(publish);
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
                return "bad QoS in SUBSCRIBE";   // [MQTT-3-8.3-4]
            }

            codes.Add((MqttSubscribeReasonCode)_role!.Subscribe(filter.Topic ?? "", (int)filter.QualityOfServiceLevel));
        }

        _grants[subscribe.PacketIdentifier] = codes;
        return _role!.CheckSubscriptions();
    }

    private string? Receive(MqttUnsubscribePacket unsubscribe)
    {
        unsubscribe.TopicFilters.ForEach(_role!.Unsubscribe);
        _role.SubscriptionsChanged();
        return unsubscribe.TopicFilters.Count == 0 ? "empty UNSUBSCRIBE" : null;   // [MQTT-3.10.3-2]
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
