using System.Collections.Generic;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Security;
using IoTC.Transport.Sockets;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Tls.Tests.Servers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Transport;

/// <summary>What the device shows: EC and RSA, PEM and PKCS#12, to both versions of TLS.</summary>
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class ClientCertificateTests(SslProtocols protocol)
{
    private readonly TestPki _root = TestPki.CreateRoot();
    private X509Certificate2 _server = null!;
    private string? _seenSubject;

    private static IEnumerable<string> Devices => ["device", "device-rsa"];

    [OneTimeSetUp]
    public void Issue() => _server = _root.Issue();

    [OneTimeTearDown]
    public void Dispose() => _server.Dispose();

    [TestCaseSource(nameof(Devices))]
    public async Task Certificate_of_PEM_is_shown(string device)
    {
        CertificateFolder folder = CertificateFolder.Get();
        string key = await System.IO.File.ReadAllTextAsync(folder.KeyFileOf(device));
        await ExpectShown(ClientCertificate.FromPem(folder.Pem(device), key), "CN=" + device);
    }

    [TestCaseSource(nameof(Devices))]
    public async Task Certificate_of_PKCS12_is_shown(string device)
    {
        CertificateFolder folder = CertificateFolder.Get();
        using X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(folder.FileOf(device), folder.KeyFileOf(device));
        await ExpectShown(ClientCertificate.FromPkcs12(certificate.Export(X509ContentType.Pkcs12, "secret"), "secret"), "CN=" + device);
    }

    [Test]
    public async Task Server_that_insists_and_gets_none_is_told_as_such() => await ExpectRefused(null, "alert (certificate_required|handshake_failure)");

    [TestCaseSource(nameof(Devices))]
    public async Task Refused_certificate_is_told_as_such(string device) => await ExpectRefused(device, "alert unknown_ca");

    private async Task ExpectRefused(string? device, string reason)
    {
        CertificateFolder folder = CertificateFolder.Get();
        await using OpenSslServer server = await OpenSslServer.StartAsync(
            folder, "good-direct", $"-Verify 1 -verify_return_error -CAfile {folder.FileOf("other-root")} {(protocol == SslProtocols.Tls13 ? "-tls1_3" : "-tls1_2")}");
        TlsTransport transport = new(new TcpTransport()) { Roots = TrustedRoots.FromPem(folder.Pem("root")) };
        if (device is not null)
        {
            transport.SetClientCertificate(ClientCertificate.FromPem(folder.Pem(device), await System.IO.File.ReadAllTextAsync(folder.KeyFileOf(device))));
        }

        int status = await transport.OpenAsync("localhost", server.Port, CancellationToken.None);
        status = status < 0 ? status : await transport.ReceiveAsync(new byte[1], CancellationToken.None);
        Assert.That(status, Is.EqualTo(TransportStatus.ClientCertificateRefused), transport.LastFailure);
        Assert.That(transport.LastFailure, Does.Match(reason));
    }

    private async Task ExpectShown(ClientCertificate certificate, string subject)
    {
        await using EchoServer server = new(Options());
        TlsTransport transport = Create();
        ((IClientCertificateTransport)transport).SetClientCertificate(certificate);
        Assert.That("CN=" + certificate.CommonName, Is.EqualTo(subject), "told to the client, which compares it with the device id");
        Assert.That(await EchoAsync(transport, server), Is.EqualTo(1), transport.LastFailure);
        Assert.That(_seenSubject, Is.EqualTo(subject));
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.Zero, transport.LastFailure);
        Assert.That(transport.Send(new byte[1], 0, 1, 20_000), Is.EqualTo(1));
        Assert.That(transport.Receive(new byte[1], 0, 1, 20_000), Is.EqualTo(1), transport.LastFailure);
        transport.Close();
    }

    private TlsTransport Create() => new(new TcpTransport()) { Roots = TrustedRoots.FromPem(_root.Pem) };

    private static async Task<int> EchoAsync(TlsTransport transport, EchoServer server)
    {
        int status = await transport.OpenAsync("localhost", server.Port, CancellationToken.None);
        status = status < 0 ? status : await transport.SendAsync(new byte[1], CancellationToken.None);
        status = status < 0 ? status : await transport.ReceiveAsync(new byte[1], CancellationToken.None);
        await transport.CloseAsync();
        return status;
    }

    private SslServerAuthenticationOptions Options()
    {
        SslServerAuthenticationOptions options = TlsServer.Options(_server, protocol);
        options.ClientCertificateRequired = true;
        options.AllowTlsResume = false;
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            _seenSubject = certificate?.Subject;
            return certificate is not null;
        };
        return options;
    }
}
