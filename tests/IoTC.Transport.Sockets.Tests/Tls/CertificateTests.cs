using System;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>Every rule that a server's certificate can break, with its status and its words.</summary>
public sealed class CertificateTests
{
    private readonly TestPki _root = TestPki.CreateRoot();

    [TestCase("localhost")]
    [TestCase("LOCALHOST.")]
    [TestCase("127.0.0.1")]
    public async Task Good_certificate_is_accepted(string host) =>
        await Expect(TransportStatus.Ok, "", _root.Issue(), host);

    [Test]
    public async Task Unknown_root_is_untrusted() =>
        await Expect(TransportStatus.CertificateUntrusted, "CN=stranger", TestPki.CreateRoot("Other Root").Issue(new() { CommonName = "stranger" }));

    [Test]
    public async Task Root_of_the_same_name_but_another_key_is_refused()
    {
        await using EchoServer server = TlsServer.Start(TestPki.CreateRoot().Issue());
        (int status, _) = await OpenAsync(server, "localhost");
        Assert.That(status, Is.EqualTo(TransportStatus.CertificateUntrusted).Or.EqualTo(TransportStatus.CertificateInvalid));
    }

    [Test]
    public async Task Self_signed_certificate_is_untrusted() =>
        await Expect(TransportStatus.CertificateUntrusted, "CN=Lone (a self-signed certificate", TestPki.CreateRoot("Lone").Certificate);

    [Test]
    public async Task Missing_intermediate_is_untrusted_and_its_issuer_is_named() =>
        await Expect(TransportStatus.CertificateUntrusted, "its issuer CN=Middle", _root.CreateIntermediate("Middle").Issue());

    [Test]
    public async Task Sent_intermediate_completes_the_chain()
    {
        TestPki intermediate = _root.CreateIntermediate();
        await Expect(TransportStatus.Ok, "", intermediate.Issue(), "localhost", intermediate.Certificate);
    }

    [Test]
    public async Task Issuer_that_is_no_authority_is_refused()
    {
        X509Certificate2 leaf = _root.Issue(new() { CommonName = "no authority", KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign });
        await Expect(TransportStatus.CertificateInvalid, "certificate ", TestPki.Misuse(leaf).Issue(), "localhost", leaf);
    }

    [Test]
    public async Task Expired_certificate_says_when() =>
        await Expect(TransportStatus.CertificateExpired, "CN=old (expired 20", _root.Issue(new() { CommonName = "old", To = TimeSpan.FromDays(-1) }));

    [Test]
    public async Task Certificate_of_the_future_says_when() =>
        await Expect(TransportStatus.CertificateNotYetValid, "CN=new (not valid before 20", _root.Issue(new() { CommonName = "new", From = TimeSpan.FromDays(1) }));

    [Test]
    public async Task Other_host_name_is_refused() =>
        await Expect(TransportStatus.CertificateWrongHost, "it is for other.example, not for localhost", _root.Issue(new() { DnsNames = ["other.example"], Addresses = [] }));

    [Test]
    public async Task Other_address_is_refused() =>
        await Expect(TransportStatus.CertificateWrongHost, "it is for 127.0.0.2, not for 127.0.0.1", _root.Issue(new() { DnsNames = [], Addresses = ["127.0.0.2"] }), "127.0.0.1");

    [Test]
    public async Task Address_written_as_a_name_is_refused() =>
        await Expect(TransportStatus.CertificateWrongHost, "not for 127.0.0.1", _root.Issue(new() { DnsNames = ["127.0.0.1"], Addresses = [] }), "127.0.0.1");

    [Test]
    public async Task Common_name_alone_names_no_host() =>
        await Expect(TransportStatus.CertificateWrongHost, "CN=localhost (it names no host", _root.Issue(new() { CommonName = "localhost", DnsNames = [], Addresses = [] }));

    [Test]
    public async Task Client_certificate_is_no_server_certificate() =>
        await Expect(TransportStatus.CertificateInvalid, "extended key usage", _root.Issue(new() { ExtendedKeyUsage = TestPki.ClientAuthentication }));

    [Test]
    public async Task Key_that_may_not_sign_is_refused() =>
        await Expect(TransportStatus.CertificateInvalid, "its key usage", _root.Issue(new() { KeyUsage = X509KeyUsageFlags.NonRepudiation }));

    [Test]
    public async Task Hostile_subject_stays_on_one_line()
    {
        X509Certificate2 certificate = TestPki.CreateRoot("x\nforged line\r\u001b[31m").Certificate;
        await using EchoServer server = TlsServer.Start(certificate);
        (int status, string failure) = await OpenAsync(server, "localhost");
        Assert.That(status, Is.EqualTo(TransportStatus.CertificateUntrusted));
        Assert.That(failure, Does.Contain("forged line").And.Not.Contains('\n').And.Not.Contains('\r').And.Not.Contains('\u001b'));
    }

    private async Task Expect(int status, string reason, X509Certificate2 certificate, string host = "localhost", params X509Certificate2[] chain)
    {
        await using EchoServer server = TlsServer.Start(certificate, SslProtocols.Tls12 | SslProtocols.Tls13, chain);
        (int actual, string failure) = await OpenAsync(server, host);
        Assert.That((actual, failure), Is.EqualTo((status, failure)), TransportStatus.Describe(actual));
        Assert.That(failure, Does.Contain(reason).And.Not.EndsWith("."));
    }

    private async Task<(int Status, string Failure)> OpenAsync(EchoServer server, string host)
    {
        SocketTransport transport = new() { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true };
        int status = await transport.OpenAsync(host, server.Port, CancellationToken.None);
        await transport.CloseAsync();
        return (status, transport.LastFailure);
    }
}
