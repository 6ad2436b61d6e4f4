namespace IoTC.Emulator.State;

/// <summary>A device's last registration.</summary>
/// <param name="RegistrationId">Its name in DPS.</param>
/// <param name="OperationId">What it is polled by.</param>
/// <param name="ResultJson">The <c>registrationState</c> it came to.</param>
internal sealed record SavedRegistration(string RegistrationId, string OperationId, string ResultJson);
