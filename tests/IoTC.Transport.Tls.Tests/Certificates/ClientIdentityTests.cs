using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Tls.Certificates;
using NUnit.Framework;
using Org.BouncyCastle.Crypto.Parameters;

namespace IoTC.Transport.Tls.Tests.Certificates;

/// <summary>Client certificates in every form that is read, and every fault told apart at once.</summary>
[TestFixture]
public sealed class ClientIdentityTests
{
    private const string Password = "correct horse";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PbeParameters Pbes2 = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000);

    private static IEnumerable<string> KeyNames => ["RSA", "P-256", "P-384", "P-521"];

    [TestCaseSource(nameof(KeyNames))]
    public void EveryFormOfAKeyIsRead(string name)
    {
        using AsymmetricAlgorithm key = MakeKey(name);
        using X509Certificate2 certificate = SelfSigned(key);
        string certificatePem = certificate.ExportCertificatePem();
        List<(string Form, string Pem, string Password)> forms =
        [
            ("PKCS#8", key.ExportPkcs8PrivateKeyPem(), ""),
            ("PKCS#8 with a needless password", key.ExportPkcs8PrivateKeyPem(), Password),
            ("encrypted PKCS#8", key.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbes2), Password),
            ("own form", key is RSA rsa ? rsa.ExportRSAPrivateKeyPem() : ((ECDsa)key).ExportECPrivateKeyPem(), ""),
        ];
        foreach ((string form, string pem, string password) in forms)
        {
            ClientIdentity identity = Read(ClientCertificate.FromPem(certificatePem, pem, password));
            Assert.That(identity.Chain, Is.EqualTo(new[] { certificate.RawData }), form);
            Assert.That(identity.PrivateKey, name == "RSA" ? Is.TypeOf<RsaPrivateCrtKeyParameters>() : Is.TypeOf<ECPrivateKeyParameters>(), form);
        }

        Assert.That(Read(ClientCertificate.FromPem(certificatePem + forms[0].Pem, certificatePem + forms[0].Pem)).Chain, Has.Count.EqualTo(1), "both in one text");
    }

    [TestCaseSource(nameof(KeyNames))]
    public void Pkcs12IsReadWithAndWithoutAPassword(string name)
    {
        using AsymmetricAlgorithm key = MakeKey(name);
        using X509Certificate2 certificate = SelfSigned(key);
        using X509Certificate2 withKey = key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
        foreach (string password in (string[])["", Password])
        {
            foreach (PbeParameters encryption in (PbeParameters[])[Pbes2, new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 2000)])
            {
                byte[] file = withKey.ExportPkcs12(encryption, password);
                ClientIdentity identity = Read(ClientCertificate.FromPkcs12(file, password));
                Assert.That(identity.Chain, Is.EqualTo(new[] { certificate.RawData }));
            }
        }
    }

    [Test]
    public void APkcs12ThatIsNotEncryptedNeedsNoPasswordAndIgnoresOne()
    {
        byte[] file = Convert.FromBase64String(LegacyKeys.PlainPkcs12);
        Assert.That(Read(ClientCertificate.FromPkcs12(file)).Chain, Has.Count.EqualTo(1));
        Assert.That(Read(ClientCertificate.FromPkcs12(file, Password)).Chain, Has.Count.EqualTo(1));
    }

    [Test]
    public void APkcs12OfAnOldToolIsRead() =>
        Assert.That(Read(ClientCertificate.FromPkcs12(Convert.FromBase64String(LegacyKeys.OldPkcs12), "x")).Chain, Has.Count.EqualTo(1));

    [Test]
    public void LegacyEncryptedPemIsRead()
    {
        // openssl rsa -aes128 -traditional and openssl ec -aes256, password "correct horse".
        foreach ((string certificate, string key) in LegacyKeys.All)
        {
            Assert.That(Read(ClientCertificate.FromPem(certificate, key, Password)).Chain, Has.Count.EqualTo(1));
            Assert.That(Refused(ClientCertificate.FromPem(certificate, key, "wrong")), Does.Contain("password is wrong"));
            Assert.That(Refused(ClientCertificate.FromPem(certificate, key)), Does.Contain("give its password"));
        }
    }

    [Test]
    public void IntermediatesAreSentInOrderAndStrangersLeftOut()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority first = root.Authority("first");
        using TestAuthority second = first.Authority("second");
        using TestAuthority stranger = TestAuthority.Root("stranger");
        using TestAuthority leaf = second.Leaf("device");
        string pem = string.Concat(new[] { leaf, stranger, first, second }.Select(a => a.Pem));
        ClientIdentity identity = Read(ClientCertificate.FromPem(pem, leaf.Key.ExportPkcs8PrivateKeyPem()));
        Assert.That(identity.Chain, Is.EqualTo(new[] { leaf.Der, second.Der, first.Der }));
    }

    [Test]
    public void FaultsAreToldApart()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using RSA rsa = RSA.Create(2048);
        using X509Certificate2 certificate = SelfSigned(key);
        using X509Certificate2 issuer = SelfSigned(other);
        using X509Certificate2 expired = SelfSigned(key, Now.AddDays(-1));
        string pem = certificate.ExportCertificatePem();
        string keyPem = key.ExportPkcs8PrivateKeyPem();
        string encrypted = key.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbes2);
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        byte[] file = withKey.ExportPkcs12(Pbes2, Password);
        byte[] withoutKey = new X509Certificate2Collection(certificate).Export(X509ContentType.Pkcs12, Password)!;
        using ECDsa weak = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using X509Certificate2 weakCertificate = SelfSigned(weak);

        Assert.Multiple(() =>
        {
            Is("holds no certificate", ClientCertificate.FromPem("nothing", keyPem));
            Is("at line 2 of its PEM text is damaged", ClientCertificate.FromPem("\n-----BEGIN CERTIFICATE-----\nAAAA\n", keyPem));
            Is("at line 1 of its PEM text cannot be read", ClientCertificate.FromPem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", keyPem));
            Is("has no private key", ClientCertificate.FromPem(pem, pem));
            Is("is not that of the client certificate", ClientCertificate.FromPem(pem, other.ExportPkcs8PrivateKeyPem()));
            Is("is not that of the client certificate", ClientCertificate.FromPem(pem, rsa.ExportPkcs8PrivateKeyPem()));
            Is("belongs to certificate 2", ClientCertificate.FromPem(issuer.ExportCertificatePem() + pem, keyPem));
            Is("is encrypted; give its password", ClientCertificate.FromPem(pem, encrypted));
            Is("its password is wrong", ClientCertificate.FromPem(pem, encrypted, "wrong"));
            Is("cannot be read", ClientCertificate.FromPem(pem, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"));
            Is("is damaged", ClientCertificate.FromPem(pem, keyPem[..60]));
            Is("not supported", ClientCertificate.FromPem(pem, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----"));
            Is("not supported", ClientCertificate.FromPem(weakCertificate.ExportCertificatePem(), weak.ExportPkcs8PrivateKeyPem()));
            Is("expired 2025-12-31 00:00:00Z", ClientCertificate.FromPem(expired.ExportCertificatePem(), keyPem));
            Is("no PKCS#12 file", ClientCertificate.FromPkcs12([1, 2, 3]));
            Is("without a password", ClientCertificate.FromPkcs12(file));
            Is("password is wrong", ClientCertificate.FromPkcs12(file, "wrong"));
            Is("holds no private key", ClientCertificate.FromPkcs12(withoutKey, Password));
        });

        static void Is(string words, ClientCertificate given) => Assert.That(Refused(given), Does.Contain(words).And.Not.Contain("wrong horse").And.EndsWith("."));
    }

    [Test]
    [NonParallelizable]
    public void AProgramBuiltWithoutEncryptedKeysSaysSoAndReadsPlainOnes()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = SelfSigned(key);
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        string pem = certificate.ExportCertificatePem();
        AppContext.SetSwitch("IoTC.Transport.Tls.EncryptedKeys", false);
        try
        {
            Assert.That(Refused(ClientCertificate.FromPem(pem, key.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbes2), Password)), Does.Contain("is encrypted, and").And.Contain("IoTCEncryptedKeys"));
            Assert.That(Refused(ClientCertificate.FromPkcs12(withKey.ExportPkcs12(Pbes2, Password), Password)), Does.Contain("PKCS#12").And.Contain("IoTCEncryptedKeys"));
            Assert.That(Read(ClientCertificate.FromPem(pem, key.ExportPkcs8PrivateKeyPem())).Chain, Has.Count.EqualTo(1));
        }
        finally
        {
            AppContext.SetSwitch("IoTC.Transport.Tls.EncryptedKeys", true);
        }
    }

    private static ClientIdentity Read(ClientCertificate certificate) => ClientIdentity.Read(certificate, Now.ToUnixTimeMilliseconds());

    private static string Refused(ClientCertificate certificate) => Assert.Throws<ArgumentException>(() => Read(certificate))!.Message;

    private static AsymmetricAlgorithm MakeKey(string name) => name switch
    {
        "RSA" => RSA.Create(2048),
        "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        "P-521" => ECDsa.Create(ECCurve.NamedCurves.nistP521),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    };

    private static X509Certificate2 SelfSigned(AsymmetricAlgorithm key, DateTimeOffset? notAfter = null)
    {
        CertificateRequest request = key is RSA rsa
            ? new("CN=device", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=device", (ECDsa)key, HashAlgorithmName.SHA256);
        using X509Certificate2 withKey = request.CreateSelfSigned(Now.AddYears(-1), notAfter ?? Now.AddYears(1));
        return X509CertificateLoader.LoadCertificate(withKey.RawData);
    }
}
