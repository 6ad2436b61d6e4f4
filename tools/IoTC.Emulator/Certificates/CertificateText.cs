using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Certificates;

/// <summary>Reads a certificate as the service's API takes it.</summary>
internal static class CertificateText
{
    /// <param name="text">PEM, or base64 of DER.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static X509Certificate2 Parse(string text)
    {
        try
        {
            return text.Contains("-----BEGIN", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(text)
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            throw new ArgumentException("A certificate is PEM, or base64 of DER.", nameof(text));
        }
    }
}
