using System;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>Recognises a device by a certificate that TLS has shown to be its own. A token has no place beside it.</summary>
internal abstract class CertificateAttestation : Attestation
{
    public sealed override AttestationResult Verify(Evidence evidence, Func<string, bool> isResource, DateTimeOffset now, out DateTimeOffset expiry)
    {
        expiry = DateTimeOffset.MaxValue;
        if (evidence.Certificate is not { } certificate)
        {
            return AttestationResult.Missing;
        }

        if (!string.IsNullOrEmpty(evidence.Token))
        {
            return AttestationResult.Malformed;
        }

        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            return AttestationResult.Expired;
        }

        return Judge(certificate, evidence.Chain, now);
    }

    // DPS gives the hub the certificate that has registered, not what vouched for it.
    public sealed override Attestation ForHub(Evidence evidence) => new ThumbprintAttestation(evidence.Certificate!, null, null);

    protected abstract AttestationResult Judge(X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset now);

    /// <summary>Whether the subject's common name is a Registration ID's.</summary>
    protected static bool IsNamed(X509Certificate2 certificate, string registrationId) =>
        string.Equals(certificate.GetNameInfo(X509NameType.SimpleName, false), registrationId, StringComparison.OrdinalIgnoreCase);
}
