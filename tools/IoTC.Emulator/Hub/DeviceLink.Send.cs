using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IoTC.Emulator.Hub;

internal sealed partial class DeviceLink
{
    private readonly Channel<MqttPacket> _outgoing = Channel.CreateUnbounded<MqttPacket>(new UnboundedChannelOptions { SingleReader = true });
    private readonly OutgoingLane _messageLane;
    private readonly OutgoingLane _requestLane;
    private int _lastPacketId;

    /// <summary>What MQTTnet's server wants to send, altered or withheld where Azure differs.</summary>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttConnAckPacket acknowledge when Device is { } device && acknowledge.ReturnCode == MqttConnectReturnCode.ConnectionAccepted:
                await SendConnAckAsync(device, acknowledge, cancellationToken);
                break;
            case MqttPubAckPacket when _hub.Faults.WithheldPubAcks.TryTake():
                break;
            case MqttSubAckPacket acknowledge:
                _grants.Remove(acknowledge.PacketIdentifier, out List<MqttSubscribeReasonCode>? codes);
                acknowledge.ReasonCodes = codes;
                await _inner.SendPacketAsync(acknowledge, cancellationToken);
                Device!.SubscriptionsChanged(this);
                break;
            default:
                await _inner.SendPacketAsync(packet, cancellationToken);
                break;
        }
    }

    public void PushDesired(long version, byte[] patch)
    {
        if (Subscriptions.DesiredQos is { } qos)
        {
            _requestLane.Send(new OutgoingMessage(string.Create(CultureInfo.InvariantCulture, $"$iothub/twin/PATCH/properties/desired/?$version={version}"), patch, qos));
        }
    }

    public void PushMethod(string name, string requestId, byte[] payload)
    {
        if (Subscriptions.MethodQos is { } qos)
        {
            _requestLane.Send(new OutgoingMessage($"$iothub/methods/POST/{name}/?$rid={requestId}", payload, qos));
        }
    }

    /// <summary>Sends a cloud-to-device message with the system properties that Azure adds.</summary>
    public void PushMessage(CloudToDeviceMessage message, int qos, Action done)
    {
        string to = $"/devices/{Device!.DeviceId}/messages/devicebound";
        var bag = new List<KeyValuePair<string, string?>> { new("$.mid", message.MessageId), new("$.to", to), new("iothub-ack", "none") };
        bag.AddRange(message.Properties);
        string topic = $"devices/{Device.DeviceId}/messages/devicebound/{PropertyBag.Format(bag)}";
        _messageLane.Send(new OutgoingMessage(topic, message.Payload, qos, done, message.DeliveryCount > 1 && SessionPresent && qos > 0));
    }

    private void PushTwinResponse(int status, string requestId, long? version, byte[] body)
    {
        if (Subscriptions.TwinResponseQos is { } qos)
        {
            string suffix = version is { } number ? string.Create(CultureInfo.InvariantCulture, $"&$version={number}") : "";
            _requestLane.Send(new OutgoingMessage(string.Create(CultureInfo.InvariantCulture, $"$iothub/twin/res/{status}/?$rid={requestId}{suffix}"), body, qos));
        }
    }

    private async Task SendConnAckAsync(EmulatedDevice device, MqttConnAckPacket acknowledge, CancellationToken cancellationToken)
    {
        // Attached first: a client that has its CONNACK can count on being seen as connected.
        device.Attach(this, _connect!.CleanSession);
        acknowledge.IsSessionPresent = SessionPresent;
        await _inner.SendPacketAsync(acknowledge, cancellationToken);
        if (_hub.Faults.ConnAckDrops.TryTake())
        {
            Close("dropped after CONNACK by a fault");
            return;
        }

        IsReady = true;
        StartTokenTimer();
        _ = PumpOutgoingAsync();
        device.PumpMessages();
    }

    private ushort Write(OutgoingMessage message)
    {
        ushort packetId = message.Qos == 0 ? (ushort)0 : NextPacketId();
        _outgoing.Writer.TryWrite(new MqttPublishPacket
        {
            Topic = message.Topic,
            Payload = new ReadOnlySequence<byte>(message.Payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
            PacketIdentifier = packetId,
            Dup = message.IsDuplicate,
        });
        return packetId;
    }

    private ushort NextPacketId() => (ushort)((Interlocked.Increment(ref _lastPacketId) % ushort.MaxValue) + 1);

    private async Task PumpOutgoingAsync()
    {
        try
        {
            await foreach (MqttPacket packet in _outgoing.Reader.ReadAllAsync())
            {
                await _inner.SendPacketAsync(packet, CancellationToken.None);
            }
        }
        catch (Exception error)
        {
            Close($"writing failed: {error.Message}");
        }
    }
}
