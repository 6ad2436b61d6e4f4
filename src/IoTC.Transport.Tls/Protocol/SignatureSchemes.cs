using System.Collections.Generic;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>The signatures that are accepted of a server, and those that a device's key makes. None with SHA-1.</summary>
/// <remarks>RFC 8446 §4.2.3.</remarks>
internal static class SignatureSchemes
{
    private static readonly SignatureAndHashAlgorithm EcdsaSha256 = new(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    private static readonly SignatureAndHashAlgorithm EcdsaSha384 = new(HashAlgorithm.sha384, SignatureAlgorithm.ecdsa);
    private static readonly SignatureAndHashAlgorithm EcdsaSha512 = new(HashAlgorithm.sha512, SignatureAlgorithm.ecdsa);

    // A signature of a certificate or, in TLS 1.2, of a handshake.
    private static readonly SignatureAndHashAlgorithm Pkcs1Sha256 = new(HashAlgorithm.sha256, SignatureAlgorithm.rsa);
    private static readonly SignatureAndHashAlgorithm Pkcs1Sha384 = new(HashAlgorithm.sha384, SignatureAlgorithm.rsa);
    private static readonly SignatureAndHashAlgorithm Pkcs1Sha512 = new(HashAlgorithm.sha512, SignatureAlgorithm.rsa);

    private static readonly SignatureAndHashAlgorithm[] RsaOfTls13 =
        [SignatureAndHashAlgorithm.rsa_pss_rsae_sha256, SignatureAndHashAlgorithm.rsa_pss_rsae_sha384, SignatureAndHashAlgorithm.rsa_pss_rsae_sha512];

    private static readonly SignatureAndHashAlgorithm[] RsaOfTls12 = [.. RsaOfTls13, Pkcs1Sha256, Pkcs1Sha384, Pkcs1Sha512];

    /// <summary>What is offered to servers, best first; a new list each time, since BouncyCastle keeps it.</summary>
    public static IList<SignatureAndHashAlgorithm> Offered() =>
    [
        EcdsaSha256, EcdsaSha384, EcdsaSha512, SignatureAndHashAlgorithm.ed25519, .. RsaOfTls12,
        SignatureAndHashAlgorithm.rsa_pss_pss_sha256, SignatureAndHashAlgorithm.rsa_pss_pss_sha384, SignatureAndHashAlgorithm.rsa_pss_pss_sha512,
    ];

    /// <summary>What a key can sign with that the server accepts too; <see langword="null"/> when there is nothing.</summary>
    /// <param name="key">RSA, or EC on P-256, P-384 or P-521.</param>
    /// <param name="isTls13">Then PKCS#1 is no choice, and the hash goes with the curve.</param>
    /// <param name="accepted">What the server has asked for.</param>
    public static SignatureAndHashAlgorithm? Choose(AsymmetricKeyParameter key, bool isTls13, ICollection<SignatureAndHashAlgorithm> accepted)
    {
        SignatureAndHashAlgorithm[] own = key switch
        {
            ECPrivateKeyParameters ec when isTls13 => [OfCurve(ec)],
            ECPrivateKeyParameters ec => [OfCurve(ec), EcdsaSha256, EcdsaSha384, EcdsaSha512],
            _ => isTls13 ? RsaOfTls13 : RsaOfTls12,
        };
        foreach (SignatureAndHashAlgorithm algorithm in own)
        {
            if (accepted.Contains(algorithm))
            {
                return algorithm;
            }
        }

        return null;
    }

    private static SignatureAndHashAlgorithm OfCurve(ECPrivateKeyParameters key) => key.Parameters.N.BitLength switch
    {
        <= 256 => EcdsaSha256,
        <= 384 => EcdsaSha384,
        _ => EcdsaSha512,
    };
}
