using System;
using System.Collections.Generic;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Sockets.Tls;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>Pinned keys: one more condition, which any certificate of the validated chain may meet.</summary>
public sealed class PinTests
{
    private readonly TestPki _root = TestPki.CreateRoot();

    [Test]
    public async Task Any_certificate_of_the_chain_may_match([Values("leaf", "intermediate", "root")] string which)
    {
        TestPki intermediate = _root.CreateIntermediate();
        using X509Certificate2 leaf = intermediate.Issue();
        await using EchoServer server = TlsServer.Start(leaf, SslProtocols.None, intermediate.Certificate);
        X509Certificate2 pinned = which switch { "leaf" => leaf, "intermediate" => intermediate.Certificate, _ => _root.Certificate };
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(TestPki.CreateRoot().Certificate), PinOf(pinned)] };
        Assert.That(await OpenAsync(transport, server.Port), Is.EqualTo(TransportStatus.Ok), transport.LastFailure);
    }

    [Test]
    public async Task Mismatch_is_CertificateInvalid_and_names_what_was_found()
    {
        using X509Certificate2 leaf = _root.Issue();
        await using EchoServer server = TlsServer.Start(leaf);
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(TestPki.CreateRoot().Certificate)] };
        Assert.That(await OpenAsync(transport, server.Port), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(transport.LastFailure, Does.Contain(PinOf(leaf)).And.Contain(PinOf(_root.Certificate)));
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.EqualTo(TransportStatus.CertificateInvalid), "the blocking face");
    }

    [Test]
    public async Task Sibling_asks_them_of_the_hub_alone()
    {
        using X509Certificate2 leaf = _root.Issue();
        await using EchoServer server = TlsServer.Start(leaf);
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(TestPki.CreateRoot().Certificate)] };
        SocketTransport sibling = (SocketTransport)transport.CreateSibling();
        Assert.That(await OpenAsync(sibling, server.Port), Is.EqualTo(TransportStatus.CertificateInvalid), "nothing was told");
        sibling.SetPinned(false);
        Assert.That(await OpenAsync(sibling, server.Port), Is.EqualTo(TransportStatus.Ok), sibling.LastFailure);
        sibling.SetPinned(true);
        Assert.That(await OpenAsync(sibling, server.Port), Is.EqualTo(TransportStatus.CertificateInvalid));
        transport.SetPinned(false);
        Assert.That(await OpenAsync(transport, server.Port), Is.EqualTo(TransportStatus.CertificateInvalid), "its own pins hold for all");
    }

    [Test]
    public async Task Sibling_without_them_still_judges_root_and_name()
    {
        using X509Certificate2 other = _root.Issue(new() { DnsNames = ["other.example"] });
        await using EchoServer wrong = TlsServer.Start(other);
        SocketTransport sibling = (SocketTransport)new SocketTransport { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(other)] }.CreateSibling();
        sibling.SetPinned(false);
        Assert.That(await OpenAsync(sibling, wrong.Port), Is.EqualTo(TransportStatus.CertificateWrongHost));
    }

    [Test]
    public async Task Pin_makes_nothing_else_acceptable()
    {
        using X509Certificate2 leaf = _root.Issue();
        await using EchoServer server = TlsServer.Start(leaf);
        Assert.That(await OpenAsync(new() { PinnedKeys = [PinOf(leaf)] }, server.Port), Is.EqualTo(TransportStatus.CertificateUntrusted));

        using X509Certificate2 other = _root.Issue(new() { DnsNames = ["other.example"] });
        await using EchoServer wrong = TlsServer.Start(other);
        Assert.That(await OpenAsync(new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(other)] }, wrong.Port), Is.EqualTo(TransportStatus.CertificateWrongHost));
    }

    [Test]
    public async Task Pins_hold_where_the_systems_roots_decide()
    {
        using X509Certificate2 leaf = SystemRoot.Pki.Issue();
        await using EchoServer server = TlsServer.Start(leaf);
        Assert.That(await OpenAsync(new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(_root.Certificate)] }, server.Port), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(await OpenAsync(new() { TrustedRootsPem = _root.Pem, PinnedKeys = [PinOf(SystemRoot.Pki.Certificate)] }, server.Port), Is.EqualTo(TransportStatus.Ok));
    }

    [Test]
    public void Pin_is_that_of_OpenSSL()
    {
        // openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64
        const string Key = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==";
        PublicKey publicKey = PublicKey.CreateFromSubjectPublicKeyInfo(Convert.FromBase64String(Key), out _);
        CertificateRequest request = new(new X500DistinguishedName("CN=pin"), publicKey, HashAlgorithmName.SHA256);
        X509SignatureGenerator signer = X509SignatureGenerator.CreateForECDsa(_root.Certificate.GetECDsaPrivateKey()!);
        using X509Certificate2 certificate = request.Create(_root.Certificate.SubjectName, signer, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), [1]);
        Assert.That(PinOf(certificate), Is.EqualTo("sha256/XNJS+wzokyQ2+vjM0QQJgbie5K1rn+niorfnGqyyfNM="));
    }

    [Test]
    public void Validator_judges_alone()
    {
        SocketTransport transport = new() { PinnedKeys = [PinOf(_root.Certificate)], CertificateValidator = new NobodyValidator() };
        Assert.That(async () => await transport.OpenAsync("localhost", 1, CancellationToken.None), Throws.InvalidOperationException.With.Message.Contains("judges alone"));
    }

    [TestCase("")]
    [TestCase("sha256/")]
    [TestCase("sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("sha256/not base64 at all, but forty-four characters!!")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void What_is_no_pin_is_refused(string pin) =>
        Assert.That(() => new SocketTransport { PinnedKeys = [pin] }, Throws.ArgumentException.With.Message.Contains("no pinned key"));

    private static string PinOf(X509Certificate2 certificate) => PinnedKeySet.PinOf(certificate);

    private static async Task<int> OpenAsync(SocketTransport transport, int port)
    {
        int status = await transport.OpenAsync("localhost", port, CancellationToken.None);
        await transport.CloseAsync();
        return status;
    }

    private sealed class NobodyValidator : IServerCertificateValidator
    {
        public int Validate(IReadOnlyList<byte[]> certificates, string host, long utcUnixMs, out string reason)
        {
            reason = "nobody";
            return TransportStatus.CertificateUntrusted;
        }
    }
}
