using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Security;

/// <summary>A CA, root or intermediate, that vouches for every certificate under it whose common name is the Registration ID.</summary>
internal sealed class AuthorityAttestation(X509Certificate2 authority, string registrationId) : CertificateAttestation
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    protected override AttestationResult Judge(X509Certificate2 certificate, X509Certificate2Collection chain, DateTimeOffset now)
    {
        using var built = new X509Chain();
        X509ChainPolicy policy = built.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.Add(authority);
        policy.ExtraStore.AddRange(chain);
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        policy.VerificationTime = now.LocalDateTime;
        policy.VerificationTimeIgnored = false;
        // An intermediate is an end of trust here, which the platform calls a partial chain. What counts is that the authority is in it, above the leaf.
        policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        bool isSound = built.Build(certificate);
        bool isUnderAuthority = built.ChainElements.Skip(1).Any(element => element.Certificate.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span));
        return !isSound || !isUnderAuthority ? AttestationResult.WrongKey
            : IsNamed(certificate, registrationId) ? AttestationResult.Accepted
            : AttestationResult.WrongResource;
    }
}
