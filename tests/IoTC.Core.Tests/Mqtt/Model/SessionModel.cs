using System;
using System.Collections.Generic;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>A session, a broker, the wires between them and the reference that both are held against.</summary>
internal sealed partial class SessionModel
{
    private readonly MqttSessionOptions _options;
    private readonly ModelSettings _settings;
    private readonly MqttSession _session;
    private readonly Broker _broker;
    private readonly ClientReference _reference;
    private readonly List<ClientMessage> _messages = [];
    private readonly List<int> _staleTokens = [];
    private int _requests;
    private long _now = 1000;

    public SessionModel(ModelSettings settings)
    {
        _settings = settings;
        _options = settings.ToOptions();
        _session = new MqttSession(_options);
        _broker = new Broker(_messages, settings.SmallIds);
        _reference = new ClientReference(_messages, _broker.Messages);
        if (settings.Wraps) UseIdentifiers(65500);
    }

    /// <summary>What went over the wires, for a report.</summary>
    public List<string>? Trace { get; init; }

    public void Apply(Operation operation)
    {
        Trace?.Add(operation.ToString());
        int a = operation.A;
        int b = operation.B;
        _now += b & 3;
        switch (operation.Kind)
        {
            case OperationKind.Publish: Publish(a % 3, _settings.HasLarge && (b & 14) == 0 ? 20_000 : (a >> 2) % 100, (b & 1) != 0); break;
            case OperationKind.Subscribe: Subscribe((a & 1) + 1); break;
            case OperationKind.Unsubscribe: Unsubscribe((a & 1) + 1); break;
            case OperationKind.HandOut:
                HandOut((a & 3) == 0 ? b : int.MaxValue);
                if ((a & 12) != 0) Advance(b);
                break;
            case OperationKind.Advance: Advance(b); break;
            case OperationKind.BrokerReceive: BrokerReceive((a % 4) + 1); break;
            case OperationKind.BrokerSend: BrokerSend(a, (b % 3) + 1); break;
            case OperationKind.BrokerRepeat: SendToClient(_link ? _broker.Repeat(a) : null); break;
            case OperationKind.BrokerPublish: _broker.Publish(a % 3, (a >> 2) % 150); break;
            case OperationKind.Receive: Receive((a & 1) != 0 ? (a % 13) + 1 : int.MaxValue, b); break;
            case OperationKind.Acknowledge: Acknowledge(a); break;
            case OperationKind.AcknowledgeStale: AcknowledgeStale(a); break;
            case OperationKind.Lose: Lose((a & 1) != 0, b); break;
            case OperationKind.Open: Open((a & 3) == 0, (a & 60) == 0, b); break;
            case OperationKind.Disconnect: Disconnect(); break;
            case OperationKind.PassTime: PassTime(a % 40000, b); break;
            case OperationKind.DropQueued: DropQueued(b); break;
            case OperationKind.Pump: Pump(a, b); break;
        }
    }

    public bool Publish(int qos, int size, bool retain)
    {
        int number = _messages.Count + 1;
        byte[] topic = WireCodec.Topic(WireCodec.ClientTopic, number);
        byte[] payload = WireCodec.Payload(number, size);
        MqttSendStatus status = _session.TryPublish(topic, 0, topic.Length, payload, 0, size, qos, retain, number, out int id);
        ModelFailure.Unless(status != MqttSendStatus.NotConnected || (qos == 0 && !_session.IsConnected), $"#{number} of QoS {qos} was refused with {status}");
        if (status != MqttSendStatus.Accepted)
        {
            ModelFailure.Unless(id == 0, $"#{number} was refused with {status}, and has id {id}");
            return false;
        }

        if (qos == 0) ModelFailure.Unless(id == 0, $"#{number} of QoS 0 has id {id}");
        else CheckIdentifier(id);
        _messages.Add(new ClientMessage { Number = number, QoS = qos, Id = id, Size = size, Retain = retain });
        return true;
    }

