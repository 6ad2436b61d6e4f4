namespace IoTC.Emulator.Provisioning;

/// <summary>What a device asks DPS for.</summary>
internal enum DpsAction
{
    Register,
    Poll,
    LookUp,
}
