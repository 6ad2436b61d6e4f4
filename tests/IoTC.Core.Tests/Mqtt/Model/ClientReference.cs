using System;
using System.Collections.Generic;
using IoTC.Mqtt;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>
/// What a client must make of the packets that reach it, one after the other. It runs behind the session: it takes a packet when an event or an answer
/// of the session shows that the session has taken it.
/// </summary>
internal sealed class ClientReference(List<ClientMessage> messages, List<BrokerMessage> brokerMessages)
{
    private readonly Queue<WirePacket> _inbox = new();
    private readonly HashSet<int> _received = [];       // QoS 2 identifiers before PUBREL
    private int _releases;
    private int _lastBrokerFirst;

    /// <summary>SUBSCRIBE and UNSUBSCRIBE that wait for an answer.</summary>
    public List<ClientRequest> Requests { get; } = [];

    /// <summary>Answers due to PUBLISH packets, in their order.</summary>
    public List<DueAcknowledge> Acknowledges { get; } = [];

    /// <summary>PUBRELs due, in the order of their PUBRECs.</summary>
    public List<DueRelease> Releases { get; } = [];

    /// <summary>PUBCOMPs due.</summary>
    public List<int> Completions { get; } = [];

    public bool IsConnected { get; private set; }

    public int Connection { get; private set; }

    public int InboxCount => _inbox.Count;

    public void Arrive(WirePacket packet) => _inbox.Enqueue(packet);

    public void Open()
    {
        Connection++;
        IsConnected = false;
    }

    /// <summary>The connection has ended.</summary>
    /// <param name="isClean">Whether its session ends with it and nothing is sent again.</param>
    public void Close(bool isClean)
    {
        // How much of it the session had taken cannot be seen.
        foreach (WirePacket packet in _inbox)
        {
            if (packet.Kind == WireKind.Pubrec && Find(packet.Id, 2) is { ReleaseOrder: 0 } message && message.SentOn == Connection) message.MayBeReleased = true;
        }

        _inbox.Clear();
        Requests.Clear();
        Acknowledges.Clear();
        Releases.Clear();
        Completions.Clear();
        IsConnected = false;
        if (isClean) EndSession();
    }

    /// <summary>What was sent in the session that ends is not sent in another one.</summary>
    public void EndSession()
    {
        _received.Clear();
        foreach (ClientMessage message in messages)
        {
            if (!message.IsPending || message.QoS == 0) continue;
            if (message.GivenOn > 0) message.MayDrop = true;
            if (message.SentOn > 0) message.MustDrop = true;
        }
    }

    /// <summary>Takes packets up to the one that must have led to an event.</summary>
    public WirePacket TakeEvent(MqttEventType type)
    {
        while (_inbox.TryDequeue(out WirePacket? packet))
        {
            if (Take(packet)) return packet;
        }

        throw new ModelFailure($"the session told {type}, and nothing has arrived that says so");
    }

    /// <summary>Takes packets that lead to no event until something holds.</summary>
    public void TakeSilent(Func<bool> until)
    {
        while (!until() && _inbox.TryPeek(out WirePacket? packet) && !IsEvent(packet))
        {
            _inbox.Dequeue();
            Take(packet);
        }
    }

    /// <summary>Takes what the session must have taken without telling an event.</summary>
    /// <returns>Whether it has no reason to leave the next packet unread.</returns>
    public bool TakeRead(int maxDeferred)
    {
        TakeSilent(() => IsHeldUp(maxDeferred));
        return _inbox.Count > 0 && !IsHeldUp(maxDeferred);
    }

    // A message that would have to be acknowledged after too many others waits.
    private bool IsHeldUp(int maxDeferred) => _inbox.TryPeek(out WirePacket? packet) && packet.Kind == WireKind.Publish && packet.QoS > 0 && Acknowledges.Count >= maxDeferred;

    public ClientMessage? Find(int id, int qos) => messages.Find(m => m.IsPending && !m.IsAbandoned && m.Id == id && m.QoS == qos);

    private bool IsEvent(WirePacket packet) => packet.Kind switch
    {
        WireKind.Connack => true,
        WireKind.Publish => packet.QoS < 2 || !_received.Contains(packet.Id),
        WireKind.Puback => Find(packet.Id, 1) != null,
        WireKind.Pubcomp => Find(packet.Id, 2) is { ReleaseOrder: > 0 },
        WireKind.Suback or WireKind.Unsuback => Requests.Exists(r => r.Id == packet.Id),
        _ => false,
    };

    private bool Take(WirePacket packet)
    {
        bool isEvent = IsEvent(packet);
        switch (packet.Kind)
        {
            case WireKind.Connack:
                TakeConnack(packet.Flag);
                break;
            case WireKind.Publish:
                TakePublish(packet, isEvent);
                break;
            case WireKind.Puback when isEvent:
                Find(packet.Id, 1)!.Outcome = Outcome.Completed;
                break;
            case WireKind.Pubcomp when isEvent:
                Find(packet.Id, 2)!.Outcome = Outcome.Completed;
                break;
            case WireKind.Pubrec:
                Releases.Add(new DueRelease(packet.Id, false));
                if (Find(packet.Id, 2) is { ReleaseOrder: 0 } message) message.ReleaseOrder = ++_releases;
                break;
            case WireKind.Pubrel:
                _received.Remove(packet.Id);
                Completions.Add(packet.Id);
                break;
        }

        return isEvent;
    }

    private void TakeConnack(bool sessionPresent)
    {
        IsConnected = true;
        if (!sessionPresent) _received.Clear();
        var resumed = messages.FindAll(m => m.IsPending && !m.MustDrop && !m.IsAbandoned && (m.ReleaseOrder > 0 || m.MayBeReleased));
        resumed.Sort((a, b) => (a.ReleaseOrder == 0 ? int.MaxValue : a.ReleaseOrder).CompareTo(b.ReleaseOrder == 0 ? int.MaxValue : b.ReleaseOrder));
        foreach (ClientMessage message in resumed) Releases.Add(new DueRelease(message.Id, message.MayBeReleased));
    }

    private void TakePublish(WirePacket packet, bool isDelivered)
    {
        if (packet.QoS > 0) Acknowledges.Add(new DueAcknowledge(packet.QoS == 1 ? WireKind.Puback : WireKind.Pubrec, packet.Id) { IsReady = !isDelivered });
        if (!isDelivered) return;
        if (packet.QoS == 2) _received.Add(packet.Id);
        BrokerMessage message = brokerMessages[packet.Number - 1];
        if (message.ClientCount++ == 0)
        {
            ModelFailure.Unless(packet.Number > _lastBrokerFirst, $"the broker's #{packet.Number} was delivered after #{_lastBrokerFirst}");
            _lastBrokerFirst = packet.Number;
        }

        ModelFailure.Unless(packet.QoS == 1 || message.ClientCount == 1, $"the broker's #{packet.Number} of QoS {packet.QoS} was delivered {message.ClientCount} times");
    }

    public void MarkReleased(ClientMessage message)
    {
        if (message.ReleaseOrder == 0) message.ReleaseOrder = ++_releases;
        message.MayBeReleased = false;
    }
}
