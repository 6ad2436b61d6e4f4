using System.Security.Cryptography.X509Certificates;
using IoTC.Emulator.Security;

namespace IoTC.Emulator.Provisioning;

/// <summary>A group that vouches for any Registration ID: by a key from which each device's is derived, or by a CA that has signed each device's certificate.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Key">Base64; null for certificates.</param>
/// <param name="Authority">Root or intermediate; null for keys.</param>
internal sealed record EnrollmentGroup(string Name, string? Key, X509Certificate2? Authority = null)
{
    /// <summary>What one device is recognised by; the id as the device spells it.</summary>
    public Attestation AttestationFor(string registrationId) =>
        Authority is not null
            ? new AuthorityAttestation(Authority, registrationId)
            : new SymmetricKeyAttestation(SymmetricKey.Derive(Key!, registrationId), SymmetricKey.Derive(Key!, registrationId.ToLowerInvariant()));
}
