using System;
using System.Collections.Generic;
using IoTC.Mqtt;

namespace IoTC.Fuzz.Targets;

/// <summary>Carries bytes to a session and back, and takes its events.</summary>
internal sealed class SessionDriver(MqttSession session, Trace trace, bool defers)
{
    private readonly MqttEvent _event = new();
    private readonly OutputTrace _output = new();
    private readonly List<int> _deferred = [];
    private bool _isClosed;

    public void FeedAll(FuzzInput input)
    {
        while (!_isClosed && input.TryTake(out int offset, out int count)) Feed(input.Buffer, offset, count);
    }

    public void Feed(byte[] bytes, int offset, int count)
    {
        while (count > 0 && !_isClosed)
        {
            session.GetReceiveWindow(out byte[] buffer, out int start, out int room);
            int taken = Math.Min(room, count);
            if (taken == 0)
            {
                // The application holds it up; it lets go.
                if (_deferred.Count == 0) throw new FuzzFailure("there is room to receive", $"the receive window is full with {count} bytes to come");
                AcknowledgeAll();
                continue;
            }

            Array.Copy(bytes, offset, buffer, start, taken);
            session.CommitReceived(taken, 1);
            offset += taken;
            count -= taken;
            Settle();
        }
    }

    public void Settle()
    {
        do
        {
            Send();
            if (!session.TryReadEvent(_event)) break;
            Take();
        }
        while (true);
        Send();
    }

    public void AcknowledgeAll()
    {
        while (_deferred.Count > 0)
        {
            int token = _deferred[0];
            _deferred.RemoveAt(0);
            session.Acknowledge(token);
            Settle();
        }
    }

    public void Finish()
    {
        trace.Add(session.IsConnected);
        trace.Add(session.InflightCount);
        trace.Add(session.QueuedCount);
        // What was due when the connection ended may have left before, or not.
        if (!_isClosed) _output.AddTo(trace);
        session.HandleTimeout(100_000);
        session.HandleTransportFailed(-1, "", 100_000);
        while (session.TryReadEvent(_event)) Take();
    }

    private void Send()
    {
        while (session.TryGetOutput(out byte[] buffer, out int offset, out int count))
        {
            _output.Add(buffer, offset, count);
            session.AdvanceOutput(count, 1);
        }
    }

    private void Take()
    {
        trace.Add((int)_event.Type);
        trace.Add(_event.PacketId);
        trace.Add(_event.Token);
        switch (_event.Type)
        {
            case MqttEventType.MessageReceived:
                trace.Add(_event.Buffer, _event.TopicOffset, _event.TopicCount);
                trace.Add(_event.Buffer, _event.PayloadOffset, _event.PayloadCount);
                _event.DeferAcknowledge = defers && _event.QoS > 0;
                if (_event.DeferAcknowledge) _deferred.Add(_event.AcknowledgeToken);
                break;
            case MqttEventType.SubscribeCompleted:
                trace.Add(_event.Buffer, _event.PayloadOffset, _event.PayloadCount);
                break;
            case MqttEventType.Disconnected:
                _isClosed = true;
                trace.Add((int)_event.Reason);
                trace.Add((int)_event.Violation);
                trace.Add((int)_event.ReturnCode);
                break;
        }
    }
}
