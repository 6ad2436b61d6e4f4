namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>One state of an exploration: the session, the broker, the wires, and what is still to come.</summary>
internal sealed class ScenarioState(Scenario scenario)
{
    private readonly SessionModel _model = new(scenario.Settings) { HasSimpleHandlers = true };
    private int _enqueued;
    private int _brokerEnqueued;
    private int _losses;

    public ulong Hash() => StateHash.Of(this);

    /// <summary>Does what can be done.</summary>
    /// <returns><see langword="false"/> when it cannot happen in this state; the state is of no use then.</returns>
    public bool TryDo(ScenarioAction action)
    {
        switch (action)
        {
            case ScenarioAction.Enqueue:
                // QoS 0 is refused without a connection: it waits for one.
                if (_enqueued == scenario.ClientQoS.Count || (scenario.ClientQoS[_enqueued] == 0 && !_model.IsConnected)) return false;
                ModelFailure.Unless(_model.Publish(scenario.ClientQoS[_enqueued], _enqueued++ == 0 ? scenario.FirstSize : 1, false), $"the queue is full");
                return true;
            case ScenarioAction.BrokerEnqueue:
                if (_brokerEnqueued == scenario.BrokerQoS.Count) return false;
                _model.BrokerPublish(scenario.BrokerQoS[_brokerEnqueued++]);
                return true;
            case ScenarioAction.ToBroker: return _model.TryStepToBroker();
            case ScenarioAction.ToClient: return _model.TryStepToClient(false);
            case ScenarioAction.LastToClient: return _model.TryStepToClient(true);
            case ScenarioAction.Open: return _model.TryStepOpen(_losses > 0 && _losses <= scenario.SessionLosses);
            default: return _losses++ < scenario.Losses && _model.TryStepLose(action);
        }
    }

    public void Finish() => _model.Finish();
}
