using System;
using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <content>What the application sends.</content>
public sealed partial class MqttSession
{
    private long _sequence;

    /// <summary>Queues a message. QoS 1 and 2 are taken without a connection too, and stay until they are acknowledged.</summary>
    /// <param name="topic">Holds the Topic Name in UTF-8: 1–65535 bytes, no wildcards, no U+0000; copied before return.</param>
    /// <param name="topicOffset">Index of its first byte.</param>
    /// <param name="topicCount">Its length.</param>
    /// <param name="payload">Holds the payload; copied before return.</param>
    /// <param name="payloadOffset">Index of its first byte.</param>
    /// <param name="payloadCount">Its length; 0 is allowed.</param>
    /// <param name="qos">0, 1 or 2.</param>
    /// <param name="retain">Asks the server to keep the message for later subscribers.</param>
    /// <param name="token">Comes back with <see cref="MqttEventType.PublishCompleted"/> or <see cref="MqttEventType.PublishDropped"/>.</param>
    /// <param name="packetId">1–65535, or 0 when nothing was queued and at QoS 0.</param>
    /// <returns>Whether it was taken; at QoS 0 nothing more will be told.</returns>
    /// <exception cref="ArgumentException">The topic, a range or the QoS is not valid.</exception>
    /// <remarks>MQTT 3.1.1 §3.3.</remarks>
    public MqttSendStatus TryPublish(
        byte[] topic, int topicOffset, int topicCount, byte[] payload, int payloadOffset, int payloadCount, int qos, bool retain, int token, out int packetId)
    {
        if (!Bytes.IsRange(topic, topicOffset, topicCount)) throw new ArgumentException("The topic is not a range of its array.");
        if (!Bytes.IsRange(payload, payloadOffset, payloadCount)) throw new ArgumentException("The payload is not a range of its array.");
        if (qos < 0 || qos > 2) throw new ArgumentException("QoS must be 0, 1 or 2. [MQTT-3.3.1-4]");
        MqttViolation violation = TopicName.Validate(topic, topicOffset, topicCount);
        if (violation != MqttViolation.None) throw new ArgumentException("The Topic Name cannot be sent: " + MqttViolations.Describe(violation));
        return TryPublishChecked(topic, topicOffset, topicCount, payload, payloadOffset, payloadCount, qos, retain, token, out packetId);
    }

    /// <summary>Queues a message whose arguments are known to be valid.</summary>
    internal MqttSendStatus TryPublishChecked(
        byte[] topic, int topicOffset, int topicCount, byte[] payload, int payloadOffset, int payloadCount, int qos, bool retain, int token, out int packetId)
    {
        packetId = 0;
        if (qos == 0 && _state != State.Connected) return MqttSendStatus.NotConnected;

        int length = PublishPacket.GetLength(topicCount, payloadCount, qos);
        MqttSendStatus status = length < 0 ? MqttSendStatus.TooLarge : _outbound.Reserve(length);
        if (status != MqttSendStatus.Accepted) return status;

        if (qos > 0)
        {
            if (!HasFreePacketId) return MqttSendStatus.QueueFull;
            packetId = TakePacketId();
        }

        _outbound.Append(topic, topicOffset, topicCount, payload, payloadOffset, payloadCount, qos, retain, packetId, _sequence, token);
        return MqttSendStatus.Accepted;
    }

    /// <summary>Queues a QoS 0 message, whose arguments are known to be valid, before all that wait for their turn: its receiver does not wait as long as a full queue may take.</summary>
    internal MqttSendStatus TryPublishFirst(byte[] topic, int topicCount, byte[] payload, int payloadOffset, int payloadCount)
    {
        if (_state != State.Connected) return MqttSendStatus.NotConnected;
        int length = PublishPacket.GetLength(topicCount, payloadCount, 0);
        if (length < 0) return MqttSendStatus.TooLarge;
        if (!_control.TryReserve(length)) return MqttSendStatus.QueueFull;
        _control.Commit(PublishPacket.Write(_control.Array, _control.End, topic, 0, topicCount, payload, payloadOffset, payloadCount, 0, 0, PublishFlags.None));
        return MqttSendStatus.Accepted;
    }

    /// <summary>Queues SUBSCRIBE.</summary>
    /// <param name="filters">Topic Filters with the QoS asked for.</param>
    /// <param name="count">How many of them, at least 1. [MQTT-3.8.3-3]</param>
    /// <param name="token">Comes back with <see cref="MqttEventType.SubscribeCompleted"/>.</param>
    /// <param name="packetId">1–65535, or 0 when nothing was queued.</param>
    /// <param name="nowMs">The time now; the time limit for SUBACK starts with it.</param>
    /// <exception cref="ArgumentException">A filter or a QoS is not valid.</exception>
    public MqttSendStatus TrySubscribe(TopicSubscription[] filters, int count, int token, long nowMs, out int packetId)
    {
        if (filters == null || count < 1 || count > filters.Length) throw new ArgumentException("SUBSCRIBE needs at least one Topic Filter. [MQTT-3.8.3-3]");
        for (int i = 0; i < count; i++)
        {
            RequireFilter(filters[i].Filter);
            if (filters[i].QoS < 0 || filters[i].QoS > 2) throw new ArgumentException("The QoS asked for must be 0, 1 or 2. [MQTT-3-8.3-4]");
        }

        packetId = 0;
        if (_state != State.Connected) return MqttSendStatus.NotConnected;
        int length = SubscribePacket.GetLength(filters, count);
        MqttSendStatus status = ReserveRequest(length, out packetId);
        if (status != MqttSendStatus.Accepted) return status;

        _control.Commit(SubscribePacket.Write(_control.Array, _control.End, packetId, filters, count));
        _requests.Add(PacketType.Suback, packetId, count, token, nowMs);
        return MqttSendStatus.Accepted;
    }

