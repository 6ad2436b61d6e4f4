using IoTC.Transport;

namespace IoTC.Nano.Tests.Scripted;

/// <summary>Time that passes while somebody waits, and a little whenever somebody looks.</summary>
internal sealed class ScriptedClock : IClock
{
    private long _nowMs = 1000;

    public long NowMs => _nowMs += StepMs;

    public long UtcUnixMs => 1700000000000L + _nowMs;

    /// <summary>How much passes at each look.</summary>
    public int StepMs { get; set; } = 1;

    public void Advance(long milliseconds) => _nowMs += milliseconds;
}
