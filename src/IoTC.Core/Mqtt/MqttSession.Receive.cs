using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <content>What the server sends.</content>
public sealed partial class MqttSession
{
    private readonly EndOfConnection _end = new EndOfConnection();
    private int _currentLength;         // bytes of the packet that the last event shows
    private int _currentToken;          // its acknowledgement, when the event's handler has returned
    private MqttEvent? _currentEvent;

    /// <summary>Reads the next event.</summary>
    /// <param name="mqttEvent">Filled in; its ranges are views until the next call.</param>
    /// <returns><see langword="false"/> when there is none; then more has to be received, or output to be sent.</returns>
    public bool TryReadEvent(MqttEvent mqttEvent)
    {
        ReleaseCurrent();
        if (_end.IsUntold) return TellEnd(mqttEvent);
        if (_outbound.HasDropped && TellDropped(mqttEvent)) return true;

        while (_state != State.Closed)
        {
            if (!HasRoomForAnswers())
            {
                PauseReading();
                return false;
            }

            MqttReadStatus status = PacketReader.TryRead(_received.Array, _received.Start, _received.Count, _options.MaxPacketSize, out MqttPacket packet);
            if (status == MqttReadStatus.Done && packet.QoS > 0 && _acknowledges.IsFull)
            {
                // Only a message that would have to wait too is held up: answers to this client's own messages are not.
                _isHeldUp = true;
                return false;
            }

            ResumeReading();
            if (status == MqttReadStatus.NeedMore) return false;
            if (status == MqttReadStatus.Malformed) Violate(packet.Violation);
            else if (status == MqttReadStatus.TooLarge) Close(MqttDisconnectReason.PacketTooLarge);
            else if (Handle(ref packet, mqttEvent)) return true;
            if (_end.IsUntold) return TellEnd(mqttEvent);
        }

        return false;
    }

    /// <summary>Acknowledges a message whose event was <see cref="MqttEvent.DeferAcknowledge">deferred</see>. PUBACKs and PUBRECs still leave in the order the messages came.</summary>
    /// <param name="acknowledgeToken"><see cref="MqttEvent.AcknowledgeToken"/>; one of an earlier connection is ignored, because the server sends that message again.</param>
    public void Acknowledge(int acknowledgeToken)
    {
        _acknowledges.MarkDone(acknowledgeToken);
        SendDueAcknowledges();
    }

    // The event before has been handled: its bytes may go, and its answer may leave.
    private void ReleaseCurrent()
    {
        if (_currentLength == 0) return;
        _received.Consume(_currentLength);
        _currentLength = 0;
        if (_currentToken != 0 && _currentEvent != null && !_currentEvent.DeferAcknowledge) _acknowledges.MarkDone(_currentToken);
        _currentToken = 0;
        _currentEvent = null;
        SendDueAcknowledges();
    }

    // Reading pauses, and with it the server, rather than that answers pile up without bound.
    private bool HasRoomForAnswers()
    {
        SendDueAcknowledges();
        return (_control.Room >= AckPacket.Length || !_control.IsSending) && _control.Count < MaxJoined;
    }

    private void SendDueAcknowledges()
    {
        while (_state == State.Connected && _acknowledges.TryPeekDue(out PacketType answer, out int packetId) && TryAnswer(answer, packetId))
        {
            _acknowledges.RemoveOldest();
        }
    }

    private bool TryAnswer(PacketType type, int packetId)
    {
        // [MQTT-3.14.4-2] nothing follows DISCONNECT.
        if (_state != State.Connected || (_control.IsSending && _control.Room < AckPacket.Length)) return false;
        return TryQueueAnswer(type, packetId);
    }

    private bool TryQueueAnswer(PacketType type, int packetId)
    {
        if (!_control.TryReserve(AckPacket.Length)) return false;
        _control.Commit(AckPacket.Write(_control.Array, _control.End, type, packetId));
        return true;
    }

    /// <returns>Whether there is something to tell.</returns>
    private bool Handle(ref MqttPacket packet, MqttEvent mqttEvent)
    {
        // [MQTT-3.2.0-1] the first packet is CONNACK, and there is no second one.
        if ((packet.Type == PacketType.Connack) != (_state == State.AwaitingConnack))
        {
            Violate(packet.Type == PacketType.Connack ? MqttViolation.UnexpectedConnack : MqttViolation.ConnackNotFirst);
            return false;
        }

        int length = packet.TotalLength;
        switch (packet.Type)
        {
            case PacketType.Publish:
                return HandlePublish(ref packet, mqttEvent);
            case PacketType.Connack:
                _received.Consume(length);
                return HandleConnack(ref packet, mqttEvent);
            case PacketType.Suback:
                return HandleSuback(ref packet, mqttEvent);
            case PacketType.Unsuback:
                _received.Consume(length);
                if (!_requests.TryComplete(PacketType.Unsuback, packet.PacketId, out _, out int token)) return false;
                return Tell(mqttEvent, MqttEventType.UnsubscribeCompleted, packet.PacketId, token);
            case PacketType.Puback:
                _received.Consume(length);
                return _outbound.TryComplete(packet.PacketId, 1, out token) && Tell(mqttEvent, MqttEventType.PublishCompleted, packet.PacketId, token);
            case PacketType.Pubcomp:
                _received.Consume(length);
                return _outbound.TryComplete(packet.PacketId, 2, out token) && Tell(mqttEvent, MqttEventType.PublishCompleted, packet.PacketId, token);
            case PacketType.Pubrec:
                // An unknown identifier is released all the same: the server waits for it. [MQTT-4.3.3-1]
                _received.Consume(length);
                _outbound.TryRelease(packet.PacketId, _nowMs);
                TryAnswer(PacketType.Pubrel, packet.PacketId);
                return false;
            case PacketType.Pubrel:
                _received.Consume(length);
                _inboundQoS2.Remove(packet.PacketId);
                TryAnswer(PacketType.Pubcomp, packet.PacketId);
                return false;
            default:
                _received.Consume(length);
                _keepAlive.HandlePingresp();
                return false;
        }
    }

