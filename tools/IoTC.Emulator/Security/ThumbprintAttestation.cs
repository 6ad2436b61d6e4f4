using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>One certificate, or either of two: an individual enrolment, or a hub identity.</summary>
/// <param name="primary">The certificate, compared byte by byte.</param>
/// <param name="secondary">Another, while certificates roll; or null.</param>
/// <param name="registrationId">What its common name has to be; null at the hub, which knows a device by the certificate alone.</param>
internal sealed class ThumbprintAttestation(X509Certificate2 primary, X509Certificate2? secondary, string? registrationId) : CertificateAttestation
{
    public X509Certificate2 Primary => primary;

    public X509Certificate2? Secondary => secondary;

    public string? RegistrationId => registrationId;

    /// <summary>SHA-256 of the certificate, hexadecimal.</summary>
    public string Thumbprint => primary.GetCertHashString(HashAlgorithmName.SHA256);

    protected override AttestationResult Judge(X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset now)
    {
        bool isKnown = IsSame(certificate, primary) || (secondary is not null && IsSame(certificate, secondary));
        return !isKnown ? AttestationResult.WrongKey
            : registrationId is not null && !IsNamed(certificate, registrationId) ? AttestationResult.WrongResource
            : AttestationResult.Accepted;
    }

    private static bool IsSame(X509Certificate2 left, X509Certificate2 right) => left.RawDataMemory.Span.SequenceEqual(right.RawDataMemory.Span);
}
