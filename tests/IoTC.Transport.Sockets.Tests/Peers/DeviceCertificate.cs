using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>A device's certificate and key, in every form in which an owner may have them.</summary>
internal sealed class DeviceCertificate
{
    public const string Password = "päss word";

    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);

    private readonly AsymmetricAlgorithm _key;

    public DeviceCertificate(TestPki issuer, bool isRsa = false, string name = "device-1", TimeSpan? end = null)
    {
        _key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = _key is RSA rsa
            ? new CertificateRequest($"O=Contoso, CN={name}", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest($"O=Contoso, CN={name}", (ECDsa)_key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(TestPki.ClientAuthentication)], critical: false));
        Certificate = issuer.Sign(request, DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow + (end ?? TimeSpan.FromDays(30)));
    }

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    public string Pkcs8Pem => _key.ExportPkcs8PrivateKeyPem();

    public string EncryptedPem => _key.ExportEncryptedPkcs8PrivateKeyPem(Password, Encryption);

    /// <summary>PKCS#1 or SEC 1.</summary>
    public string OwnPem => _key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)_key).ExportECPrivateKeyPem();

    public byte[] Pkcs12(string? password, params X509Certificate2[] others)
    {
        X509Certificate2Collection all = [_key is RSA rsa ? Certificate.CopyWithPrivateKey(rsa) : Certificate.CopyWithPrivateKey((ECDsa)_key)];
        foreach (X509Certificate2 other in others)
        {
            all.Add(X509CertificateLoader.LoadCertificate(other.RawData));   // without its key
        }

        return all.Export(X509ContentType.Pkcs12, password)!;
    }
}