    private bool HandleConnack(ref MqttPacket packet, MqttEvent mqttEvent)
    {
        if (packet.ReturnCode != ConnectReturnCode.Accepted)
        {
            // [MQTT-3.2.2-5] the server closes after a refusal; so does the client.
            _end.ReturnCode = packet.ReturnCode;
            Close(MqttDisconnectReason.Refused);
            return false;
        }

        if (_cleanSession && packet.SessionPresent)
        {
            Violate(MqttViolation.SessionPresentWithCleanSession);
            return false;
        }

        _state = State.Connected;
        _keepAlive.Start(_options.Connect.KeepAliveSeconds, _nowMs);
        BeginSession(packet.SessionPresent);
        mqttEvent.SessionPresent = packet.SessionPresent;
        mqttEvent.ReturnCode = packet.ReturnCode;
        return Tell(mqttEvent, MqttEventType.Connected, 0, 0);
    }

    private void BeginSession(bool serverHasSession)
    {
        if (!serverHasSession) _inboundQoS2.Clear();

        // [MQTT-4.4.0-1] whatever the server remembers. With a clean session there is nothing left to send again,
        // unless ResendAfterSessionLoss kept it.
        _outbound.Resume();
        long order = 0;
        while (_outbound.TryGetNextRelease(ref order, _nowMs, out int packetId)) TryQueueAnswer(PacketType.Pubrel, packetId);
    }

    private bool HandlePublish(ref MqttPacket packet, MqttEvent mqttEvent)
    {
        if (packet.QoS == 2 && _inboundQoS2.Contains(packet.PacketId))
        {
            // [MQTT-4.3.3-2] the same message again: acknowledged again, not delivered again.
            _received.Consume(packet.TotalLength);
            if (_acknowledges.IsEmpty) TryAnswer(PacketType.Pubrec, packet.PacketId);
            else _acknowledges.MarkDone(_acknowledges.Add(PacketType.Pubrec, packet.PacketId));
            return false;
        }

        if (packet.QoS == 2) _inboundQoS2.Add(packet.PacketId);
        if (packet.QoS > 0) _currentToken = _acknowledges.Add(packet.QoS == 1 ? PacketType.Puback : PacketType.Pubrec, packet.PacketId);
        _currentLength = packet.TotalLength;
        _currentEvent = mqttEvent;
        mqttEvent.Buffer = packet.Buffer;
        mqttEvent.TopicOffset = packet.TopicOffset;
        mqttEvent.TopicCount = packet.TopicCount;
        mqttEvent.PayloadOffset = packet.PayloadOffset;
        mqttEvent.PayloadCount = packet.PayloadCount;
        mqttEvent.QoS = packet.QoS;
        mqttEvent.Dup = packet.Dup;
        mqttEvent.Retain = packet.Retain;
        mqttEvent.AcknowledgeToken = _currentToken;
        mqttEvent.DeferAcknowledge = false;
        return Tell(mqttEvent, MqttEventType.MessageReceived, packet.PacketId, 0);
    }

    private bool HandleSuback(ref MqttPacket packet, MqttEvent mqttEvent)
    {
        if (!_requests.TryComplete(PacketType.Suback, packet.PacketId, out int filterCount, out int token))
        {
            // [MQTT-2.3.1-7] an answer to nothing that was asked completes nothing.
            _received.Consume(packet.TotalLength);
            return false;
        }

        if (packet.ReturnCodesCount != filterCount)
        {
            Violate(MqttViolation.SubackCountMismatch);
            return false;
        }

        _currentLength = packet.TotalLength;
        mqttEvent.Buffer = packet.Buffer;
        mqttEvent.PayloadOffset = packet.ReturnCodesOffset;
        mqttEvent.PayloadCount = packet.ReturnCodesCount;
        return Tell(mqttEvent, MqttEventType.SubscribeCompleted, packet.PacketId, token);
    }

    private bool TellDropped(MqttEvent mqttEvent)
        => _outbound.TryTakeDropped(out int packetId, out int token) && Tell(mqttEvent, MqttEventType.PublishDropped, packetId, token);

    private static bool Tell(MqttEvent mqttEvent, MqttEventType type, int packetId, int token)
    {
        mqttEvent.Type = type;
        mqttEvent.PacketId = packetId;
        mqttEvent.Token = token;
        return true;
    }
}
