namespace IoTC.Emulator.Signals;

/// <summary>What has changed.</summary>
internal enum ChangeKind
{
    /// <summary>A device is new, or its connection, its status or its queue has changed.</summary>
    Device,

    /// <summary>A device is gone.</summary>
    Deleted,

    /// <summary>A telemetry message has arrived.</summary>
    Telemetry,

    /// <summary>Desired or reported properties have changed.</summary>
    Twin,

    /// <summary>A fault was switched, or has struck.</summary>
    Faults,
}
