using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>What a server can answer to a ClientHello instead of a handshake.</summary>
public sealed class HandshakeFailureTests
{
    [TestCase(40, TransportStatus.TlsHandshakeFailed, "alert handshake_failure")]
    [TestCase(70, TransportStatus.TlsHandshakeFailed, "alert protocol_version")]
    [TestCase(80, TransportStatus.TlsHandshakeFailed, "alert internal_error")]
    [TestCase(112, TransportStatus.TlsHandshakeFailed, "alert unrecognized_name")]
    [TestCase(42, TransportStatus.ClientCertificateRefused, "alert bad_certificate")]
    [TestCase(45, TransportStatus.ClientCertificateRefused, "alert certificate_expired")]
    [TestCase(48, TransportStatus.ClientCertificateRefused, "alert unknown_ca")]
    [TestCase(116, TransportStatus.ClientCertificateRefused, "alert certificate_required")]
    public async Task Alert_is_named(int code, int status, string reason)
    {
        byte[] alert = [21, 3, 3, 0, 2, 2, (byte)code];
        await Expect(ScriptedServer.Answering(alert), status, reason);
    }

    [Test]
    public async Task Server_without_tls_is_a_failed_handshake() =>
        await Expect(ScriptedServer.Answering(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n")), TransportStatus.TlsHandshakeFailed, "");

    [Test]
    public async Task Short_greeting_without_tls_is_a_failed_handshake() =>
        await Expect(ScriptedServer.Answering("220 x\r\n"u8.ToArray()), TransportStatus.TlsHandshakeFailed, "");

    [Test]
    public async Task End_during_the_handshake_is_a_failed_handshake() =>
        await Expect(ScriptedServer.Answering([], thenEnd: true), TransportStatus.TlsHandshakeFailed, "the server ended the connection during the TLS handshake");

    [Test]
    public async Task End_inside_a_record_is_a_failed_handshake() =>
        await Expect(ScriptedServer.Answering([22, 3, 3, 0, 80, 2], thenEnd: true), TransportStatus.TlsHandshakeFailed, "the server ended the connection");

    [Test]
    public async Task Reset_during_the_handshake_is_a_reset() =>
        await Expect(
            new ScriptedServer(async (socket, token) =>
            {
                await socket.ReceiveAsync(new byte[16], token);
                socket.LingerState = new(true, 0);
            }),
            TransportStatus.Reset,
            "cut");

    private static async Task Expect(ScriptedServer server, int status, string reason)
    {
        await using ScriptedServer running = server;
        SocketTransport transport = new();
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(status), transport.LastFailure);
        Assert.That(transport.LastFailure, Is.Not.Empty.And.Contains(reason));
        Assert.That(transport.Open("localhost", server.Port, 20_000), Is.EqualTo(status), transport.LastFailure);
        Assert.That(transport.LastFailure, Is.Not.Empty.And.Contains(reason));
    }
}
