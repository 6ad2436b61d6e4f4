using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Proxies;

/// <summary>The tunnel through a proxy, and every way in which it does not come about.</summary>
public sealed class ProxyTests
{
    private const string Password = "s3cret:with%colon";

    private readonly TestPki _root = TestPki.CreateRoot();

    [Test]
    public async Task Bytes_go_through_the_tunnel_in_both_faces([Values] bool isBlocking)
    {
        await using EchoServer server = TlsServer.Start(_root.Issue());
        await using TestProxy proxy = new();
        SocketTransport transport = Create(new HttpProxy(proxy.Address));
        Assert.That(await EchoAsync(transport, "localhost", server.Port, isBlocking), Is.EqualTo(1), transport.LastFailure);
        Assert.That(proxy.Requests.TryDequeue(out string? request), Is.True);
        Assert.That(request, Is.EqualTo($"CONNECT localhost:{server.Port} HTTP/1.1\r\nHost: localhost:{server.Port}\r\n\r\n"));
    }

    [Test]
    public async Task User_and_password_are_sent_as_Basic()
    {
        await using EchoServer server = TlsServer.Start(_root.Issue());
        await using TestProxy proxy = new();
        SocketTransport transport = Create(new HttpProxy(proxy.Address, "device", Password));
        Assert.That(await EchoAsync(transport, "localhost", server.Port, isBlocking: false), Is.EqualTo(1), transport.LastFailure);
        string expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("device:" + Password));
        Assert.That(proxy.Requests.TryDequeue(out string? request), Is.True);
        Assert.That(request, Does.Contain($"\r\nProxy-Authorization: Basic {expected}\r\n"));
    }

    [Test]
    public async Task Certificate_is_still_the_hosts()
    {
        await using EchoServer server = TlsServer.Start(_root.Issue(new() { DnsNames = ["other.example"] }));
        await using TestProxy proxy = new();
        SocketTransport transport = Create(new HttpProxy(proxy.Address));
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateWrongHost));
    }

    [TestCase("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n", TransportStatus.ProxyAuthentication, "did not accept the user name and password (407)")]
    [TestCase("HTTP/1.1 407 Who\r\n\r\n", TransportStatus.ProxyAuthentication, "did not accept the user name and password (407)")]
    [TestCase("HTTP/1.0 401 Unauthorized\r\nServer: tinyproxy/1.11.1\r\n\r\n", TransportStatus.ProxyAuthentication, "did not accept the user name and password (401)")]
    [TestCase("HTTP/1.1 407 Who\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n\r\n", TransportStatus.ProxyAuthentication, "an authentication other than Basic (407)")]
    [TestCase("HTTP/1.1 403 Forbidden\r\n\r\n<html>", TransportStatus.ProxyFailed, "refused to connect to localhost:8883 (403)")]
    [TestCase("HTTP/1.0 502 Bad Gateway\r\n\r\n", TransportStatus.ProxyFailed, "could not reach localhost:8883 (502)")]
    [TestCase("HTTP/1.1 302 Found\r\nLocation: http://elsewhere\r\n\r\n", TransportStatus.ProxyFailed, "refused to connect to localhost:8883 (302)")]
    [TestCase("SSH-2.0-OpenSSH_9.2\r\n", TransportStatus.ProxyFailed, "is not HTTP/1.1")]
    [TestCase("HTTP/1.1 2x0 OK\r\n\r\n", TransportStatus.ProxyFailed, "is not HTTP/1.1")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", TransportStatus.ProxyFailed, "is not HTTP/1.1")]
    [TestCase("HTTP/1.1 200 OK\r\nA", TransportStatus.ProxyFailed, "in the middle of its answer")]
    [TestCase("", TransportStatus.ProxyFailed, "ended the connection without an answer")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nmore", TransportStatus.ProxyFailed, "sent more than its answer")]
    public async Task Refusals_are_named(string answer, int status, string reason)
    {
        await using TestProxy proxy = new(answer);
        SocketTransport transport = Create(new HttpProxy(proxy.Address, "device", Password));
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(status));
        Assert.That(transport.LastFailure, Does.Contain(reason).And.Contains($"proxy 127.0.0.1:{proxy.Port}").And.Not.Contains(Password));
        Assert.That(transport.Open("localhost", 8883, 20_000), Is.EqualTo(status), "the blocking face");
    }

    [Test]
    public async Task Proxy_that_asks_for_what_was_not_given_is_named()
    {
        await using TestProxy proxy = new("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\n\r\n");
        SocketTransport transport = Create(new HttpProxy(proxy.Address));
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.ProxyAuthentication));
        Assert.That(transport.LastFailure, Does.Contain("asks for a user name and password (407)"));
    }

    [Test]
    public async Task Endless_header_section_is_refused()
    {
        await using TestProxy proxy = new("HTTP/1.1 200 OK\r\nX: " + new string('x', 20_000));
        SocketTransport transport = Create(new HttpProxy(proxy.Address));
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.ProxyFailed));
        Assert.That(transport.LastFailure, Does.Contain("more than 16384 bytes"));
    }

    [Test]
    public async Task Silent_proxy_is_TimedOut_within_its_own_limit()
    {
        await using TestProxy proxy = new(isSilent: true);
        SocketTransport transport = Create(new HttpProxy(proxy.Address) { TimeLimitMs = 100 });
        long start = Stopwatch.GetTimestamp();
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.TimedOut));
        Assert.That(transport.LastFailure, Does.Contain("did not answer within 100 ms"));
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Caller_ends_the_wait_for_a_silent_proxy()
    {
        await using TestProxy proxy = new(isSilent: true);
        SocketTransport transport = Create(new HttpProxy(proxy.Address));
        using CancellationTokenSource limit = new(100);
        Assert.That(async () => await transport.OpenAsync("localhost", 8883, limit.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Proxy_that_is_not_there_is_named_as_the_proxy()
    {
        using Ports ports = new();
        SocketTransport transport = Create(new HttpProxy($"http://127.0.0.1:{ports.Refusing}"));
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.Refused));
        Assert.That(transport.LastFailure, Does.StartWith($"proxy 127.0.0.1:{ports.Refusing} cannot be reached: "));
    }

    [Test]
    public async Task Bypassed_host_is_reached_directly()
    {
        using Ports ports = new();
        await using EchoServer server = TlsServer.Start(_root.Issue());
        SocketTransport transport = Create(new HttpProxy($"http://127.0.0.1:{ports.Refusing}", bypass: ["localhost"]));
        Assert.That(await EchoAsync(transport, "localhost", server.Port, isBlocking: false), Is.EqualTo(1), transport.LastFailure);
    }

    [Test]
    public async Task Sibling_goes_through_the_same_proxy()
    {
        await using EchoServer server = TlsServer.Start(_root.Issue());
        await using TestProxy proxy = new();
        SocketTransport transport = (SocketTransport)Create(new HttpProxy(proxy.Address)).CreateSibling();
        Assert.That(await EchoAsync(transport, "localhost", server.Port, isBlocking: false), Is.EqualTo(1), transport.LastFailure);
        Assert.That(proxy.Requests, Has.Count.EqualTo(1));
    }

    private SocketTransport Create(HttpProxy proxy) => new() { TrustedRootsPem = _root.Pem, TrustOnlyGivenRoots = true, Proxy = proxy };

    private static async Task<int> EchoAsync(SocketTransport transport, string host, int port, bool isBlocking)
    {
        byte[] one = new byte[1];
        int status;
        if (isBlocking)
        {
            status = transport.Open(host, port, 20_000);
            status = status < 0 ? status : transport.Send(one, 0, 1, 20_000);
            status = status < 0 ? status : transport.Receive(one, 0, 1, 20_000);
            transport.Close();
            return status;
        }

        status = await transport.OpenAsync(host, port, CancellationToken.None);
        status = status < 0 ? status : await transport.SendAsync(one, CancellationToken.None);
        status = status < 0 ? status : await transport.ReceiveAsync(one, CancellationToken.None);
        await transport.CloseAsync();
        return status;
    }
}
