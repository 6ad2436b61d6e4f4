using IoTC.Buffers;

namespace IoTC.Engine;

/// <content>What is due, and when.</content>
public sealed partial class DeviceEngine
{
    /// <inheritdoc/>
    public long NextDeadlineMs
    {
        get
        {
            switch (_phase)
            {
                case Phase.Stopped: return long.MaxValue;
                case Phase.Waiting: return _resumeMs;
            }

            if (_isTransportOpening) return _openDeadlineMs;
            if (_phase == Phase.Provisioning) return _provisioning!.NextDeadlineMs;
            long session = Numbers.Min(_mqtt.NextDeadlineMs, _hub.NextDeadlineMs);
            return Numbers.Min(session, Numbers.Min(_stableMs, _isRenewing ? long.MaxValue : _renewMs));
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(long nowMs)
    {
        SetTime(nowMs);
        switch (_phase)
        {
            case Phase.Stopped:
                return;
            case Phase.Waiting:
                if (nowMs >= _resumeMs) Begin(nowMs);
                return;
        }

        if (_isTransportOpening)
        {
            HandleOpenTimeout(nowMs);
            return;
        }

        if (_phase == Phase.Provisioning)
        {
            _provisioning!.HandleTimeout(nowMs, UtcSeconds(nowMs));
            return;
        }

        _mqtt.HandleTimeout(nowMs);
        _hub.HandleTimeout(nowMs);
        if (nowMs >= _stableMs)
        {
            _shortLives = 0;
            HandleStable();
        }

        if (nowMs >= _renewMs && !_isRenewing) RenewToken(nowMs);
    }

    private void HandleOpenTimeout(long nowMs)
    {
        if (nowMs < _openDeadlineMs) return;
        AskClose();
        if (_phase == Phase.Provisioning) _provisioning!.HandleTransportFailed(Transport.TransportStatus.TimedOut, "", nowMs, UtcSeconds(nowMs));
        else HandleHubUnreachable(Transport.TransportStatus.TimedOut, "", nowMs);
    }

    private void HandleStable()
    {
        _stableMs = long.MaxValue;
        _backoff.Reset();
    }

    // A token cannot be renewed within a connection. The moment is chosen idle: nothing sent or received waits for an answer. What does all the
    // same when the time has come is kept and sent again.
    private void RenewToken(long nowMs)
    {
        if ((_unanswered > 0 || !_mqtt.IsIdle) && nowMs < _renewByMs)
        {
            _renewMs = Numbers.Min(nowMs + 1000, _renewByMs);
            return;
        }

        _isRenewing = true;
        _mqtt.Disconnect(nowMs);
    }
}
