using System;
using IoTC.Emulator.Certificates;
using IoTC.Emulator.Security;

namespace IoTC.Emulator;

/// <summary>An individual enrolment in DPS, and what its registrations come to.</summary>
public sealed class Enrollment
{
    private readonly string _primaryKey = SymmetricKey.Create();
    private ThumbprintAttestation? _thumbprint;

    /// <summary>Something that may change between registrations has.</summary>
    internal event Action<Enrollment>? Changed;

    /// <summary>The Registration ID; compared without case.</summary>
    public required string RegistrationId { get; init; }

    /// <summary>The Device ID that is answered; the Registration ID when null.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The base64 key; a new one unless given.</summary>
    public string PrimaryKey { get => _primaryKey; init => _primaryKey = SymmetricKey.Validate(value); }

    /// <summary>JSON that is answered as <c>registrationState.payload</c>; none when null.</summary>
    public string? PayloadJson { get; init; }

    /// <summary>The hub that is answered; <see cref="EmulatorOptions.AssignedHub"/> when null. May change between registrations.</summary>
    public string? AssignedHub { get; set => Change(ref field, value); }

    /// <summary>How registrations end. May change between registrations.</summary>
    public RegistrationOutcome Outcome { get; set => Change(ref field, value); }

    /// <summary><c>registrationState.errorCode</c> when the outcome is not Assigned; 0 takes a usual one.</summary>
    public int ErrorCode { get; set => Change(ref field, value); }

    /// <summary><c>registrationState.errorMessage</c> when the outcome is not Assigned; may itself be JSON (csdk#2362).</summary>
    public string? ErrorMessage { get; set => Change(ref field, value); }

    /// <summary>The device's certificate as PEM, its common name the Registration ID; null for a device with a key.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>Another certificate that is accepted as well, while they roll; or null.</summary>
    public string? SecondaryCertificatePem { get; init; }

    internal Attestation Attestation => CertificatePem is null ? new SymmetricKeyAttestation(PrimaryKey, PrimaryKey) : _thumbprint ??= CreateThumbprint(CertificatePem);

    private void Change<T>(ref T field, T value)
    {
        field = value;
        Changed?.Invoke(this);
    }

    private ThumbprintAttestation CreateThumbprint(string pem) =>
        new(CertificateText.Parse(pem), SecondaryCertificatePem is { } other ? CertificateText.Parse(other) : null, RegistrationId);
}
