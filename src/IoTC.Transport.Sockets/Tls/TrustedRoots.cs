using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Roots given as PEM.</summary>
internal static class TrustedRoots
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Reads every certificate of the text.</summary>
    /// <exception cref="ArgumentException">Says what is wrong and with which certificate.</exception>
    public static X509Certificate2Collection Parse(string pem, string parameterName)
    {
        X509Certificate2Collection certificates = [];
        bool holdsRoot = false;
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label] is CertificateLabel)
            {
                X509Certificate2 certificate = Load(rest[fields.Base64Data], certificates.Count + 1, parameterName);
                certificates.Add(certificate);
                holdsRoot |= certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            }

            rest = rest[fields.Location.End..];
        }

        if (rest.Contains("-----BEGIN " + CertificateLabel, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The PEM's certificate {certificates.Count + 1} is damaged: its END line or base64 is wrong.", parameterName);
        }

        if (certificates.Count == 0)
        {
            throw new ArgumentException("The PEM holds no certificate: no '-----BEGIN CERTIFICATE-----' was found.", parameterName);
        }

        return holdsRoot
            ? certificates
            : throw new ArgumentException($"The PEM holds no root: {certificates[0].Subject} is not self-signed; give the root that signed it.", parameterName);
    }

    private static X509Certificate2 Load(ReadOnlySpan<char> base64, int number, string parameterName)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString()));
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"The PEM's certificate {number} cannot be read: {e.Message}", parameterName, e);
        }
    }
}
