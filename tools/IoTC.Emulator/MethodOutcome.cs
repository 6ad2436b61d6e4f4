namespace IoTC.Emulator;

/// <summary>How a direct method ended.</summary>
public enum MethodOutcome
{
    /// <summary>The device replied.</summary>
    Answered,

    /// <summary>The device was not connected, or has not subscribed to methods (the service's 404103).</summary>
    DeviceNotOnline,

    /// <summary>The device did not reply in time, or went away meanwhile (the service's 504101).</summary>
    TimedOut,
}
