using System;

namespace IoTC.Engine;

/// <summary>Decides which message of an <see cref="IOutbox"/> goes to the engine next, and when. It reads no clock, no file and no socket.</summary>
/// <remarks>
/// Messages go in the order of their numbers; so many as the window says are with the engine, which keeps and repeats them by itself. What piled up
/// without a connection goes at a limited rate: every message that is appended while there is one brings its own permission, so that live telemetry is
/// never slowed down, and time gives <c>replayPerSecond</c> more. So the pile shrinks at that rate, whatever the device sends besides.
/// </remarks>
internal sealed class OutboxFeed
{
    private const long One = 1000;          // permissions are counted in thousandths
    private const int RetryMs = 100;

    private readonly long[] _withEngine;    // number by token; 0 for a token that is free
    private readonly int _replayPerSecond;
    private long _next = 1;                 // the least number that has not been taken
    private long _appendedUpTo;
    private long _permitted;
    private long _permittedMs;              // when that was reckoned
    private long _blockedUntilMs = long.MinValue;
    private bool _isConnected;

    /// <param name="window">The most messages with the engine at a time.</param>
    /// <param name="replayPerSecond">The rate for what has piled up; 0 for no limit.</param>
    /// <param name="appendedUpTo">The number of the newest message there is.</param>
    public OutboxFeed(int window, int replayPerSecond, long appendedUpTo)
    {
        _withEngine = new long[window];
        _replayPerSecond = replayPerSecond;
        _appendedUpTo = appendedUpTo;
    }

    /// <summary>How many messages are with the engine.</summary>
    public int TakenCount { get; private set; }

    /// <summary>The device is ready.</summary>
    public void HandleConnected(long nowMs)
    {
        if (_isConnected) return;
        _isConnected = true;
        _permitted = One;
        _permittedMs = nowMs;
        _blockedUntilMs = long.MinValue;
    }

    /// <summary>The device is not ready any more; what the engine has, it keeps.</summary>
    public void HandleDisconnected() => _isConnected = false;

    /// <summary>Messages up to a number have been accepted by the outbox.</summary>
    public void HandleAppended(long sequence)
    {
        if (sequence <= _appendedUpTo) return;
        if (_isConnected) _permitted += (sequence - _appendedUpTo) * One;
        _appendedUpTo = sequence;
    }

    /// <summary>Whether a message may go now.</summary>
    /// <param name="nowMs">The time now.</param>
    /// <param name="fromSequence">The least number that it may have.</param>
    /// <param name="upToSequence">The greatest; when the outbox has none up to there, <see cref="HandleNone"/> says so.</param>
    public bool TryGetNext(long nowMs, out long fromSequence, out long upToSequence)
    {
        fromSequence = _next;
        upToSequence = _appendedUpTo;
        if (!IsWanted || nowMs < _blockedUntilMs) return false;
        Reckon(nowMs);
        return _replayPerSecond == 0 || _permitted >= One;
    }

    /// <summary>When <see cref="TryGetNext"/> is worth asking again though nothing else has happened; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadlineMs
    {
        get
        {
            if (!IsWanted) return long.MaxValue;
            long dueMs = _blockedUntilMs;
            if (_replayPerSecond > 0 && _permitted < One)
            {
                dueMs = Math.Max(dueMs, _permittedMs + ((One - _permitted + _replayPerSecond - 1) / _replayPerSecond));
            }

            return dueMs;
        }
    }

    private bool IsWanted => _isConnected && _next <= _appendedUpTo && TakenCount < _withEngine.Length;

    /// <summary>The outbox has no message between the two numbers that <see cref="TryGetNext"/> gave.</summary>
    public void HandleNone(long upToSequence) => _next = Math.Max(_next, upToSequence + 1);

    /// <summary>A message goes to the engine.</summary>
    /// <returns>The number to give with it.</returns>
    public int Take(long sequence)
    {
        int token = Array.IndexOf(_withEngine, 0L);
        _withEngine[token] = sequence;
        TakenCount++;
        _next = sequence + 1;
        if (_replayPerSecond > 0) _permitted -= One;
        return token;
    }

    /// <summary>The engine had no room for it: it goes again when something has been acknowledged, or a little later.</summary>
    public void GiveBack(int token, long nowMs)
    {
        _next = Complete(token);
        if (_replayPerSecond > 0) _permitted += One;
        _blockedUntilMs = TakenCount > 0 ? long.MaxValue : nowMs + RetryMs;
    }

    /// <summary>A message is acknowledged, or will never be.</summary>
    /// <returns>Its number; 0 when the token is nobody's.</returns>
    public long Complete(int token)
    {
        long sequence = (uint)token < (uint)_withEngine.Length ? _withEngine[token] : 0;
        // Not one of the outbox's: QoS 0 goes past it.
        if (sequence == 0) return 0;
        _withEngine[token] = 0;
        TakenCount--;
        _blockedUntilMs = long.MinValue;
        return sequence;
    }

    /// <summary>The engine has given a message up, with all after it: they are read again.</summary>
    public void GoBack(int token)
    {
        long sequence = Complete(token);
        if (sequence > 0) _next = Math.Min(_next, sequence);
    }

    /// <summary>Whether a message has gone and is not with the engine any more.</summary>
    public bool IsFinished(long sequence) => sequence < _next && Array.IndexOf(_withEngine, sequence) < 0;

    /// <summary>Whether a message is with the engine.</summary>
    public bool IsTaken(long sequence) => TakenCount > 0 && Array.IndexOf(_withEngine, sequence) >= 0;

    private void Reckon(long nowMs)
    {
        long gained = (nowMs - _permittedMs) * _replayPerSecond;
        _permittedMs = nowMs;
        // A second's worth is saved up at most.
        long most = Math.Max(_permitted, Math.Max(_replayPerSecond, 1) * One);
        _permitted = gained > most - _permitted ? most : _permitted + gained;
    }
}
