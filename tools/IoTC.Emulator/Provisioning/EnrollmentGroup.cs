using IoTC.Emulator.Security;

namespace IoTC.Emulator.Provisioning;

/// <summary>A group whose key vouches for any Registration ID: each device's key is derived from it.</summary>
internal sealed record EnrollmentGroup(string Name, string Key)
{
    /// <summary>The key of one device; the id as the device spells it.</summary>
    public SymmetricKeyAttestation AttestationFor(string registrationId) =>
        new(SymmetricKey.Derive(Key, registrationId), SymmetricKey.Derive(Key, registrationId.ToLowerInvariant()));
}
