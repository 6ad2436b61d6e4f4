namespace IoTC.Transport.Tls.Tests.Protocol;

/// <summary>The date is right; the span clock moves by hand.</summary>
internal sealed class StandingClock : IClock
{
    public long NowMs { get; set; } = 1_000;

    public long UtcUnixMs => new SystemClock().UtcUnixMs;
}
