namespace IoTC.Provisioning;

/// <summary>The statuses of a registration, in DPS's words.</summary>
internal enum RegistrationStatus : byte
{
    /// <summary>The body has no status, or an unknown one.</summary>
    Unknown,

    /// <summary>Polling goes on.</summary>
    Assigning,

    /// <summary>Polling goes on as well.</summary>
    Unassigned,

    /// <summary>Done.</summary>
    Assigned,

    /// <summary>Ended, although HTTP says 200.</summary>
    Failed,

    /// <summary>Ended, although HTTP says 200.</summary>
    Disabled,
}
