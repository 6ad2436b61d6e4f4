using System;
using IoTC.Transport.Tls.Der;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Verifies signatures of certificates: the arithmetic is BouncyCastle's.</summary>
internal static class SignatureCheck
{
    /// <summary>Makes the key that verifies.</summary>
    /// <exception cref="DerException">It is no key: no point of its curve, an impossible modulus.</exception>
    public static AsymmetricKeyParameter MakeKey(SubjectPublicKey key)
    {
        try
        {
            using RsaPrimalityChecks off = RsaPrimalityChecks.Off();
            return key.Kind switch
            {
                KeyKind.Rsa => new RsaKeyParameters(false, new BigInteger(1, key.Modulus.ToArray()), BigInteger.ValueOf(key.Exponent)),
                KeyKind.P256 => MakeEc(SecObjectIdentifiers.SecP256r1, key),
                KeyKind.P384 => MakeEc(SecObjectIdentifiers.SecP384r1, key),
                KeyKind.P521 => MakeEc(SecObjectIdentifiers.SecP521r1, key),
                KeyKind.Ed25519 => new Ed25519PublicKeyParameters(key.Point.ToArray()),
                _ => throw new DerException("its kind of key is not supported"),
            };
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or FormatException or InvalidOperationException)
        {
            throw new DerException($"its public key makes no sense: {NameText.OneLine(e.Message)}");
        }
    }

    /// <summary>Whether a certificate is signed with an issuer's key.</summary>
    public static bool IsSignedBy(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        SignatureAlgorithm algorithm = certificate.SignatureAlgorithm;
        if (algorithm.Defect is not null || !Fits(algorithm.Kind, issuer.Key.Kind))
        {
            return false;
        }

        try
        {
            using RsaPrimalityChecks off = RsaPrimalityChecks.Off();
            ISigner signer = MakeSigner(algorithm);
            signer.Init(false, issuer.VerifyingKey);
            signer.BlockUpdate(certificate.Signed.Span);
            return signer.VerifySignature(certificate.Signature.ToArray());
        }
        catch (Exception e) when (e is DerException or CryptoException or ArgumentException or ArithmeticException or InvalidOperationException or System.IO.IOException)
        {
            return false;
        }
    }

    private static bool Fits(SignatureKind signature, KeyKind key) => signature switch
    {
        SignatureKind.Ecdsa => key is KeyKind.P256 or KeyKind.P384 or KeyKind.P521,
        SignatureKind.Ed25519 => key == KeyKind.Ed25519,
        _ => key == KeyKind.Rsa,
    };

    private static ISigner MakeSigner(SignatureAlgorithm algorithm) => algorithm.Kind switch
    {
        SignatureKind.RsaPkcs1 => new RsaDigestSigner(MakeDigest(algorithm.Hash)),
        SignatureKind.RsaPss => new PssSigner(new RsaEngine(), MakeDigest(algorithm.Hash), MakeDigest(algorithm.Hash), algorithm.SaltLength),
        SignatureKind.Ecdsa => new DsaDigestSigner(new ECDsaSigner(), MakeDigest(algorithm.Hash)),
        _ => new Ed25519Signer(),
    };

    private static IDigest MakeDigest(HashKind hash) => hash switch
    {
        HashKind.Sha384 => new Sha384Digest(),
        HashKind.Sha512 => new Sha512Digest(),
        _ => new Sha256Digest(),
    };

    private static ECPublicKeyParameters MakeEc(DerObjectIdentifier curve, SubjectPublicKey key)
    {
        X9ECParameters parameters = CustomNamedCurves.GetByOid(curve);
        ECNamedDomainParameters domain = new(curve, parameters);
        return new(parameters.Curve.DecodePoint(key.Point.ToArray()), domain);
    }
}
