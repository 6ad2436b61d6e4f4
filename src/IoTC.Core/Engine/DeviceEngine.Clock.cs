using IoTC.Provisioning;

namespace IoTC.Engine;

/// <content>A device's clock that is wrong makes good tokens look expired. The server's <c>Date</c> tells.</content>
public sealed partial class DeviceEngine
{
    // A clock that is off by less does not spoil a token.
    private const long MaxClockSkewMs = 300000;

    private bool _isAskingDate;
    private long _dateDueMs;            // when it may be asked for
    private long _serverOffsetMs;       // what makes the driver's clock the server's UTC; 0 until it is known
    private int _refusedCode;           // of the CONNACK that was the last refusal

    // Somebody has set the clock: a correction of the time before is of no use. The first time told is no step; an earlier run's correction stays.
    private void HandleClockStep(long stepMs)
    {
        if (_utcOffsetMs != 0 && (stepMs > MaxClockSkewMs || stepMs < -MaxClockSkewMs)) _clockCorrectionMs = 0;
    }

    /// <returns>Whether nothing else was asked for.</returns>
    private bool TakeServerTime(long nowMs)
    {
        if (_provisioning!.ServerOffsetMs != 0) _serverOffsetMs = _provisioning.ServerOffsetMs;
        if (!_isAskingDate) return false;
        AskClose();
        _isAskingDate = false;
        _provisioning = null;
        if (!TryCorrectClock(nowMs)) FailRefused(nowMs);
        return true;
    }

    /// <returns>Whether the clock was the reason: it is corrected, and the next attempt is on its way.</returns>
    private bool TryCorrectClock(long nowMs)
    {
        long skewMs = _serverOffsetMs - _utcOffsetMs - _clockCorrectionMs;
        if (_serverOffsetMs == 0 || _signer == null || (skewMs <= MaxClockSkewMs && skewMs >= -MaxClockSkewMs)) return false;
        _clockCorrectionMs += skewMs;
        _isRefused = false;
        string message = DescribeRefusal() + DescribeClock(skewMs);
        // Also in a first connection: the caller could do nothing about it but try again.
        if (_wasReady) Fail(IoTCError.ClockWrong, message, nowMs);
        else Wait(IoTCError.ClockWrong, message, nowMs);
        return true;
    }

    // MQTT tells no time. DPS does, to anybody who asks over HTTPS, and its certificate is verified. A device that registers there knows it already.
    private bool TryAskDate(long nowMs)
    {
        if (UsesProvisioning || _signer == null || nowMs < _dateDueMs) return false;
        _dateDueMs = nowMs + _options.ReprovisionMinIntervalMs;
        _isAskingDate = true;
        _phase = Phase.Provisioning;
        _provisioning = new ProvisioningSession(new ProvisioningOptions
        {
            Host = _options.ProvisioningHost,
            Port = _options.ProvisioningPort,
            TimeoutMs = _options.ProvisioningResponseTimeoutMs,
            ResponseTimeoutMs = _options.ProvisioningResponseTimeoutMs,
            IsDateOnly = true,
        });
        _provisioning.Start(nowMs);
        return true;
    }

    private static string DescribeClock(long skewMs)
    {
        long minutes = (skewMs < 0 ? -skewMs : skewMs) / 60000;
        return " The device's clock is " + minutes.ToString() + " minutes " + (skewMs < 0 ? "ahead of" : "behind") + " the server's, which makes a good token look wrong. The offset is applied now; check the clock.";
    }
}
