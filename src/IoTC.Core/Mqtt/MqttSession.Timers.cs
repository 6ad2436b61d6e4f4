using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <content>Time limits, and the end of a connection.</content>
public sealed partial class MqttSession
{
    private long _connackDeadlineMs;
    private long _disconnectDeadlineMs;

    /// <inheritdoc/>
    public long NextDeadlineMs
    {
        get
        {
            switch (_state)
            {
                case State.Closed: return long.MaxValue;
                case State.AwaitingConnack: return _connackDeadlineMs;
                case State.Disconnecting: return _disconnectDeadlineMs;
                default: return Numbers.Min(_keepAlive.PingDueMs, Numbers.Min(PingDeadlineMs, AcknowledgeDeadlineMs));
            }
        }
    }

    private long PingDeadlineMs => Deadline(_keepAlive.WaitSinceMs, _options.PingTimeoutMs);

    private long AcknowledgeDeadlineMs => Deadline(Numbers.Min(_outbound.OldestWaitMs, _requests.OldestWaitMs), _options.AcknowledgeTimeoutMs);

    /// <inheritdoc/>
    public void HandleTimeout(long nowMs)
    {
        _nowMs = nowMs;
        EndHoldUp();
        switch (_state)
        {
            case State.AwaitingConnack:
                if (nowMs >= _connackDeadlineMs) Close(MqttDisconnectReason.ConnackTimedOut);
                return;
            case State.Disconnecting:
                if (nowMs >= _disconnectDeadlineMs) Close(MqttDisconnectReason.ByClient);
                return;
            case State.Connected:
                if (nowMs >= PingDeadlineMs) Close(MqttDisconnectReason.PingTimedOut);
                else if (nowMs >= AcknowledgeDeadlineMs) Close(MqttDisconnectReason.AcknowledgeTimedOut);
                else if (nowMs >= _keepAlive.PingDueMs) Ping(nowMs);
                return;
        }
    }

    private void Ping(long nowMs)
    {
        _keepAlive.HandlePingreq(nowMs);
        if (!_control.TryReserve(PingreqPacket.Length)) return;
        _control.Commit(PingreqPacket.Write(_control.Array, _control.End));
    }

    // [MQTT-4.8.0-1]
    private void Violate(MqttViolation violation)
    {
        _end.Violation = violation;
        Close(MqttDisconnectReason.ProtocolViolation);
    }

    private void Close(MqttDisconnectReason reason)
    {
        _state = State.Closed;
        _end.Reason = reason;
        _end.IsUntold = true;
        _currentLength = 0;
        _currentToken = 0;
        _currentEvent = null;
        ResetPauses();
        _outputSource = OutputSource.None;
        _outputCount = 0;
        _received.Clear();
        _control.Clear();
        _requests.Clear();
        _acknowledges.Clear();
        _outbound.HandleClosed();
        if (_cleanSession && !_options.ResendAfterSessionLoss) _outbound.DropSent();
    }

    private bool TellEnd(MqttEvent mqttEvent)
    {
        mqttEvent.Reason = _end.Reason;
        mqttEvent.ReturnCode = _end.ReturnCode;
        mqttEvent.Violation = _end.Violation;
        mqttEvent.TransportStatus = _end.TransportStatus;
        mqttEvent.Detail = _end.Detail;
        _end.Clear();
        return Tell(mqttEvent, MqttEventType.Disconnected, 0, 0);
    }

    /// <summary>Why the connection has ended, until it is told.</summary>
    private sealed class EndOfConnection
    {
        public bool IsUntold;
        public MqttDisconnectReason Reason;
        public ConnectReturnCode ReturnCode;
        public MqttViolation Violation;
        public int TransportStatus;
        public string Detail = "";

        public void Clear()
        {
            IsUntold = false;
            Reason = MqttDisconnectReason.None;
            ReturnCode = ConnectReturnCode.Accepted;
            Violation = MqttViolation.None;
            TransportStatus = 0;
            Detail = "";
        }
    }
}
