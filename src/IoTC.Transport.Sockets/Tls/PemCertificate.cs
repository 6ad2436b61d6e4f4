using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A client certificate from PEM texts.</summary>
internal static class PemCertificate
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Reads the first certificate as the device's, the others as its intermediates, and joins the key.</summary>
    /// <exception cref="ArgumentException">Says what is wrong; shows neither key nor password.</exception>
    public static LoadedCertificate Read(string certificatePem, string keyPem, string password)
    {
        X509Certificate2Collection all = ReadCertificates(certificatePem);
        X509Certificate2 device = PemPrivateKey.Join(all[0], keyPem, password);
        all.RemoveAt(0);
        return new(ForPlatform(device), all);
    }

    private static X509Certificate2Collection ReadCertificates(string pem)
    {
        X509Certificate2Collection certificates = [];
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields fields))
        {
            if (rest[fields.Label] is CertificateLabel)
            {
                certificates.Add(Load(rest[fields.Base64Data], certificates.Count + 1));
            }

            rest = rest[fields.Location.End..];
        }

        if (rest.Contains("-----BEGIN " + CertificateLabel + "-----", StringComparison.Ordinal))
        {
            throw Unreadable(certificates.Count + 1);
        }

        return certificates.Count > 0
            ? certificates
            : throw new ArgumentException("The client certificate's PEM holds no certificate: no '-----BEGIN CERTIFICATE-----' was found.");
    }

    private static X509Certificate2 Load(ReadOnlySpan<char> base64, int number)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64.ToString()));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            throw Unreadable(number);
        }
    }

    private static ArgumentException Unreadable(int number) => new($"The client certificate's PEM cannot be read: its certificate {number} is damaged.");

    // Windows' TLS does not take a key that lives in memory only.
    private static X509Certificate2 ForPlatform(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }
}
