using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <summary>
/// Watches both directions. A PINGREQ is due when nothing was sent for most of the Keep Alive interval [MQTT-3.1.2-23], and also when nothing
/// was received for as long: sending QoS 0 messages into a dead link does not hide it. MQTT 3.1.1 §3.1.2.10.
/// </summary>
internal sealed class KeepAlive
{
    private long _intervalMs;
    private long _lastSentMs;
    private long _lastReceivedMs;
    private long _pingSinceMs;
    private long _lastTakenMs;          // by the transport; _lastSentMs counts a queued PINGREQ too
    private bool _isPingQueued;

    /// <summary>Whether a PINGRESP is awaited.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>When the transport took bytes last.</summary>
    public long LastSentMs => _lastTakenMs;

    /// <summary>Starts with a connection.</summary>
    /// <param name="keepAliveSeconds">Of CONNECT; 0 switches it off.</param>
    /// <param name="nowMs">The time now.</param>
    public void Start(int keepAliveSeconds, long nowMs)
    {
        // The margin leaves the PINGREQ time to arrive before the interval is over.
        long margin = Numbers.Min(5000, keepAliveSeconds * 250);
        _intervalMs = keepAliveSeconds == 0 ? 0 : (keepAliveSeconds * 1000L) - margin;
        _lastSentMs = nowMs;
        _lastReceivedMs = nowMs;
        _lastTakenMs = nowMs;
        IsWaiting = false;
        _isPingQueued = false;
    }

    /// <summary>Bytes have been sent.</summary>
    /// <param name="isPingSent">Whether a PINGREQ queued before has left with them.</param>
    /// <param name="nowMs">The time now.</param>
    public void HandleSent(bool isPingSent, long nowMs)
    {
        _lastSentMs = nowMs;
        _lastTakenMs = nowMs;
        if (!_isPingQueued) return;
        // A slow link that still takes bytes has not had the chance to answer.
        _pingSinceMs = nowMs;
        if (isPingSent) _isPingQueued = false;
    }

    /// <summary>Bytes have come.</summary>
    public void HandleReceived(long nowMs) => _lastReceivedMs = nowMs;

    /// <summary>PINGRESP has come.</summary>
    public void HandlePingresp() => IsWaiting = false;

    /// <summary>A PINGREQ has been queued.</summary>
    public void HandlePingreq(long nowMs)
    {
        if (!IsWaiting)
        {
            _pingSinceMs = nowMs;
            _isPingQueued = true;
        }

        IsWaiting = true;
        _lastSentMs = nowMs;
    }

    /// <summary>When a PINGREQ is due, or <see cref="long.MaxValue"/>.</summary>
    public long PingDueMs
    {
        get
        {
            if (_intervalMs == 0) return long.MaxValue;
            long since = IsWaiting ? _lastSentMs : Numbers.Min(_lastSentMs, _lastReceivedMs);
            return since + _intervalMs;
        }
    }

    /// <summary>When the PINGREQ that waits for its PINGRESP was sent, or <see cref="long.MaxValue"/>.</summary>
    public long WaitSinceMs => IsWaiting ? _pingSinceMs : long.MaxValue;
}
