using IoTC.Emulator.Security;

namespace IoTC.Emulator.Provisioning;

/// <summary>Who vouches for a registration: an individual enrolment, or a group.</summary>
internal sealed record Grant(Attestation Attestation, Enrollment? Enrollment, EnrollmentGroup? Group)
{
    /// <summary>The ID Scope that the device named.</summary>
    public string IdScope { get; init; } = "";
}
