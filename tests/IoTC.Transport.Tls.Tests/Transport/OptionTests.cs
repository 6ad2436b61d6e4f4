using System;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Tls.Tests.Peers;
using IoTC.Transport.Tls.Tests.Servers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Transport;

/// <summary>Names, protocols, sessions, clocks and faces.</summary>
public sealed class OptionTests
{
    private readonly TestPki _root = TestPki.CreateRoot();
    private X509Certificate2 _certificate = null!;

    [OneTimeSetUp]
    public void Issue() => _certificate = _root.Issue();

    [OneTimeTearDown]
    public void Dispose() => _certificate.Dispose();

    [TestCase("localhost", "localhost")]
    [TestCase("LOCALHOST.", "LOCALHOST")]
    [TestCase("127.0.0.1", "")]
    public async Task Host_name_is_sent_and_an_address_is_not(string host, string expected)
    {
        string? seen = null;
        await using EchoServer server = new(new SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, name) =>
            {
                seen = name;
                return _certificate;
            },
        });
        TlsTransport transport = Create();
        Assert.That(transport.Open(host, server.Port, 20_000), Is.Zero, transport.LastFailure);
        transport.Close();
        Assert.That(seen ?? "", Is.EqualTo(expected).IgnoreCase);
    }

    [Test]
    public async Task Sibling_asks_pinned_keys_of_the_hub_alone()
    {
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport transport = Create();
        transport.Validator = new ServerCertificateValidator(TrustedRoots.FromPem(_root.Pem)) { PinnedKeys = ["sha256/" + Convert.ToBase64String(new byte[32])] };
        TlsTransport sibling = (TlsTransport)transport.CreateSibling();
        Assert.That(await OpenAsync(sibling), Is.EqualTo(TransportStatus.CertificateInvalid), "nothing was told");
        sibling.SetPinned(false);
        Assert.That(await OpenAsync(sibling), Is.Zero, sibling.LastFailure);
        sibling.SetPinned(true);
        Assert.That(await OpenAsync(sibling), Is.EqualTo(TransportStatus.CertificateInvalid));
        transport.SetPinned(false);
        Assert.That(await OpenAsync(transport), Is.EqualTo(TransportStatus.CertificateInvalid), "its own pins hold for all");

        async Task<int> OpenAsync(TlsTransport opened)
        {
            int status = await opened.OpenAsync("localhost", server.Port, CancellationToken.None);
            await opened.CloseAsync();
            return status;
        }
    }

    [TestCase(SslProtocols.Tls12, "TLS 1.2")]
    [TestCase(SslProtocols.Tls13, "TLS 1.3")]
    public async Task Application_protocol_is_agreed_on(SslProtocols protocol, string version)
    {
        SslServerAuthenticationOptions options = TlsServer.Options(_certificate, protocol);
        options.ApplicationProtocols = [new("mqtt")];
        await using EchoServer server = new(options);
        TlsTransport transport = Create();
        transport.ApplicationProtocols = ["x-amzn-mqtt-ca", "mqtt"];
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.Zero, transport.LastFailure);
        transport.Close();
        Assert.That(transport.Connection!.ApplicationProtocol, Is.EqualTo("mqtt"));
        Assert.That(transport.Connection.Version, Is.EqualTo(version));
        Assert.That(transport.Connection.CipherSuite, Does.Contain("_GCM_").Or.Contains("CHACHA20"));

        transport.ApplicationProtocols = ["h2"];
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.EqualTo(TransportStatus.TlsHandshakeFailed));
        Assert.That(transport.LastFailure, Does.Contain("alert no_application_protocol"));
        Assert.That(() => transport.ApplicationProtocols = [""], Throws.ArgumentException);
    }

    [Test]
    public async Task Session_of_TLS_1_2_is_taken_up_again_until_the_options_change()
    {
        CertificateFolder folder = CertificateFolder.Get();
        await using OpenSslServer server = await OpenSslServer.StartAsync(folder, "good-direct", "-rev -tls1_2");
        TlsTransport transport = new(new TcpTransport()) { Roots = TrustedRoots.FromPem(folder.Pem("root")) };
        Assert.That(await ResumesAsync(transport, server), Is.False);
        Assert.That(await ResumesAsync(transport, server), Is.True);
        Assert.That(await ResumesAsync(transport, server), Is.True, "a session that was taken up can be taken up again");
        transport.Roots = TrustedRoots.FromPem(folder.Pem("other-root"));
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateUntrusted));
        transport.Roots = TrustedRoots.FromPem(folder.Pem("root"));
        Assert.That(await ResumesAsync(transport, server), Is.False);
        transport.ResumesSessions = false;
        Assert.That(await ResumesAsync(transport, server), Is.False);
    }

    [Test]
    public async Task Wrong_clock_is_told_as_such()
    {
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport transport = Create();
        transport.Clock = new ShiftedClock(-400);
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.EqualTo(TransportStatus.CertificateNotYetValid));
        Assert.That(transport.LastFailure, Does.Contain("this device's clock says 20"));
        transport.Clock = new ShiftedClock(400);
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.EqualTo(TransportStatus.CertificateExpired));
        Assert.That(transport.LastFailure, Does.Contain("this device's clock says 20"));
    }

    [Test]
    public void It_is_secured_though_the_stream_below_is_not() =>
        Assert.That(Create(), Is.Not.InstanceOf<IUnsecuredTransport>().And.InstanceOf<ITransport>().And.InstanceOf<IAsyncTransport>());

    [Test]
    public async Task It_has_the_faces_of_the_transport_below()
    {
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport blocking = new(new BlockingOnly()) { Roots = TrustedRoots.FromPem(_root.Pem) };
        Assert.That(async () => await blocking.OpenAsync("localhost", server.Port, CancellationToken.None), Throws.InvalidOperationException);
        Assert.That(blocking.Open("localhost", server.Port, 20_000), Is.Zero, blocking.LastFailure);
        blocking.Close();
        TlsTransport awaited = new(new AsyncOnly()) { Roots = TrustedRoots.FromPem(_root.Pem) };
        Assert.That(() => awaited.Open("localhost", server.Port, 0), Throws.InvalidOperationException);
        Assert.That(await awaited.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, awaited.LastFailure);
        await awaited.CloseAsync();
    }

    [Test]
    public async Task Open_transport_is_not_opened_again()
    {
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport transport = Create();
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.Zero, transport.LastFailure);
        Assert.That(() => transport.Open("localhost", server.Port, 0), Throws.InvalidOperationException);
        Assert.That(async () => await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Throws.InvalidOperationException);
        transport.Close();
    }

    [Test]
    public async Task Open_for_another_host_gives_up_the_first()
    {
        using Ports ports = new();
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport transport = Create();
        Assert.That(transport.Open("localhost", ports.Silent, 50), Is.EqualTo(TransportStatus.Pending));
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.Zero, transport.LastFailure);
        transport.Close();
    }

    [Test]
    public async Task Second_send_or_receive_at_a_time_is_misuse()
    {
        await using EchoServer server = TlsServer.Start(_certificate);
        TlsTransport transport = Create();
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        Task<int> first = transport.ReceiveAsync(new byte[1], CancellationToken.None).AsTask();
        Assert.That(async () => await transport.ReceiveAsync(new byte[1], CancellationToken.None), Throws.InvalidOperationException);
        await transport.CloseAsync();
        Assert.That(await first, Is.EqualTo(TransportStatus.Closed));
    }

    private TlsTransport Create() => new(new TcpTransport()) { Roots = TrustedRoots.FromPem(_root.Pem) };

    private static async Task<bool> ResumesAsync(TlsTransport transport, OpenSslServer server)
    {
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        Assert.That(await transport.SendAsync("ab\n"u8.ToArray(), CancellationToken.None), Is.EqualTo(3));
        Assert.That(await transport.ReceiveAsync(new byte[16], CancellationToken.None), Is.EqualTo(3), transport.LastFailure);
        await transport.CloseAsync();
        return transport.Connection!.IsResumed;
    }
}
