using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <content>The wires, and their breaking.</content>
internal sealed partial class SessionModel
{
    private readonly Queue<WirePacket> _toBroker = new();
    private readonly Queue<WirePacket> _toClient = new();
    private readonly Queue<byte> _clientWire = new();
    private readonly Queue<int> _arrivals = new();      // ends of the packets on their way, counted in bytes of the connection
    private OutputChecker? _checker;
    private bool _link;
    private byte[]? _given;             // a send that is under way: the session's own array
    private byte[] _givenCopy = [];
    private int _givenOffset;
    private int _givenSent;
    private long _clientSent;           // bytes put on the client's wire
    private long _clientReceived;

    public bool IsLinked => _link;

    private void HandOut(int limit)
    {
        if (!_link) return;
        if (_given != null) Advance(0);
        if (!_link || !_session.TryGetOutput(out byte[] buffer, out int offset, out int count)) return;
        ModelFailure.Unless(count > 0, $"output of {count} bytes");
        _given = buffer;
        _givenOffset = offset;
        _givenCopy = buffer.AsSpan(offset, count).ToArray();
        _givenSent = Math.Min(count, (limit % count) + 1);
        if (limit == int.MaxValue) _givenSent = count;
        _checker!.Give(_givenCopy);
        foreach (WirePacket packet in _checker.Send(_givenCopy, _givenSent))
        {
            Trace?.Add("  client " + packet);
            _toBroker.Enqueue(packet);
        }
    }

    private void Advance(int decisions)
    {
        if (_given == null) return;
        bool isSame = _given.AsSpan(_givenOffset, _givenCopy.Length).SequenceEqual(_givenCopy);
        ModelFailure.Unless(isSame, $"bytes changed while they were being sent");
        _given = null;
        _session.AdvanceOutput(_givenSent, _now);
        ReadEvents(decisions);
    }

    private void BrokerReceive(int count)
    {
        while (count-- > 0 && _toBroker.TryDequeue(out WirePacket? packet)) _broker.Receive(packet);
    }

    private void BrokerSend(int choice, int count)
    {
        while (_link && count-- > 0) SendToClient(_broker.Send(choice++));
    }

    private void SendToClient(WirePacket? packet)
    {
        if (packet == null) return;
        Trace?.Add("  broker " + packet);
        byte[] bytes = WireCodec.Write(packet);
        foreach (byte value in bytes) _clientWire.Enqueue(value);
        _clientSent += bytes.Length;
        _toClient.Enqueue(packet);
        _arrivals.Enqueue((int)_clientSent);
    }

    private void Receive(int limit, int decisions)
    {
        while (_link && limit > 0 && _clientWire.Count > 0)
        {
            SetHandled();
            _session.GetReceiveWindow(out byte[] buffer, out int offset, out int room);
            int count = Math.Min(Math.Min(limit, room), _clientWire.Count);
            bool mayBeFull = _given != null || _reference.Acknowledges.Count >= _settings.Deferred;
            ModelFailure.Unless(room > 0 || mayBeFull, $"the receive window is full");
            if (count == 0) return;
            for (int i = 0; i < count; i++) buffer[offset + i] = _clientWire.Dequeue();
            limit -= count;
            _clientReceived += count;
            while (_arrivals.TryPeek(out int end) && end <= _clientReceived)
            {
                _arrivals.Dequeue();
                _reference.Arrive(_toClient.Dequeue());
            }

            _session.CommitReceived(count, _now);
            ReadEvents(decisions);
        }

        if (_clientWire.Count > 0) return;
        _clientSent = 0;
        _clientReceived = 0;
    }

    private void Lose(bool arrives, int decisions)
    {
        if (!_link) return;
        if (arrives) BrokerReceive(int.MaxValue);
        _session.HandleTransportFailed(-1, "", _now);
        ReadEvents(decisions);
        ModelFailure.Unless(!_link, $"the loss of the connection was not told");
    }

    private void Open(bool losesSession, bool togglesClean, int decisions)
    {
        if (_link) return;
        if (togglesClean) _options.Connect.CleanSession = !_options.Connect.CleanSession;
        // Who asks for a clean session has given the old one up, whether CONNECT arrives or not.
        if (losesSession || _options.Connect.CleanSession) _broker.ForgetSession();
        if (_options.Connect.CleanSession && !_settings.Resend) _reference.EndSession();
        _isClean = _options.Connect.CleanSession;
        _link = true;
        _clientSent = 0;
        _clientReceived = 0;
        _reference.Open();
        _checker = new OutputChecker(_reference, _messages, _settings.Window);
        _session.HandleOpened(_now);
        ReadEvents(decisions);
    }

    private void Disconnect()
    {
        if (!_link) return;
        if (_session.IsConnected)
        {
            // What may leave is put in line before DISCONNECT, given out or not.
            foreach (ClientMessage message in _messages)
            {
                if (message.IsPending) message.Give(_reference.Connection);
            }
        }

        _session.Disconnect(_now);
        ReadEvents(0);
    }

    private void CloseLink()
    {
        _link = false;
        _given = null;
        _checker = null;
        _toBroker.Clear();
        _toClient.Clear();
        _clientWire.Clear();
        _arrivals.Clear();
        _broker.Disconnect();
        foreach (DueAcknowledge due in _reference.Acknowledges)
        {
            if (due.Token != 0) _staleTokens.Add(due.Token);
        }

        _current = null;
        _reference.Close(_isClean && !_settings.Resend);
    }
}
