namespace IoTC.Provisioning;

/// <summary>What a <see cref="ProvisioningSession"/> asks of its engine.</summary>
internal enum ProvisioningAction : byte
{
    /// <summary>Nothing now.</summary>
    None,

    /// <summary>Open the transport to DPS.</summary>
    Open,

    /// <summary>Close the transport.</summary>
    Close,

    /// <summary>The device is assigned.</summary>
    Succeeded,

    /// <summary>The registration is refused, or has taken too long.</summary>
    Failed,
}
