using IoTC.Emulator.Security;

namespace IoTC.Emulator.Provisioning;

/// <summary>Who vouches for a registration: an individual enrolment, or a group.</summary>
internal sealed record Grant(SymmetricKeyAttestation Attestation, Enrollment? Enrollment, EnrollmentGroup? Group);
