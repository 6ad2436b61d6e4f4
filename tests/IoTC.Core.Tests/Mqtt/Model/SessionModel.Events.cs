using System;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <content>Events held against the reference, time, and the end of a run.</content>
internal sealed partial class SessionModel
{
    private readonly MqttEvent _event = new();
    private DueAcknowledge? _current;   // of the message that the last event shows
    private bool _isClean;
    private bool _isDisconnectedTold = true;

    /// <summary>Whether handlers defer acknowledgements and publish; the exploration has handlers that do neither.</summary>
    public bool HasSimpleHandlers { get; init; }

    private void SetHandled()
    {
        if (_current != null) _current.IsReady = true;
        _current = null;
    }

    private void ReadEvents(int decisions)
    {
        while (true)
        {
            SetHandled();
            if (!_session.TryReadEvent(_event)) break;
            HandleEvent(decisions);
            decisions = (decisions * 5) + 1;
        }

        if (!_link || _given != null) return;
        ModelFailure.Unless(!_reference.TakeRead(_settings.Deferred), $"the session tells nothing, and has {_reference.InboxCount} packets to read");
    }

    private void HandleEvent(int decisions)
    {
        MqttEventType type = _event.Type;
        Trace?.Add("  event  " + type);
        if (type == MqttEventType.Disconnected)
        {
            ModelFailure.Unless(_link, $"the end of a connection was told twice");
            _isDisconnectedTold = true;
            CloseLink();
            return;
        }

        if (type == MqttEventType.PublishDropped)
        {
            HandleDropped(_messages[_event.Token - 1]);
            return;
        }

        ModelFailure.Unless(_link, $"{type} was told without a connection");
        WirePacket packet = _reference.TakeEvent(type);
        bool isSame = type switch
        {
            MqttEventType.Connected => packet.Kind == WireKind.Connack && packet.Flag == _event.SessionPresent,
            MqttEventType.MessageReceived => packet.Kind == WireKind.Publish && IsSame(packet),
            MqttEventType.PublishCompleted => packet.Kind is WireKind.Puback or WireKind.Pubcomp && packet.Id == _event.PacketId,
            MqttEventType.SubscribeCompleted => packet.Kind == WireKind.Suback && IsRequest(packet, true) && packet.Filters == _event.PayloadCount,
            MqttEventType.UnsubscribeCompleted => packet.Kind == WireKind.Unsuback && IsRequest(packet, false),
            _ => false,
        };
        ModelFailure.Unless(isSame, $"{packet} was told as {type} with id {_event.PacketId} and token {_event.Token}");
        if (type == MqttEventType.Connected) HandleConnected();
        else if (type == MqttEventType.PublishCompleted) HandleCompleted(packet);
        else if (type == MqttEventType.MessageReceived) HandleMessage(packet, decisions);
    }

    private void HandleConnected()
    {
        ModelFailure.Unless(_isDisconnectedTold, $"a connection began before the end of the last one was told");
        _isDisconnectedTold = false;
        foreach (ClientMessage message in _messages)
        {
            ModelFailure.Unless(!message.IsPending || !message.MustDrop, $"#{message.Number} was sent in a session that has ended, and its loss was not told");
            message.MayDrop = false;
        }
    }

    private void HandleCompleted(WirePacket packet)
    {
        ClientMessage message = _messages[_event.Token - 1];
        ModelFailure.Unless(message.Id == packet.Id && message.Outcome == Outcome.Completed, $"{packet} completed #{message.Number}");
        ModelFailure.Unless(message.BrokerCount > 0, $"#{message.Number} is complete, and the broker never got it");
    }

    private static void HandleDropped(ClientMessage message)
    {
        ModelFailure.Unless(message.IsPending, $"#{message.Number} was {message.Outcome}, and is dropped");
        ModelFailure.Unless(message.IsAbandoned || message.MayDrop, $"#{message.Number} of QoS {message.QoS} is dropped for no reason");
        message.Outcome = Outcome.Dropped;
    }

