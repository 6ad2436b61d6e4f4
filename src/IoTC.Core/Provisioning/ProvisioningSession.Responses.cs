using IoTC.Buffers;
using IoTC.Http;

namespace IoTC.Provisioning;

/// <content>What the server's answers mean.</content>
internal partial class ProvisioningSession
{
    private int _retryAfterSeconds;

    private void ReadResponse(long nowMs, long utcSeconds)
    {
        if (_parser.Status == HttpParseStatus.NeedMore) return;
        if (_parser.Status == HttpParseStatus.Error)
        {
            Failure.SetBadResponse(_options, _parser.Error);
            End(ProvisioningAction.Failed);
            return;
        }

        _hasAnswered = true;
        if (_parser.DateUnixSeconds >= 0) ServerOffsetMs = (_parser.DateUnixSeconds * 1000) - nowMs;
        if (_options.IsDateOnly)
        {
            End(ProvisioningAction.Succeeded);
            return;
        }

        // An answer before the request's end leaves nobody knowing where the next one begins.
        if (!_parser.KeepAlive || _sent < _requests.Output.Count) Drop();
        long skew = _parser.DateUnixSeconds < 0 ? 0 : _parser.DateUnixSeconds - (utcSeconds + _clockOffsetSeconds);
        HandleAnswer(_parser.StatusCode, _parser.Body.Array, 0, _parser.Body.Count, _parser.RetryAfterSeconds, skew, nowMs);
    }

    /// <summary>Decides what follows from one answer, over HTTPS or MQTT.</summary>
    /// <param name="status">200, 202, 401 …</param>
    /// <param name="body">Holds the body.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length.</param>
    /// <param name="retryAfterSeconds">The pause that the service asks for; -1 when it does not say.</param>
    /// <param name="skew">By how many seconds the server's clock is ahead; 0 when it does not say.</param>
    /// <param name="nowMs">The time now.</param>
    private protected void HandleAnswer(int status, byte[] body, int offset, int count, int retryAfterSeconds, long skew, long nowMs)
    {
        bool isJson = _result.TryRead(body, offset, count);
        _retryAfterSeconds = retryAfterSeconds;
        if (status == 200 || status == 202) ReadSuccess(isJson, nowMs);
        else if (status == 429 || status >= 500) PauseAfterFailure(status, nowMs);
        else ReadRefusal(status, skew, nowMs);
    }

    private void ReadSuccess(bool isJson, long nowMs)
    {
        if (!isJson)
        {
            Failure.SetBadResponse(_options, "the body is not a JSON object");
            End(ProvisioningAction.Failed);
            return;
        }

        switch (_result.Status)
        {
            case RegistrationStatus.Assigned when _result.AssignedHub.Length > 0:
                ReadAssignment();
                break;
            case RegistrationStatus.Failed:
            case RegistrationStatus.Disabled:
                Failure.SetTerminal(_options, _result);
                End(ProvisioningAction.Failed);
                break;
            case RegistrationStatus.Assigning when _result.OperationId.Length <= AssignmentRules.MaxOperationIdLength:
            case RegistrationStatus.Unassigned when _result.OperationId.Length <= AssignmentRules.MaxOperationIdLength:
                Failure.Clear();
                // An answer without operationId: the one before is polled again, or the registration begins anew.
                if (_result.OperationId.Length > 0) _operationId = _result.OperationId;
                _failures = 0;
                Pause(_retryAfterSeconds >= 0 ? _retryAfterSeconds * 1000L : 2000, nowMs);
                break;
            default:
                Failure.SetBadResponse(_options, "the body names no status that is known, or no hub, or an operation id that cannot be");
                End(ProvisioningAction.Failed);
                break;
        }
    }

    private void ReadAssignment()
    {
        if (AssignmentRules.IsHost(_result.AssignedHub) && (_result.DeviceId.Length == 0 || AssignmentRules.IsDeviceId(_result.DeviceId)))
        {
            End(ProvisioningAction.Succeeded);
            return;
        }

        Failure.SetBadResponse(_options, "the assigned hub is no host name, or the device id cannot be one");
        End(ProvisioningAction.Failed);
    }

    // 429 and 5xx pass: as the server says, or 2, 4, 8 … seconds, within the limit of the whole registration.
    private void PauseAfterFailure(int status, long nowMs)
    {
        Failure.SetRefusal(_options, status, _result);
        if (!TryPauseAfterFailure(_retryAfterSeconds, nowMs)) End(ProvisioningAction.Failed);
    }

    private protected bool TryPauseAfterFailure(int retryAfterSeconds, long nowMs)
    {
        long delayMs = retryAfterSeconds >= 0 ? retryAfterSeconds * 1000L : 1000L << Numbers.Min(++_failures, 6);
        if (nowMs + delayMs >= _deadlineMs) return false;
        Pause(delayMs, nowMs);
        return true;
    }

    private void ReadRefusal(int status, long skew, long nowMs)
    {
        bool isClock = status == 401 && _options.Signer != null && (skew > MaxClockSkewSeconds || skew < -MaxClockSkewSeconds);
        if (isClock && !_isSkewCorrected)
        {
            // DPS over HTTPS gives a time that can be trusted: signed again with it, once.
            _isSkewCorrected = true;
            _clockOffsetSeconds += skew;
            Pause(0, nowMs);
            return;
        }

        Failure.SetRefusal(_options, status, _result);
        End(ProvisioningAction.Failed);
    }

    private void Pause(long delayMs, long nowMs)
    {
        delayMs = Numbers.Max(delayMs, _options.MinDelayMs);
        _state = State.Pausing;
        _resumeMs = nowMs + delayMs;
        if (delayMs > MaxIdleConnectionMs) Drop();
    }
}
