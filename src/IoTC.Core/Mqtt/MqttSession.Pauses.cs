using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <content>Reading that pauses, and what this means for time limits: an answer that was not read is not the server's fault.</content>
public sealed partial class MqttSession
{
    // A pause shorter than this moves no time limit.
    private const int ShortPauseMs = 1000;

    private bool _isReadingPaused;      // answers cannot leave: the transport does not take them
    private bool _isHeldUp;             // the application holds as many messages as it may
    private bool _wasHeldUp;
    private long _pausedSinceMs;
    private long _readingSinceMs = long.MinValue;

    private void PauseReading()
    {
        if (!_isReadingPaused) _pausedSinceMs = _nowMs;
        _isReadingPaused = true;
    }

    private void ResumeReading()
    {
        if (_isReadingPaused && _nowMs - _pausedSinceMs >= ShortPauseMs) _readingSinceMs = _nowMs;
        _isReadingPaused = false;
        if (_isHeldUp) _wasHeldUp = true;
        _isHeldUp = false;
    }

    // The application lets go at a time that nobody tells; the next call with a time counts.
    private void EndHoldUp()
    {
        if (!_wasHeldUp || _isHeldUp) return;
        _wasHeldUp = false;
        _readingSinceMs = _nowMs;
    }

    private void ResetPauses()
    {
        _isReadingPaused = false;
        _isHeldUp = false;
        _wasHeldUp = false;
        _readingSinceMs = long.MinValue;
    }

    private long Deadline(long sinceMs, int timeoutMs)
    {
        if (sinceMs == long.MaxValue || _isHeldUp) return long.MaxValue;
        // While answers cannot leave, as long as the transport takes anything at all the link is alive.
        if (_isReadingPaused) sinceMs = Numbers.Max(sinceMs, _keepAlive.LastSentMs);
        return Numbers.Max(sinceMs, _readingSinceMs) + timeoutMs;
    }
}
