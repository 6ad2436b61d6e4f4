namespace IoTC.Transport;

/// <summary>Tells the time to a driver: one clock for spans, which never goes back, and one for the date.</summary>
public interface IClock
{
    /// <summary>Milliseconds since some moment; never goes back, and does not jump when the date is set.</summary>
    long NowMs { get; }

    /// <summary>Milliseconds since 1970 UTC, as this device believes.</summary>
    long UtcUnixMs { get; }
}
