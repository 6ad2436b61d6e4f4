using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>Versions, suites, curves and records of real servers, with both backends.</summary>
[TestFixture(Backend.Platform)]
[TestFixture(Backend.BouncyCastle)]
public sealed class ProtocolMatrixTests(Backend backend)
{
    private static IEnumerable<TestCaseData> Good =>
    [
        Accepted("-tls1_3"), Accepted("-tls1_2"),
        Accepted("-tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384"), Accepted("-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256"),
        Accepted("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384"),
        Accepted("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", "good-rsa-2048"), Accepted("-tls1_3", "good-rsa-3072"), Accepted("-tls1_2", "good-rsa-4096"),
        Accepted("-tls1_3", "good-P-384"), Accepted("-tls1_2", "good-P-521"),
        Accepted("-tls1_3 -groups X25519"), Accepted("-tls1_3 -groups P-256"), Accepted("-tls1_3 -groups P-384"), Accepted("-tls1_3 -groups P-521"),
        Accepted("-tls1_2 -groups X25519"), Accepted("-tls1_2 -groups P-521"),
        Accepted("-tls1_3 -max_send_frag 512"), Accepted("-tls1_2 -max_send_frag 512"), Accepted("-tls1_3 -record_padding 512"),
        Accepted("-tls1_3 -no_ticket"), Accepted("-tls1_3 -num_tickets 10"),
    ];

    private static IEnumerable<TestCaseData> Bad =>
    [
        Refused("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"),
        Refused("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:@SECLEVEL=0"),
        Refused("-tls1_2 -cipher ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0"),
        Refused("-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", "good-rsa-2048"),
        Refused("-tls1_2 -cipher AES128-GCM-SHA256", "good-rsa-2048"),
    ];

    [TestCaseSource(nameof(Good))]
    public async Task Is_spoken(string arguments, string certificate)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(CertificateFolder.Get(), certificate, "-rev " + arguments);
        BackendTransport transport = Create();
        Assert.That(transport.Open("localhost", server.Port), Is.Zero, transport.LastFailure);
        byte[] line = new byte[5_001];
        line.AsSpan().Fill((byte)'x');
        line[0] = (byte)'a';
        line[^1] = (byte)'\n';
        Assert.That(transport.Blocking.Send(line, 0, line.Length, 20_000), Is.EqualTo(line.Length));
        byte[] answer = new byte[line.Length];
        for (int count = 0; count < answer.Length;)
        {
            int received = transport.Blocking.Receive(answer, count, answer.Length - count, 20_000);
            Assert.That(received, Is.Positive, transport.LastFailure);
            count += received;
        }

        Assert.That((answer[0], answer[^2], answer[^1]), Is.EqualTo(((byte)'x', (byte)'a', (byte)'\n')));
        transport.Blocking.Close();
    }

    [TestCaseSource(nameof(Bad))]
    public async Task Is_not_spoken(string arguments, string certificate)
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(CertificateFolder.Get(), certificate, arguments);
        await ExpectFailedHandshakeAsync(server.Port, "(alert handshake_failure|the server chose TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256)");
    }

    [Test]
    public async Task ChaCha20_of_TLS_1_2_is_spoken_by_BouncyCastle_only()
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(CertificateFolder.Get(), "good-direct", "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305");
        BackendTransport transport = Create();
        int expected = backend == Backend.BouncyCastle ? TransportStatus.Ok : TransportStatus.TlsHandshakeFailed;
        Assert.That(transport.Open("localhost", server.Port), Is.EqualTo(expected), transport.LastFailure);
        transport.Blocking.Close();
    }

    [Test]
    public async Task Old_versions_are_not_spoken()
    {
        CertificateFolder folder = CertificateFolder.Get();
        await using BouncyCastleServer server = new(
            folder.Chain(["good-rsa-2048"]), folder.KeyFileOf("good-rsa-2048"), ProtocolVersion.TLSv11, ProtocolVersion.TLSv10);
        await ExpectFailedHandshakeAsync(server.Port, "alert protocol_version");
    }

    [Test]
    public async Task Renegotiation_is_refused()
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(CertificateFolder.Get(), "good-direct", "-tls1_2");
        BackendTransport transport = Create();
        Assert.That(await transport.Asynchronous.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        await server.WaitForLineAsync("CIPHER is");
        await server.TypeAsync("R");

        Assert.That(await transport.ReceiveAsync(), Is.EqualTo(TransportStatus.Failed), transport.LastFailure);
        Assert.That(transport.LastFailure, Does.Contain("renegotiation"));
    }

    [Test]
    public async Task Keys_are_updated_when_the_server_asks()
    {
        await using OpenSslServer server = await OpenSslServer.StartAsync(CertificateFolder.Get(), "good-direct", "-tls1_3");
        BackendTransport transport = Create();
        Assert.That(await transport.Asynchronous.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        await server.WaitForLineAsync("CIPHER is");
        await server.TypeAsync("K");

        // The server looks at what was typed before it looks at what was received.
        Assert.That(await transport.Asynchronous.SendAsync("mine\n"u8.ToArray(), CancellationToken.None), Is.EqualTo(5));
        await server.WaitForLineAsync("mine");
        await server.TypeAsync("after");
        Assert.That(await transport.ReceiveAsync(), Is.EqualTo(6), transport.LastFailure);
        Assert.That(await transport.Asynchronous.SendAsync("again\n"u8.ToArray(), CancellationToken.None), Is.EqualTo(6));
        await server.WaitForLineAsync("again");
        await transport.Asynchronous.CloseAsync();
    }

    private async Task ExpectFailedHandshakeAsync(int port, string reason)
    {
        BackendTransport transport = Create();
        Assert.That(await transport.Asynchronous.OpenAsync("localhost", port, CancellationToken.None), Is.EqualTo(TransportStatus.TlsHandshakeFailed), transport.LastFailure);
        Assert.That(transport.LastFailure, Does.Match(reason));
        Assert.That(transport.Open("localhost", port), Is.EqualTo(TransportStatus.TlsHandshakeFailed), transport.LastFailure);
        Assert.That(transport.LastFailure, Does.Match(reason));
    }

    private BackendTransport Create() => new(backend, CertificateFolder.Get().Pem("root"));

    private static TestCaseData Accepted(string arguments, string certificate = "good-direct") => new(arguments, certificate);

    private static TestCaseData Refused(string arguments, string certificate = "good-direct") => new(arguments, certificate);
}
