extern alias board;

using System;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using board::IoTC.Transport.NanoFramework;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;
using Board = board::System;

namespace IoTC.Transport.NanoFramework.Tests;

/// <summary>Bad input: each refusal has its status, and a sentence that says what to do.</summary>
[NonParallelizable]
public sealed class FailureTests
{
    private const int PatienceMs = 20_000;

    private readonly TestPki _pki = TestPki.CreateRoot();

    [TestCase(0L)]
    [TestCase(1609459199999L)]
    public void Clock_before_2021(long utcUnixMs)
    {
        NanoTransport transport = new(_pki.Pem, null, new FixedClock(utcUnixMs));
        Assert.That(transport.Open("localhost", 1, 0), Is.EqualTo(TransportStatus.CertificateNotYetValid));
        Assert.That(transport.LastFailure, Is.EqualTo($"this device's clock is before 2021 (Unix time {utcUnixMs / 1000}); set it before connecting, by SNTP for instance"));
    }

    [Test]
    public void No_network()
    {
        Board.Net.NetworkInformation.NetworkInterface.IsUnplugged = true;
        try
        {
            NanoTransport transport = new(_pki.Pem);
            Assert.That(transport.Open("localhost", 1, 0), Is.EqualTo(TransportStatus.Unreachable));
            Assert.That(transport.LastFailure, Does.StartWith("this device has no network"));
        }
        finally
        {
            Board.Net.NetworkInformation.NetworkInterface.IsUnplugged = false;
        }
    }

    [Test]
    public async Task Wrong_roots()
    {
        NanoTransport transport = new(TestPki.CreateRoot().Pem);
        Assert.That(await OpenAsync(transport, _pki.Issue()), Is.EqualTo(TransportStatus.CertificateUntrusted));
        Assert.That(transport.LastFailure, Does.Contain("not among the roots given"));
    }

    [Test]
    public async Task Missing_roots()
    {
        NanoTransport transport = new();
        Assert.That(await OpenAsync(transport, _pki.Issue()), Is.EqualTo(TransportStatus.CertificateUntrusted));
        Assert.That(transport.LastFailure, Does.Contain("not among those stored on this device"));
    }

    [Test]
    public async Task Roots_stored_on_the_device_are_used()
    {
        Board.Net.Security.SslStream.StoredRoots = new(_pki.Pem);
        try
        {
            Assert.That(await OpenAsync(new NanoTransport(), _pki.Issue()), Is.EqualTo(TransportStatus.Ok));
        }
        finally
        {
            Board.Net.Security.SslStream.StoredRoots = null;
        }
    }

    [Test]
    public async Task Several_roots_in_one_text()
    {
        NanoTransport transport = new(TestPki.CreateRoot("Another").Pem + "\n" + _pki.Pem);
        Assert.That(await OpenAsync(transport, _pki.Issue()), Is.EqualTo(TransportStatus.Ok));
    }

    [Test]
    public async Task Another_hosts_certificate()
    {
        X509Certificate2 certificate = _pki.Issue(new LeafOptions { DnsNames = ["elsewhere.example"], Addresses = [] });
        Assert.That(await OpenAsync(new NanoTransport(_pki.Pem), certificate), Is.EqualTo(TransportStatus.CertificateUntrusted));
    }

    [Test]
    public async Task Expired_certificate()
    {
        X509Certificate2 certificate = _pki.Issue(new LeafOptions { To = TimeSpan.FromDays(-1) });
        Assert.That(await OpenAsync(new NanoTransport(_pki.Pem), certificate), Is.EqualTo(TransportStatus.CertificateUntrusted));
    }

    [Test]
    public void Roots_that_are_not_pem() =>
        Assert.That(() => new NanoTransport("MIIB"), Throws.InstanceOf<ArgumentException>().With.Message.Contains("not readable"));

    [Test]
    public async Task Client_certificate_reaches_the_server()
    {
        X509Certificate2? seen = null;
        await using EchoServer server = new(WantingCertificate(certificate => seen = certificate));
        NanoTransport transport = new(_pki.Pem, DeviceCertificate());
        Assert.That(OpenUntilDecided(transport, server.Port), Is.EqualTo(TransportStatus.Ok));
        Assert.That(transport.Send([1], 0, 1, PatienceMs), Is.EqualTo(1));
        Assert.That(transport.Receive(new byte[1], 0, 1, PatienceMs), Is.EqualTo(1));
        Assert.That(seen?.Subject, Is.EqualTo("CN=device-1"));
        transport.Close();
    }

    [Test]
    public void A_closed_attempt_does_not_stand_in_the_way_of_the_next()
    {
        using Ports ports = new();
        NanoTransport transport = new(_pki.Pem);
        for (int i = 0; i < 20; i++)
        {
            Assert.That(transport.Open("localhost", ports.Silent, 0), Is.EqualTo(TransportStatus.Pending));
            transport.Close();
        }

        int status;
        while ((status = transport.Open("localhost", ports.Refusing, 100)) == TransportStatus.Pending)
        {
        }

        Assert.That(status, Is.EqualTo(TransportStatus.Refused));
    }

    private static async Task<int> OpenAsync(NanoTransport transport, X509Certificate2 certificate)
    {
        await using EchoServer server = TlsServer.Start(certificate, SslProtocols.Tls12);
        int status = OpenUntilDecided(transport, server.Port);
        transport.Close();
        return status;
    }

    private static int OpenUntilDecided(NanoTransport transport, int port) => transport.Open("localhost", port, PatienceMs);

    private SslServerAuthenticationOptions WantingCertificate(Action<X509Certificate2?> see)
    {
        SslServerAuthenticationOptions options = TlsServer.Options(_pki.Issue(), SslProtocols.Tls12);
        options.ClientCertificateRequired = true;
        options.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            see(certificate as X509Certificate2);
            return true;
        };
        return options;
    }

    private Board.Security.Cryptography.X509Certificates.X509Certificate2 DeviceCertificate()
    {
        X509Certificate2 certificate = _pki.Issue(new LeafOptions { CommonName = "device-1", ExtendedKeyUsage = TestPki.ClientAuthentication });
        return new(certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), "");
    }

    private sealed class FixedClock(long utcUnixMs) : IClock
    {
        public long NowMs => 0;

        public long UtcUnixMs => utcUnixMs;
    }
}