    /// <summary>Queues UNSUBSCRIBE.</summary>
    /// <param name="filters">Topic Filters, byte for byte as they were subscribed.</param>
    /// <param name="count">How many of them, at least 1. [MQTT-3.10.3-2]</param>
    /// <param name="token">Comes back with <see cref="MqttEventType.UnsubscribeCompleted"/>.</param>
    /// <param name="packetId">1–65535, or 0 when nothing was queued.</param>
    /// <param name="nowMs">The time now; the time limit for UNSUBACK starts with it.</param>
    /// <exception cref="ArgumentException">A filter is not valid.</exception>
    public MqttSendStatus TryUnsubscribe(byte[][] filters, int count, int token, long nowMs, out int packetId)
    {
        if (filters == null || count < 1 || count > filters.Length) throw new ArgumentException("UNSUBSCRIBE needs at least one Topic Filter. [MQTT-3.10.3-2]");
        for (int i = 0; i < count; i++) RequireFilter(filters[i]);

        packetId = 0;
        if (_state != State.Connected) return MqttSendStatus.NotConnected;
        int length = UnsubscribePacket.GetLength(filters, count);
        MqttSendStatus status = ReserveRequest(length, out packetId);
        if (status != MqttSendStatus.Accepted) return status;

        _control.Commit(UnsubscribePacket.Write(_control.Array, _control.End, packetId, filters, count));
        _requests.Add(PacketType.Unsuback, packetId, count, token, nowMs);
        return MqttSendStatus.Accepted;
    }

    /// <summary>Queues DISCONNECT; when it has left, or after its time limit, <see cref="MqttEventType.Disconnected"/> is told. [MQTT-3.14.4-1]</summary>
    /// <remarks>Messages that are queued or unacknowledged stay in the session; wait for <see cref="QueuedCount"/> to reach 0 to have them delivered first.</remarks>
    /// <param name="nowMs">The time now.</param>
    public void Disconnect(long nowMs)
    {
        _nowMs = nowMs;
        if (_state == State.Closed || _state == State.Disconnecting) return;
        if (_state == State.AwaitingConnack)
        {
            Close(MqttDisconnectReason.ByClient);
            return;
        }

        // What the transport is sending now is not sent a second time.
        if (_outputSource != OutputSource.Outbound && !_outbound.IsPartlySent) JoinOutbound();
        if (!_control.TryReserve(DisconnectPacket.Length))
        {
            Close(MqttDisconnectReason.ByClient);
            return;
        }

        _control.Commit(DisconnectPacket.Write(_control.Array, _control.End));
        _state = State.Disconnecting;
        _disconnectDeadlineMs = nowMs + _options.DisconnectTimeoutMs;
    }

    /// <summary>Gives up every queued message; each is told as <see cref="MqttEventType.PublishDropped"/>.</summary>
    public void DropQueued() => _outbound.DropAll();

    /// <summary>Gives up the oldest queued message, to make room; it is not told.</summary>
    internal bool TryDropOldest(out int token) => _outbound.TryDropOldest(out token);

    private MqttSendStatus ReserveRequest(int length, out int packetId)
    {
        packetId = 0;
        if (length > MaxControlBytes) return MqttSendStatus.TooLarge;
        if (!HasFreePacketId || !_control.TryReserve(length)) return MqttSendStatus.QueueFull;
        packetId = TakePacketId();
        return MqttSendStatus.Accepted;
    }

    private static void RequireFilter(byte[] filter)
    {
        if (filter == null) throw new ArgumentNullException(nameof(filter));
        MqttViolation violation = TopicFilter.Validate(filter, 0, filter.Length);
        if (violation != MqttViolation.None) throw new ArgumentException("The Topic Filter cannot be sent: " + MqttViolations.Describe(violation));
    }

    private bool HasFreePacketId => _outbound.Count + _requests.Count < MqttLimits.MaxPacketId;

    // [MQTT-2.3.1-1] [MQTT-2.3.1-2] 1 to 65535, and none that is in use.
    private int TakePacketId()
    {
        while (true)
        {
            _sequence++;
            int packetId = (int)((_sequence - 1) % 65535) + 1;
            bool cannotBeQueued = _sequence - _outbound.OldestSequence < 65535;
            if ((cannotBeQueued || !_outbound.Contains(packetId)) && !_requests.Contains(packetId)) return packetId;
        }
    }
}
