using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Proxies;

/// <summary>A proxy that is itself reached over TLS: its certificate, and TLS to the host within TLS to it.</summary>
public sealed class SecuredProxyTests
{
    private readonly TestPki _hostRoot = TestPki.CreateRoot();
    private readonly TestPki _proxyRoot = TestPki.CreateRoot();

    [Test]
    public async Task Bytes_go_through_the_tunnel_in_both_faces([Values] bool isBlocking, [Values] bool tls)
    {
        const int Count = 100_000;
        await using EchoServer server = tls ? TlsServer.Start(_hostRoot.Issue()) : new();
        await using SecuredTestProxy proxy = new(_proxyRoot.Issue());
        SocketTransportBase transport = Create(proxy, tls, "device", "secret");
        Task<int> echo = isBlocking ? Task.Run(() => Echo(transport, server.Port, Count)) : EchoAsync(transport, server.Port, Count);
        Assert.That(await echo.WaitAsync(TimeSpan.FromSeconds(60)), Is.EqualTo(Count), transport.LastFailure);
        Assert.That(proxy.Requests.TryDequeue(out string? request), Is.True);
        Assert.That(request, Is.EqualTo($"CONNECT localhost:{server.Port} HTTP/1.1\r\nHost: localhost:{server.Port}\r\nProxy-Authorization: Basic ZGV2aWNlOnNlY3JldA==\r\n\r\n"));
    }

    [Test]
    public async Task Proxy_that_nobody_vouches_for_is_refused_and_told_no_password()
    {
        await using SecuredTestProxy proxy = new(_hostRoot.Issue());
        SocketTransport transport = (SocketTransport)Create(proxy, true, "device", "secret");
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateUntrusted), "the host's root is not the proxy's");
        Assert.That(transport.LastFailure, Does.StartWith("proxy localhost:"));
        Assert.That(proxy.Requests, Is.Empty);
    }

    [Test]
    public async Task Proxy_with_another_name_is_refused()
    {
        await using SecuredTestProxy proxy = new(_proxyRoot.Issue(new() { DnsNames = ["other.example"] }));
        SocketTransport transport = (SocketTransport)Create(proxy, true);
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateWrongHost));
    }

    [Test]
    public async Task Certificate_within_is_still_the_hosts()
    {
        await using EchoServer server = TlsServer.Start(_proxyRoot.Issue());
        await using SecuredTestProxy proxy = new(_proxyRoot.Issue());
        SocketTransport transport = (SocketTransport)Create(proxy, true);
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateUntrusted), "the proxy's root is not the host's");
        Assert.That(transport.LastFailure, Does.Not.Contain("proxy localhost"));
    }

    [Test]
    public async Task Refusal_is_named([Values] bool isBlocking)
    {
        await using SecuredTestProxy proxy = new(_proxyRoot.Issue(), "HTTP/1.1 403 Forbidden\r\n\r\n");
        SocketTransport transport = (SocketTransport)Create(proxy, true);
        int status = isBlocking ? transport.Open("localhost", 8883, 20_000) : await transport.OpenAsync("localhost", 8883, CancellationToken.None);
        Assert.That(status, Is.EqualTo(TransportStatus.ProxyFailed));
        Assert.That(transport.LastFailure, Does.EndWith("refused to connect to localhost:8883 (403)"));
    }

    [Test]
    public async Task Silence_is_timed_out([Values] bool isInHandshake)
    {
        using Ports ports = new();
        await using SecuredTestProxy proxy = new(_proxyRoot.Issue(), "");
        SocketTransport transport = new()
        {
            TrustedRootsPem = _hostRoot.Pem,
            Proxy = new HttpProxy(isInHandshake ? $"https://127.0.0.1:{ports.Silent}" : proxy.Address) { TrustedRootsPem = _proxyRoot.Pem, TimeLimitMs = 200 },
        };
        Assert.That(await transport.OpenAsync("localhost", 8883, CancellationToken.None), Is.EqualTo(TransportStatus.TimedOut));
        Assert.That(transport.LastFailure, Does.Contain("did not answer within 200 ms"));
    }

    private SocketTransportBase Create(SecuredTestProxy proxy, bool tls, string user = "", string password = "")
    {
        HttpProxy through = new(proxy.Address, user, password) { TrustedRootsPem = _proxyRoot.Pem };
        return tls ? new SocketTransport { TrustedRootsPem = _hostRoot.Pem, TrustOnlyGivenRoots = true, Proxy = through } : new TcpTransport { Proxy = through };
    }

    private static async Task<int> EchoAsync(SocketTransportBase transport, int port, int count)
    {
        int status = await transport.OpenAsync("localhost", port, CancellationToken.None);
        if (status < 0)
        {
            return status;
        }

        Task sending = Task.Run(async () =>
        {
            for (int sent = 0; sent < count;)
            {
                sent += await transport.SendAsync(new byte[Math.Min(10_000, count - sent)], CancellationToken.None);
            }
        });
        int received = 0;
        byte[] window = new byte[16_384];
        while (received < count && (status = await transport.ReceiveAsync(window, CancellationToken.None)) > 0)
        {
            received += status;
        }

        await sending;
        await transport.CloseAsync();
        return status < 0 ? status : received;
    }

    private static int Echo(SocketTransportBase transport, int port, int count)
    {
        int status = transport.Open("localhost", port, 20_000);
        int sent = 0;
        int received = 0;
        byte[] window = new byte[16_384];
        while (status >= 0 && received < count)
        {
            status = sent < count ? transport.Send(window, 0, Math.Min(window.Length, count - sent), 10) : 0;
            sent += Math.Max(status, 0);
            status = status < 0 ? status : transport.Receive(window, 0, window.Length, 100);
            received += Math.Max(status, 0);
        }

        transport.Close();
        return status < 0 ? status : received;
    }
}
