using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>The other side of the session: keeps a session of its own, and answers when the script lets it. Order is kept only where the standard asks for it (§4.6).</summary>
internal sealed class Broker(List<ClientMessage> clientMessages, bool smallIds)
{
    private readonly HashSet<int> _received = [];               // QoS 2 identifiers before PUBREL
    private readonly List<BrokerMessage> _session = [];         // to the client, in order
    private readonly Queue<WirePacket> _pubacks = new();
    private readonly Queue<WirePacket> _pubrecs = new();
    private readonly Queue<WirePacket> _pubcomps = new();
    private readonly List<WirePacket> _requests = [];           // SUBACK, UNSUBACK, PINGRESP
    private readonly List<WirePacket> _answered = [];
    private bool _hasSession;
    private bool _isClean;
    private bool _isKnown;              // the client has shown that it has read CONNACK
    private bool _isConnackDue;
    private bool _isConnackSent;
    private bool _sessionPresent;
    private int _lastId;
    private int _lastFirst;

    /// <summary>Every message it has published.</summary>
    public List<BrokerMessage> Messages { get; } = [];

    public bool IsIdle => _session.Count == 0 && !_isConnackDue && _pubacks.Count + _pubrecs.Count + _pubcomps.Count + _requests.Count == 0;

    /// <summary>The network connection has ended: answers that were not sent are not sent any more.</summary>
    public void Disconnect()
    {
        _isConnackDue = false;
        _isConnackSent = false;
        _pubacks.Clear();
        _pubrecs.Clear();
        _pubcomps.Clear();
        _requests.Clear();
        _answered.Clear();
        // §3.1.2.4: a clean session lasts as long as its connection. A new session whose CONNACK was lost would be taken for the old one:
        // no client of MQTT 3.1.1 can tell, so this broker begins anew once more.
        bool isUnknown = !_sessionPresent && !_isKnown;
        if (_hasSession && (_isClean || isUnknown)) ForgetSession();
        _session.RemoveAll(m => m.QoS == 0 && m.Stage != BrokerStage.Queued);
        foreach (BrokerMessage message in _session)
        {
            if (message.Stage == BrokerStage.Sent) message.Stage = BrokerStage.Unacknowledged;
            else if (message.Stage == BrokerStage.Released) message.Stage = BrokerStage.Recorded;
        }
    }

    /// <summary>The broker's session is lost, with its messages.</summary>
    public void ForgetSession()
    {
        _received.Clear();
        _session.Clear();
        _hasSession = false;
        foreach (ClientMessage message in clientMessages)
        {
            if (message.BrokerSeen > 0 && message.IsPending) message.SessionLosses++;
        }
    }

    public BrokerMessage Publish(int qos, int size)
    {
        var message = new BrokerMessage { Number = Messages.Count + 1, QoS = qos, Size = size };
        Messages.Add(message);
        _session.Add(message);
        return message;
    }

    /// <summary>Takes a packet that has arrived.</summary>
    public void Receive(WirePacket packet)
    {
        _isKnown = packet.Kind != WireKind.Connect;
        switch (packet.Kind)
        {
            case WireKind.Connect:
                if (packet.Flag) ForgetSession();
                _isClean = packet.Flag;
                _sessionPresent = _hasSession;
                _hasSession = true;
                _isConnackDue = true;
                break;
            case WireKind.Publish:
                ReceivePublish(packet);
                break;
            case WireKind.Puback:
                Finish(packet, 1, BrokerStage.Sent);
                break;
            case WireKind.Pubrec:
                if (Find(packet.Id, 2) is { } recorded && recorded.Stage != BrokerStage.Queued && recorded.Stage != BrokerStage.Unacknowledged) recorded.Stage = BrokerStage.Recorded;
                break;
            case WireKind.Pubcomp:
                Finish(packet, 2, BrokerStage.Released);
                break;
            case WireKind.Pubrel:
                _received.Remove(packet.Id);
                _pubcomps.Enqueue(new WirePacket(WireKind.Pubcomp, packet.Id));
                break;
            case WireKind.Subscribe:
                _requests.Add(new WirePacket(WireKind.Suback, packet.Id) { Filters = packet.Filters });
                break;
            case WireKind.Unsubscribe:
                _requests.Add(new WirePacket(WireKind.Unsuback, packet.Id));
                break;
            case WireKind.Pingreq:
                _requests.Add(new WirePacket(WireKind.Pingresp, 0));
                break;
        }
    }

    /// <summary>How many packets may be sent now, each as the next.</summary>
    public int ReadyCount => _isConnackDue ? 1 : Ready().Count;

