using System;
using System.Buffers;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IoTC.Emulator.Hub;

internal sealed partial class MqttLink
{
    private readonly Channel<MqttPacket> _outgoing = Channel.CreateUnbounded<MqttPacket>(new UnboundedChannelOptions { SingleReader = true });
    private readonly OutgoingLane _messageLane;
    private readonly OutgoingLane _requestLane;
    private int _lastPacketId;

    /// <summary>Sends a message that waits for the PUBACK of the cloud-to-device message before it.</summary>
    public void SendMessage(OutgoingMessage message) => _messageLane.Send(message);

    /// <summary>Sends anything else: responses, desired properties, methods.</summary>
    public void SendRequest(OutgoingMessage message) => _requestLane.Send(message);

    /// <summary>What MQTTnet's server wants to send, altered or withheld where Azure differs.</summary>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        switch (packet)
        {
            case MqttConnAckPacket acknowledge when _role is not null && acknowledge.ReturnCode == MqttConnectReturnCode.ConnectionAccepted:
                await SendConnAckAsync(_role, acknowledge, cancellationToken);
                break;
            case MqttPubAckPacket when _hub.Faults.WithheldPubAcks.TryTake():
                break;
            case MqttSubAckPacket acknowledge:
                _grants.Remove(acknowledge.PacketIdentifier, out List<MqttSubscribeReasonCode>? codes);
                acknowledge.ReasonCodes = codes;
                await _inner.SendPacketAsync(acknowledge, cancellationToken);
                _role!.SubscriptionsChanged();
                break;
            default:
                await _inner.SendPacketAsync(packet, cancellationToken);
                break;
        }
    }

    private async Task SendConnAckAsync(ILinkRole role, MqttConnAckPacket acknowledge, CancellationToken cancellationToken)
    {
        // Started first: a client that has its CONNACK can count on being seen as connected.
        acknowledge.IsSessionPresent = role.Start(_connect!.CleanSession);
        await _inner.SendPacketAsync(acknowledge, cancellationToken);
        if (_hub.Faults.ConnAckDrops.TryTake())
        {
            Close("dropped after CONNACK by a fault");
            return;
        }

        IsReady = true;
        StartTokenTimer();
        _ = PumpOutgoingAsync();
        role.Ready();
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

    private ushort NextPacketId() => (ushort)(((uint)Interlocked.Increment(ref _lastPacketId) % ushort.MaxValue) + 1);

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