    private void HandleMessage(WirePacket packet, int decisions)
    {
        if (packet.QoS > 0)
        {
            DueAcknowledge due = _reference.Acknowledges[^1];
            if (!HasSimpleHandlers && decisions % 3 == 0)
            {
                _event.DeferAcknowledge = true;
                due.Token = _event.AcknowledgeToken;
            }
            else
            {
                _current = due;
            }
        }

        if (!HasSimpleHandlers && decisions % 4 == 1) Publish(1, decisions & 31, false);
    }

    private bool IsSame(WirePacket packet)
    {
        byte[] topic = WireCodec.Topic(WireCodec.BrokerTopic, packet.Number);
        return packet.QoS == _event.QoS && packet.Dup == _event.Dup && packet.Retain == _event.Retain && packet.Id == _event.PacketId
            && _event.Buffer.AsSpan(_event.TopicOffset, _event.TopicCount).SequenceEqual(topic)
            && _event.Buffer.AsSpan(_event.PayloadOffset, _event.PayloadCount).SequenceEqual(WireCodec.Payload(packet.Number, packet.Size))
            && (_event.AcknowledgeToken != 0) == (packet.QoS > 0);
    }

    private bool IsRequest(WirePacket packet, bool isSubscribe)
    {
        ClientRequest? request = _reference.Requests.Find(r => r.Id == packet.Id);
        if (request == null || request.IsSubscribe != isSubscribe || request.Token != _event.Token) return false;
        _reference.Requests.Remove(request);
        return true;
    }

    private void PassTime(int milliseconds, int decisions)
    {
        _now += milliseconds;
        // Events that are read can move a time limit, also to a time that has passed; a second call must settle it.
        for (int calls = 0; calls < 2 && (calls == 0 || _session.NextDeadlineMs <= _now); calls++)
        {
            _session.HandleTimeout(_now);
            ReadEvents(decisions);
        }

        ModelFailure.Unless(_session.NextDeadlineMs > _now, $"the time limit stays at {_session.NextDeadlineMs - _now} ms from now");
    }

    private void Pump(int choice, int decisions)
    {
        HandOut(int.MaxValue);
        Advance(decisions);
        BrokerReceive(int.MaxValue);
        BrokerSend(choice, 20);
        Receive(int.MaxValue, decisions);
    }

    /// <summary>Lets everything arrive, without time passing; then nothing may be left.</summary>
    public void Finish()
    {
        for (int round = 0; round < 300; round++)
        {
            if (!_link) Open(false, false, 1);
            Pump(round, 1);
            while (_reference.Acknowledges.Exists(d => d.Token != 0 && !d.IsReady)) Acknowledge(0);
            Receive(int.MaxValue, 1);
            if (IsFinished()) break;
        }

        ClientMessage? pending = _messages.Find(m => m.IsPending && m.QoS > 0);
        ModelFailure.Unless(pending == null, $"#{pending?.Number} of QoS {pending?.QoS} id {pending?.Id} is stuck");
        ModelFailure.Unless(IsFinished(), $"the conversation does not come to an end: {Describe()}");
    }

    private string Describe()
        => FormattableString.Invariant($"{_session.QueuedCount} queued, {_session.InflightCount} in flight, {_reference.Requests.Count} requests, ")
        + FormattableString.Invariant($"due {_reference.Acknowledges.Count} acknowledgements, {_reference.Releases.Count} PUBREL, {_reference.Completions.Count} PUBCOMP, ")
        + (_broker.IsIdle ? "broker idle" : "broker busy");

    private bool IsFinished()
        => _link && _session.IsConnected && _broker.IsIdle && _given == null && _toBroker.Count == 0 && _clientWire.Count == 0 && _session.QueuedCount == 0
        && _session.InflightCount == 0 && !_messages.Exists(m => m.IsPending && m.QoS > 0)
        && _reference.Requests.Count + _reference.Acknowledges.Count + _reference.Releases.FindAll(r => !r.IsOptional).Count + _reference.Completions.Count == 0;
}
