using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Keys and signatures that are too weak to prove anything; X509Chain accepts them.</summary>
/// <remarks>RSA below 2,048 bits, curves below 256, and SHA-1 or MD5 under a certificate that is not itself trusted: who trusts a root does not trust its signature.</remarks>
internal static class WeaknessRule
{
    private const int MinRsaBits = 2_048;
    private const int MinCurveBits = 256;

    public static CertificateVerdict Judge(X509Chain chain)
    {
        X509ChainElementCollection path = chain.ChainElements;
        for (int i = 0; i < path.Count; i++)
        {
            X509Certificate2 certificate = path[i].Certificate;
            if ((i + 1 < path.Count ? BrokenBySignature(certificate) : null) is { } weakSignature)
            {
                return CertificateVerdict.Invalid(certificate.Subject, weakSignature);
            }

            if (BrokenByKey(certificate) is { } weakKey)
            {
                return CertificateVerdict.Invalid(certificate.Subject, weakKey);
            }
        }

        return CertificateVerdict.Accepted;
    }

    private static string? BrokenBySignature(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.5" or "1.3.14.3.2.29" or "1.2.840.10045.4.1" or "1.2.840.10040.4.3" => "it is signed with SHA-1, which is broken",
        "1.2.840.113549.1.1.4" or "1.2.840.113549.1.1.2" => "it is signed with MD5 or MD2, which are broken",
        _ => null,
    };

    private static string? BrokenByKey(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        if (rsa is { KeySize: < MinRsaBits })
        {
            return $"its RSA key has {rsa.KeySize} bits; {MinRsaBits} are the least";
        }

        using ECDsa? ec = certificate.GetECDsaPublicKey();
        return ec is { KeySize: < MinCurveBits } ? $"its curve has {ec.KeySize} bits; {MinCurveBits} are the least" : null;
    }
}
