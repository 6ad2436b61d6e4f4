using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>One certificate, or either of two: an individual enrolment, or a hub identity.</summary>
/// <param name="Primary">The certificate, compared byte by byte.</param>
/// <param name="Secondary">Another, while certificates roll; or null.</param>
/// <param name="RegistrationId">What its common name has to be; null at the hub, which knows a device by the certificate alone.</param>
internal sealed class ThumbprintAttestation(X509Certificate2 Primary, X509Certificate2? Secondary, string? RegistrationId) : CertificateAttestation
{
    /// <summary>SHA-256 of the certificate, hexadecimal.</summary>
    public string Thumbprint => Primary.GetCertHashString(HashAlgorithmName.SHA256);

    protected override AttestationResult Judge(X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset now)
    {
        bool isKnown = IsSame(certificate, Primary) || (Secondary is not null && IsSame(certificate, Secondary));
        return !isKnown ? AttestationResult.WrongKey
            : RegistrationId is not null && !IsNamed(certificate, RegistrationId) ? AttestationResult.WrongResource
            : AttestationResult.Accepted;
    }

    private static bool IsSame(X509Certificate2 left, X509Certificate2 right) => left.RawDataMemory.Span.SequenceEqual(right.RawDataMemory.Span);
}