    private void Subscribe(int filters)
    {
        var subscriptions = new TopicSubscription[filters];
        for (int i = 0; i < filters; i++) subscriptions[i] = new TopicSubscription([.. "b/#"u8], i);
        HandleRequest(_session.TrySubscribe(subscriptions, filters, ++_requests, _now, out int id), true, id, filters);
    }

    private void Unsubscribe(int filters)
    {
        var names = new byte[filters][];
        for (int i = 0; i < filters; i++) names[i] = [.. "b/#"u8];
        HandleRequest(_session.TryUnsubscribe(names, filters, ++_requests, _now, out int id), false, id, filters);
    }

    private void HandleRequest(MqttSendStatus status, bool isSubscribe, int id, int filters)
    {
        ModelFailure.Unless(_session.IsConnected == (status == MqttSendStatus.Accepted), $"a request ended in {status}");
        if (status != MqttSendStatus.Accepted) return;
        CheckIdentifier(id);
        _reference.Requests.Add(new ClientRequest(isSubscribe, id, _requests, filters));
    }

    private void CheckIdentifier(int id)
    {
        ModelFailure.Unless(id is > 0 and < 65536, $"{id} was given as Packet Identifier");
        ClientMessage? other = _messages.Find(m => m.IsPending && !m.IsAbandoned && m.Id == id);
        ModelFailure.Unless(other == null, $"Packet Identifier {id} was given, and #{other?.Number} has it");
        ModelFailure.Unless(!_reference.Requests.Exists(r => r.Id == id), $"Packet Identifier {id} was given, and a request has it");
    }

    private void Acknowledge(int choice)
    {
        List<DueAcknowledge> deferred = _reference.Acknowledges.FindAll(d => d.Token != 0 && !d.IsReady);
        if (deferred.Count == 0) return;
        DueAcknowledge chosen = deferred[choice % deferred.Count];
        chosen.IsReady = true;
        _staleTokens.Add(chosen.Token);
        _session.Acknowledge(chosen.Token);
    }

    // Of an earlier connection, or a second time.
    private void AcknowledgeStale(int choice)
    {
        if (_staleTokens.Count > 0) _session.Acknowledge(_staleTokens[choice % _staleTokens.Count]);
    }

    private void DropQueued(int decisions)
    {
        _session.DropQueued();
        foreach (ClientMessage message in _messages)
        {
            if (!message.IsPending || message.IsAbandoned) continue;
            message.IsAbandoned = true;
            message.MustNotSend = !_link || message.GivenOn != _reference.Connection;
        }

        ReadEvents(decisions);
    }

    // A session that has lived for long: its identifiers are about to begin again.
    private void UseIdentifiers(int count)
    {
        var mqttEvent = new MqttEvent();
        _session.HandleOpened(_now);
        SendAll();
        Feed(WireCodec.Write(new WirePacket(WireKind.Connack, 0)));
        while (_session.TryReadEvent(mqttEvent)) { }
        byte[] topic = [.. "w"u8];
        for (int i = 0; i < count; i++)
        {
            _session.TryPublish(topic, 0, 1, topic, 0, 0, 1, false, 0, out int id);
            SendAll();
            Feed([0x40, 2, (byte)(id >> 8), (byte)id]);
            while (_session.TryReadEvent(mqttEvent)) { }
        }

        _session.HandleTransportFailed(-1, "", _now);
        while (_session.TryReadEvent(mqttEvent)) { }
    }

    private void SendAll()
    {
        while (_session.TryGetOutput(out _, out _, out int sent)) _session.AdvanceOutput(sent, _now);
    }

    private void Feed(byte[] bytes)
    {
        _session.GetReceiveWindow(out byte[] buffer, out int offset, out _);
        Array.Copy(bytes, 0, buffer, offset, bytes.Length);
        _session.CommitReceived(bytes.Length, _now);
    }
}