    /// <summary>Sends one packet that may be sent now.</summary>
    /// <param name="choice">Which, of those that may.</param>
    public WirePacket? Send(int choice)
    {
        if (_isConnackDue)
        {
            _isConnackDue = false;
            _isConnackSent = true;
            return new WirePacket(WireKind.Connack, 0) { Flag = _sessionPresent };
        }

        List<Func<WirePacket>> ready = Ready();
        return ready.Count == 0 ? null : ready[choice % ready.Count]();
    }

    /// <summary>Sends again what need not be sent again, as some servers do.</summary>
    public WirePacket? Repeat(int choice)
    {
        if (!_isConnackSent || smallIds) return null;
        var packets = new List<WirePacket>(_answered);
        foreach (BrokerMessage message in _session)
        {
            if (message.QoS > 0 && message.Stage == BrokerStage.Sent) packets.Add(message.ToPublish(true));
            else if (message.Stage == BrokerStage.Released) packets.Add(new WirePacket(WireKind.Pubrel, message.Id));
        }

        return packets.Count == 0 ? null : packets[choice % packets.Count];
    }

    private List<Func<WirePacket>> Ready()
    {
        var ready = new List<Func<WirePacket>>(6);
        if (!_isConnackSent) return ready;
        foreach (Queue<WirePacket> queue in (Queue<WirePacket>[])[_pubacks, _pubrecs, _pubcomps])
        {
            if (queue.Count > 0) ready.Add(() => Answer(queue.Dequeue()));
        }

        foreach (WirePacket request in _requests) ready.Add(() => TakeRequest(request));
        if (_session.Find(m => m.Stage is BrokerStage.Queued or BrokerStage.Unacknowledged) is { } next && (next.Id != 0 || next.QoS == 0 || HasFreeId))
        {
            ready.Add(() => SendPublish(next));
        }

        if (_session.Find(m => m.Stage == BrokerStage.Recorded) is { } recorded) ready.Add(() => SendPubrel(recorded));
        return ready;
    }

    private bool HasFreeId => !smallIds || _session.FindAll(m => m.Id != 0).Count < 4;

    private WirePacket Answer(WirePacket packet)
    {
        if (!smallIds && packet.Kind is (WireKind.Puback or WireKind.Pubrec or WireKind.Pubcomp)) _answered.Add(packet);
        if (_answered.Count > 4) _answered.RemoveAt(0);
        return packet;
    }

    private WirePacket TakeRequest(WirePacket answer)
    {
        _requests.Remove(answer);
        return answer;
    }

    private WirePacket SendPublish(BrokerMessage message)
    {
        bool again = message.Stage == BrokerStage.Unacknowledged;
        if (message.QoS > 0 && message.Id == 0) message.Id = TakeId();
        message.Stage = BrokerStage.Sent;
        if (message.QoS == 0) _session.Remove(message);
        return message.ToPublish(again);
    }

    private static WirePacket SendPubrel(BrokerMessage message)
    {
        message.Stage = BrokerStage.Released;
        return new WirePacket(WireKind.Pubrel, message.Id);
    }

    private int TakeId()
    {
        do _lastId = (_lastId % (smallIds ? 5 : 65535)) + 1;
        while (_session.Exists(m => m.Id == _lastId));
        return _lastId;
    }

    private void ReceivePublish(WirePacket packet)
    {
        ClientMessage message = clientMessages[packet.Number - 1];
        if (message.BrokerSeen++ == 0)
        {
            ModelFailure.Unless(packet.Number > _lastFirst, $"#{packet.Number} arrived for the first time after #{_lastFirst}");
            _lastFirst = packet.Number;
        }

        if (packet.QoS < 2 || _received.Add(packet.Id)) message.BrokerCount++;
        bool isOnce = packet.QoS == 1 || message.BrokerCount <= 1 + message.SessionLosses;
        ModelFailure.Unless(isOnce, $"#{packet.Number} of QoS {packet.QoS} was delivered {message.BrokerCount} times by the broker");
        if (packet.QoS == 1) _pubacks.Enqueue(new WirePacket(WireKind.Puback, packet.Id));
        else if (packet.QoS == 2) _pubrecs.Enqueue(new WirePacket(WireKind.Pubrec, packet.Id));
    }

    private void Finish(WirePacket packet, int qos, BrokerStage stage)
    {
        BrokerMessage? message = Find(packet.Id, qos);
        if (message == null || message.Stage != stage) return;
        ModelFailure.Unless(message.ClientCount > 0, $"the broker's #{message.Number} was acknowledged and never delivered");
        _session.Remove(message);
    }

    private BrokerMessage? Find(int id, int qos) => _session.Find(m => m.Id == id && m.QoS == qos);
}
