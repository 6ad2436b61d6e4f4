using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace IoTC.Emulator;

/// <summary>A device's certificate with its key, made by the emulator for tests.</summary>
public sealed class DeviceCertificate
{
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _chain;

    internal DeviceCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        _certificate = certificate;
        _chain = chain;
    }

    /// <summary>The common name: the Registration ID.</summary>
    public string RegistrationId => _certificate.GetNameInfo(X509NameType.SimpleName, false);

    /// <summary>The certificate and, after it, the intermediates that lead to the group's CA; the CA itself is not among them.</summary>
    public string CertificatePem
    {
        get
        {
            var text = new StringBuilder(_certificate.ExportCertificatePem()).Append('\n');
            foreach (X509Certificate2 intermediate in _chain)
            {
                text.Append(intermediate.ExportCertificatePem()).Append('\n');
            }

            return text.ToString();
        }
    }

    /// <summary>The private key as PKCS#8 PEM.</summary>
    public string PrivateKeyPem
    {
        get
        {
            using AsymmetricAlgorithm key = (AsymmetricAlgorithm?)_certificate.GetECDsaPrivateKey() ?? _certificate.GetRSAPrivateKey()!;
            return key.ExportPkcs8PrivateKeyPem() + "\n";
        }
    }

    /// <summary>SHA-256 of the certificate, hexadecimal, as the service's API names it.</summary>
    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Certificate, chain and key as PKCS#12.</summary>
    /// <param name="password">Protects the file; none when null.</param>
    public byte[] ToPkcs12(string? password = null)
    {
        X509Certificate2Collection all = [_certificate];
        all.AddRange(_chain);
        return all.Export(X509ContentType.Pkcs12, password)!;
    }
}
