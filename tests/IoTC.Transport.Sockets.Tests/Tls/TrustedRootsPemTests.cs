using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>Options that cannot work say so when they are set.</summary>
public sealed class TrustedRootsPemTests
{
    private static readonly TestPki Root = TestPki.CreateRoot();

    [Test]
    public void Text_without_certificate_says_so() =>
        Assert.That(() => Set("hello"), Throws.ArgumentException.With.Message.Contains("holds no certificate"));

    [Test]
    public void Private_key_is_no_certificate() =>
        Assert.That(() => Set(PrivateKeyPem()), Throws.ArgumentException.With.Message.Contains("holds no certificate"));

    [Test]
    public void Cut_text_names_the_damaged_certificate() =>
        Assert.That(() => Set(Root.Pem + "\n" + Root.Pem[..^40]), Throws.ArgumentException.With.Message.Contains("certificate 2 is damaged"));

    [Test]
    public void Damaged_base64_names_the_damaged_certificate() =>
        Assert.That(() => Set(Root.Pem.Replace("MII", "M*I", StringComparison.Ordinal)), Throws.ArgumentException.With.Message.Contains("certificate 1 is damaged"));

    [Test]
    public void Damaged_certificate_is_named() =>
        Assert.That(() => Set("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), Throws.ArgumentException.With.Message.Contains("certificate 1 cannot be read"));

    [Test]
    public void Leaf_is_no_root() =>
        Assert.That(() => Set(Root.Issue().ExportCertificatePem()), Throws.ArgumentException.With.Message.Contains("CN=test server is not self-signed"));

    [Test]
    public void Damaged_text_changes_nothing()
    {
        SocketTransport transport = new() { TrustedRootsPem = Root.Pem };
        Assert.That(() => transport.TrustedRootsPem = "x", Throws.ArgumentException);
        Assert.That(transport.TrustedRootsPem, Is.EqualTo(Root.Pem));
    }

    [Test]
    public void Empty_text_takes_the_roots_back()
    {
        SocketTransport transport = new() { TrustedRootsPem = Root.Pem, TrustOnlyGivenRoots = true };
        transport.TrustedRootsPem = "";
        Assert.That(() => transport.Open("localhost", 1, 0), Throws.InvalidOperationException.With.Message.Contains("TrustedRootsPem is empty"));
        Assert.That(async () => await transport.OpenAsync("localhost", 1, CancellationToken.None), Throws.InvalidOperationException);
    }

    [Test]
    public void Client_certificate_needs_its_key()
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Root.Certificate.RawData);
        Assert.That(() => new SocketTransport { ClientCertificate = certificate }, Throws.ArgumentException.With.Message.Contains("no private key"));
    }

    [Test]
    public void No_option_accepts_all() =>
        Assert.That(
            typeof(SocketTransport).GetProperties().Where(p => p.CanWrite).Select(p => p.Name),
            Is.EquivalentTo(["TrustedRootsPem", "TrustOnlyGivenRoots", "PinnedKeys", "CertificateValidator", "ClientCertificate", "ClientCertificateChain", "Proxy", "AddressTimeLimitMs"]));

    private static string PrivateKeyPem()
    {
        using ECDsa key = Root.Certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static void Set(string pem) => _ = new SocketTransport { TrustedRootsPem = pem };
}
