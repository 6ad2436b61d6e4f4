using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Core.Tests.Mqtt;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary>The opening handshake: what is asked, and which answers are not taken.</summary>
public sealed class UpgradeTests
{
    private const string Head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n";

    private readonly TestPki _root = TestPki.CreateRoot();

    [Test]
    [Conforms("MQTT-6.0.0-3")]
    public async Task SubProtocolMqttIsOffered()
    {
        await using WebSocketPeer peer = new(_root);
        WebSocketTransport transport = Create();
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.Ok), transport.LastFailure);
        await transport.CloseAsync();
        Assert.That(peer.Request, Does.StartWith($"GET /$iothub/websocket HTTP/1.1\r\nHost: localhost:{peer.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "));
        Assert.That(peer.Request, Does.EndWith("\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n"));
    }

    [TestCase("")]
    [TestCase("Sec-WebSocket-Protocol: mqttv3.1\r\n")]
    [TestCase("Sec-WebSocket-Protocol: MQTT\r\n")]
    [TestCase("Sec-WebSocket-Protocol: mqtt, amqp\r\n")]
    [Conforms("MQTT-6.0.0-4")]
    public async Task ServerThatDoesNotSelectMqttIsRefused(string selection)
    {
        await using WebSocketPeer peer = new(_root, answer: Head + selection + "\r\n");
        WebSocketTransport transport = Create();
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.UpgradeRefused));
        Assert.That(transport.LastFailure, Is.EqualTo("the server did not select the sub-protocol mqtt"));
    }

    [Test]
    public async Task QueryOfThePathIsInNoFailure()
    {
        await using WebSocketPeer peer = new(_root, (_, _, _) => Task.CompletedTask, "HTTP/1.1 401 Unauthorized\r\n\r\n");
        WebSocketTransport transport = Create();
        transport.Path = "/mqtt?token=secret";
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.UpgradeRefused));
        Assert.That(peer.Request, Does.StartWith("GET /mqtt?token=secret HTTP/1.1\r\n"));
        Assert.That(transport.LastFailure, Is.EqualTo("the server answered 401 to the WebSocket request for /mqtt"));
    }

    [TestCase("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered 404 to the WebSocket request for /$iothub/websocket")]
    [TestCase("HTTP/1.1 401 Unauthorized\r\n\r\n", "answered 401")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\n", "answered 200")]
    [TestCase("HTTP/1.1 301 Moved\r\nLocation: https://elsewhere\r\n\r\n", "answered 301")]
    [TestCase("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n", "as RFC 6455 asks")]
    [TestCase("HTTP/1.1 101 X\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n", "as RFC 6455 asks")]
    [TestCase("HTTP/1.1 101 X\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n", "as RFC 6455 asks")]
    [TestCase(Head + "Sec-WebSocket-Protocol: mqtt\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", "extension that was not offered")]
    [TestCase("\x10\x02", "is not HTTP/1.1")]
    public async Task OtherAnswersAreNamed(string answer, string reason)
    {
        await using WebSocketPeer peer = new(_root, (_, _, _) => Task.CompletedTask, answer);
        WebSocketTransport transport = Create();
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.UpgradeRefused));
        Assert.That(transport.LastFailure, Does.Contain(reason));
        Assert.That(transport.Open("localhost", peer.Port, 20_000), Is.EqualTo(TransportStatus.UpgradeRefused), "the blocking face");
        Assert.That(transport.LastFailure, Does.Contain(reason));
    }

    [Test]
    public async Task AnswerThatIsCutShortIsTheConnectionsEnd()
    {
        await using WebSocketPeer peer = new(_root, (_, _, _) => Task.CompletedTask, "HTTP/1.1 101 X\r\nUp");
        Assert.That(await Create().OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.Truncated), "no close_notify came either");
    }

    [Test]
    public async Task PathAndQueryAreOptions()
    {
        await using WebSocketPeer peer = new(_root);
        WebSocketTransport transport = Create();
        transport.Path = "/mqtt?tenant=1";
        transport.WithoutClientCertificate = true;
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        await transport.CloseAsync();
        Assert.That(peer.Request, Does.StartWith("GET /mqtt?tenant=1&iothub-no-client-cert=true HTTP/1.1\r\n"));
    }

    [Test]
    public async Task HubIsAskedForNoClientCertificateWhenToldSo()
    {
        await using WebSocketPeer peer = new(_root);
        WebSocketTransport transport = Create();
        transport.WithoutClientCertificate = true;
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        await transport.CloseAsync();
        Assert.That(peer.Request, Does.StartWith("GET /$iothub/websocket?iothub-no-client-cert=true HTTP/1.1\r\n"));
    }

    [TestCase("mqtt")]
    [TestCase("/a b")]
    [TestCase("/a\r\nX: y")]
    [TestCase("/ü")]
    [TestCase("/a#b")]
    public void WrongPathIsRefused(string path) => Assert.That(() => new WebSocketTransport { Path = path }, Throws.ArgumentException);

    [Test]
    public async Task CertificateIsJudgedAsBySocketTransport()
    {
        await using WebSocketPeer peer = new(_root);
        Assert.That(await new WebSocketTransport().OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateUntrusted));
        WebSocketTransport pinned = new(new SocketTransport { TrustedRootsPem = _root.Pem, PinnedKeys = ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="] });
        Assert.That(await pinned.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(pinned.LastFailure, Does.Contain("sha256/"));
    }

    [Test]
    public async Task ProxyIsGoneThrough()
    {
        await using WebSocketPeer peer = new(_root);
        await using TestProxy proxy = new();
        WebSocketTransport transport = new(new SocketTransport { TrustedRootsPem = _root.Pem }) { Proxy = new HttpProxy(proxy.Address, "u", "p") };
        Assert.That(await transport.OpenAsync("localhost", peer.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
        await transport.CloseAsync();
        Assert.That(proxy.Requests, Has.Count.EqualTo(1));
        Assert.That(peer.Request, Does.Not.Contain("Proxy-Authorization"));
    }

    [Test]
    public async Task HttpGoesOverTheSameTlsAsItIs([Values] bool isBlocking)
    {
        await using EchoServer server = TlsServer.Start(_root.Issue());
        WebSocketTransport transport = Create();
        transport.SetProtocol(TransportProtocol.Http);
        byte[] bytes = "GET / HTTP/1.1\r\n\r\n"u8.ToArray();
        byte[] window = new byte[100];
        if (isBlocking)
        {
            Assert.That(transport.Open("localhost", server.Port, 20_000), Is.Zero, transport.LastFailure);
            Assert.That(transport.Send(bytes, 0, bytes.Length, 20_000), Is.EqualTo(bytes.Length));
            Assert.That(transport.Receive(window, 0, window.Length, 20_000), Is.EqualTo(bytes.Length));
            transport.Close();
        }
        else
        {
            Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.Zero, transport.LastFailure);
            Assert.That(await transport.SendAsync(bytes, CancellationToken.None), Is.EqualTo(bytes.Length));
            Assert.That(await transport.ReceiveAsync(window, CancellationToken.None), Is.EqualTo(bytes.Length));
            await transport.CloseAsync();
        }

        Assert.That(window.AsSpan(0, bytes.Length).SequenceEqual(bytes), Is.True);
    }

    [Test]
    public void PlainTransportsSaySoByName()
    {
        Assert.That(() => new WebSocketTransport(new TcpTransport()), Throws.ArgumentException.With.Message.Contains("does not encrypt"));
        Assert.That(new PlainWebSocketTransport(), Is.InstanceOf<IUnsecuredTransport>());
        Assert.That(new WebSocketTransport(), Is.Not.InstanceOf<IUnsecuredTransport>());
    }

    private WebSocketTransport Create() => new(new SocketTransport { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true });
}
