using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A server proves its key by a signature (TLS 1.3 and every ECDHE suite), so a key usage that forbids signing forbids the certificate.</summary>
/// <remarks>RFC 8446 §4.4.2.2. SslStream does not look.</remarks>
internal static class KeyUsageRule
{
    public static CertificateVerdict Judge(X509Certificate2 certificate)
    {
        foreach (X509Extension extension in certificate.Extensions)
        {
            if (extension is X509KeyUsageExtension usage && (usage.KeyUsages & X509KeyUsageFlags.DigitalSignature) == 0)
            {
                return CertificateVerdict.Invalid(certificate.Subject, "its key usage does not allow digital signatures");
            }
        }

        return CertificateVerdict.Accepted;
    }
}
