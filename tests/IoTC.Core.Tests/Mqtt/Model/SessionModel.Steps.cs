using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <content>The steps of an exploration: one whole packet at a time.</content>
internal sealed partial class SessionModel
{
    public bool IsConnected => _session.IsConnected;

    public void BrokerPublish(int qos) => _broker.Publish(qos, 1);

    public bool TryStepToBroker()
    {
        int length = PeekPacket();
        if (length == 0) return false;
        HandOut(length - 1);
        Advance(1);
        BrokerReceive(1);
        return true;
    }

    public bool TryStepToClient(bool last)
    {
        int ready = _link ? _broker.ReadyCount : 0;
        if (ready < (last ? 2 : 1)) return false;
        SendToClient(_broker.Send(last ? ready - 1 : 0));
        Receive(int.MaxValue, 1);
        return true;
    }

    public bool TryStepLose(ScenarioAction action)
    {
        if (!_link) return false;
        if (action != ScenarioAction.Lose)
        {
            if (PeekPacket() == 0) return false;
            HandOut(action == ScenarioAction.LoseSent ? int.MaxValue : 0);
            if (action == ScenarioAction.LoseTorn) Advance(1);
        }

        Lose(false, 1);
        return true;
    }

    public bool TryStepOpen(bool losesSession)
    {
        if (_link) return false;
        Open(losesSession, false, 1);
        return true;
    }

    private int PeekPacket()
    {
        if (!_link || !_session.TryGetOutput(out byte[] buffer, out int offset, out int count)) return 0;
        _session.AdvanceOutput(0, _now);
        return WireCodec.TryRead(new List<byte>(buffer[offset..(offset + count)]), 0, out _);
    }
}
