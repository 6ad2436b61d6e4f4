using System;
using System.Collections.Generic;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Multiplier;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Do a certificate and a private key belong together, and can TLS use them?</summary>
internal static class KeyPairRule
{
    /// <summary>Checks the key against the first certificate.</summary>
    /// <param name="own">The first certificate.</param>
    /// <param name="key">The private key.</param>
    /// <param name="all">All certificates, to tell a wrong order from a wrong key.</param>
    /// <exception cref="ArgumentException">They do not; says why.</exception>
    public static void Check(ParsedCertificate own, AsymmetricKeyParameter key, List<ParsedCertificate> all)
    {
        KeyKind kind = KindOf(key);
        if (kind == KeyKind.Unsupported)
        {
            throw new ArgumentException("The client certificate's private key is of a kind that is not supported; RSA keys and EC keys on P-256, P-384 and P-521 are.");
        }

        if (Matches(own.Key, kind, key))
        {
            return;
        }

        for (int i = 1; i < all.Count; i++)
        {
            if (Matches(all[i].Key, kind, key))
            {
                throw new ArgumentException($"The private key belongs to certificate {i + 1}, {all[i].SubjectText()}, and not to the first; put the device's own certificate first.");
            }
        }

        throw new ArgumentException($"The private key is not that of the client certificate {own.SubjectText()}.");
    }

    private static KeyKind KindOf(AsymmetricKeyParameter key) => key switch
    {
        RsaPrivateCrtKeyParameters => KeyKind.Rsa,
        ECPrivateKeyParameters { PublicKeyParamSet.Id: "1.2.840.10045.3.1.7" } => KeyKind.P256,
        ECPrivateKeyParameters { PublicKeyParamSet.Id: "1.3.132.0.34" } => KeyKind.P384,
        ECPrivateKeyParameters { PublicKeyParamSet.Id: "1.3.132.0.35" } => KeyKind.P521,
        _ => KeyKind.Unsupported,
    };

    // The public half is worked out of the private key, not taken from what stands beside it.
    private static bool Matches(SubjectPublicKey publicKey, KeyKind kind, AsymmetricKeyParameter key)
    {
        if (kind == KeyKind.Rsa)
        {
            RsaPrivateCrtKeyParameters rsa = (RsaPrivateCrtKeyParameters)key;
            return publicKey.Modulus.Span.SequenceEqual(rsa.Modulus.ToByteArrayUnsigned()) && rsa.PublicExponent.LongValue == publicKey.Exponent;
        }

        if (publicKey.Kind != kind)
        {
            return false;
        }

        bool isCompressed = publicKey.Point.Span[0] != 0x04;
        ECPrivateKeyParameters ec = (ECPrivateKeyParameters)key;
        byte[] point = new FixedPointCombMultiplier().Multiply(ec.Parameters.G, ec.D).Normalize().GetEncoded(isCompressed);
        return publicKey.Point.Span.SequenceEqual(point);
    }
}
