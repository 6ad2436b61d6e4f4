using System.Collections.Generic;
using IoTC.Emulator.Provisioning;

namespace IoTC.Emulator.State;

/// <summary>What a data file held when it was opened.</summary>
internal sealed record SavedState(
    IReadOnlyList<string> IdScopes,
    IReadOnlyList<EnrollmentGroup> Groups,
    IReadOnlyList<Enrollment> Enrollments,
    IReadOnlyList<SavedRegistration> Registrations,
    IReadOnlyList<SavedDevice> Devices);
