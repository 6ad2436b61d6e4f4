using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary>How a stream ends after the handshake, and how it can stall before its end, with both backends and versions.</summary>
[TestFixture(Backend.Platform, SslProtocols.Tls12)]
[TestFixture(Backend.Platform, SslProtocols.Tls13)]
[TestFixture(Backend.BouncyCastle, SslProtocols.Tls12)]
[TestFixture(Backend.BouncyCastle, SslProtocols.Tls13)]
public sealed class StreamEndTests(Backend backend, SslProtocols protocol)
{
    private readonly TestPki _root = TestPki.CreateRoot();
    private X509Certificate2 _certificate = null!;

    [OneTimeSetUp]
    public void Issue() => _certificate = _root.Issue();

    [OneTimeTearDown]
    public void Dispose() => _certificate.Dispose();

    [Test]
    public async Task Close_notify_is_a_clean_end() =>
        await Expect(TransportStatus.Closed, "the server ended the connection", static (tls, _) => tls.ShutdownAsync());

    [Test]
    public async Task End_without_close_notify_is_truncated() =>
        await Expect(TransportStatus.Truncated, "close_notify", static (_, socket) =>
        {
            socket.Shutdown(SocketShutdown.Send);
            return Task.CompletedTask;
        });

    [Test]
    public async Task End_inside_a_record_is_truncated() =>
        await Expect(TransportStatus.Truncated, "", static async (_, socket) =>
        {
            await socket.SendAsync(new byte[] { 23, 3, 3, 0, 80, 1, 2, 3 });
            socket.Shutdown(SocketShutdown.Send);
        });

    [Test]
    public async Task Garbage_is_a_failure() =>
        await Expect(TransportStatus.Failed, "", static async (_, socket) => await socket.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray()));

    [Test]
    public async Task Record_that_was_tampered_with_is_a_failure() =>
        await Expect(TransportStatus.Failed, "", static async (_, socket) => await socket.SendAsync((byte[])[23, 3, 3, 0, 40, .. new byte[40]]));

    [Test]
    public async Task Reset_is_a_reset() =>
        await Expect(TransportStatus.Reset, "cut", static (_, socket) =>
        {
            socket.LingerState = new(true, 0);
            socket.Close();
            return Task.CompletedTask;
        });

    [Test]
    public async Task Our_close_is_told_with_close_notify()
    {
        TaskCompletionSource<int> seen = new();
        await using ScriptedServer server = new(async (socket, token) =>
        {
            await using SslStream tls = await AcceptAsync(socket, token);
            seen.SetResult(await tls.ReadAsync(new byte[1], token));
            await EndOfStreamAsync(socket, token);
        });
        BackendTransport transport = new(backend, _root.Pem);
        Assert.That(transport.Open("localhost", server.Port), Is.Zero, transport.LastFailure);
        transport.Blocking.Close();

        // SslStream answers 0 to close_notify, and throws when the stream ends without.
        Assert.That(await seen.Task.WaitAsync(TimeSpan.FromSeconds(20)), Is.Zero);
    }

    [TestCase(0, "said nothing")]
    [TestCase(60, "said nothing")]
    [TestCase(400, "silent after its hello")]
    [TestCase(-1, "silent after its certificate")]
    public async Task Stall_in_the_handshake_is_pending_until_the_limit(int passed, string reason)
    {
        await using EchoServer server = TlsServer.Start(_certificate, protocol);
        using StallingProxy proxy = new(server.Port, passed);
        BackendTransport transport = new(backend, _root.Pem);
        if (passed < 0 && protocol == SslProtocols.Tls13)
        {
            // A client of TLS 1.3 is done when its last message has left.
            Assert.That(transport.Open("localhost", proxy.Port), Is.Zero);
            Assert.That(transport.Blocking.Receive(new byte[1], 0, 1, 100), Is.Zero);
            transport.Blocking.Close();
            return;
        }

        Assert.That(transport.Blocking.Open("localhost", proxy.Port, 200), Is.EqualTo(TransportStatus.Pending));
        transport.Blocking.Close();
        using CancellationTokenSource cancellation = new(200);
        Assert.That(async () => await transport.Asynchronous.OpenAsync("localhost", proxy.Port, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        if (transport.Blocking is TlsTransport tls)
        {
            tls.HandshakeTimeoutMs = 300;
            Assert.That(transport.Open("localhost", proxy.Port), Is.EqualTo(TransportStatus.TimedOut));
            Assert.That(tls.LastFailure, Does.Contain("longer than 300 ms").And.Contain(reason));
            Assert.That(await tls.OpenAsync("localhost", proxy.Port, CancellationToken.None), Is.EqualTo(TransportStatus.TimedOut));
            Assert.That(tls.LastFailure, Does.Contain("longer than 300 ms").And.Contain(reason));
        }
    }

    private async Task Expect(int status, string reason, Func<SslStream, Socket, Task> ending)
    {
        await using ScriptedServer server = new(async (socket, token) =>
        {
            await using SslStream tls = await AcceptAsync(socket, token);
            await tls.WriteAsync("last words"u8.ToArray(), token);
            await ending(tls, socket);
            await EndOfStreamAsync(socket, token);
        });
        BackendTransport transport = new(backend, _root.Pem);
        Assert.That(transport.Open("localhost", server.Port), Is.Zero, transport.LastFailure);
        byte[] window = new byte[64];
        if (status != TransportStatus.Reset)
        {
            Assert.That(ReceiveDecided(transport.Blocking, window), Is.EqualTo(10), transport.LastFailure);
        }

        int outcome = ReceiveDecided(transport.Blocking, window);
        outcome = outcome > 0 ? ReceiveDecided(transport.Blocking, window) : outcome;
        Assert.That(outcome, Is.EqualTo(status), transport.LastFailure);
        Assert.That(transport.LastFailure, Does.Contain(reason).And.Not.Empty);
    }

    private static int ReceiveDecided(ITransport transport, byte[] window) => transport.Receive(window, 0, window.Length, 20_000);

    private async Task<SslStream> AcceptAsync(Socket socket, CancellationToken token)
    {
        SslStream tls = new(new NetworkStream(socket, ownsSocket: false));
        await tls.AuthenticateAsServerAsync(TlsServer.Options(_certificate, protocol), token);
        return tls;
    }

    /// <summary>The client is the first to go, so that nothing here cuts what it has not read.</summary>
    private static async Task EndOfStreamAsync(Socket socket, CancellationToken token)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1_024], token) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }
}
