using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>Which roots are trusted: the system's, the given ones, or both.</summary>
public sealed class TrustTests
{
    private readonly TestPki _given = TestPki.CreateRoot("Given Root");

    [Test]
    public async Task Given_root_is_trusted_besides_the_systems() =>
        Assert.That(await OpenAsync(_given, new() { TrustedRootsPem = _given.Pem }), Is.EqualTo(TransportStatus.Ok));

    [Test]
    public async Task Systems_root_is_trusted_besides_the_given() =>
        Assert.That(await OpenAsync(SystemRoot.Pki, new() { TrustedRootsPem = _given.Pem }), Is.EqualTo(TransportStatus.Ok));

    [Test]
    public async Task Systems_root_is_trusted_by_default() =>
        Assert.That(await OpenAsync(SystemRoot.Pki, new()), Is.EqualTo(TransportStatus.Ok));

    [Test]
    public async Task Systems_root_is_not_trusted_when_only_given_ones_are() =>
        Assert.That(
            await OpenAsync(SystemRoot.Pki, new() { TrustedRootsPem = _given.Pem, TrustOnlyGivenRoots = true }),
            Is.EqualTo(TransportStatus.CertificateUntrusted));

    [Test]
    public async Task Given_root_is_not_trusted_by_default() =>
        Assert.That(await OpenAsync(_given, new()), Is.EqualTo(TransportStatus.CertificateUntrusted));

    [Test]
    public async Task Root_of_nobody_is_untrusted_by_both() =>
        Assert.That(
            await OpenAsync(TestPki.CreateRoot("Nobody"), new() { TrustedRootsPem = _given.Pem }),
            Is.EqualTo(TransportStatus.CertificateUntrusted));

    [Test]
    public async Task Second_judgement_keeps_the_name_rule()
    {
        await using EchoServer server = TlsServer.Start(SystemRoot.Pki.Issue(new() { DnsNames = ["other.example"] }));
        SocketTransport transport = new() { TrustedRootsPem = _given.Pem };
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateWrongHost));
    }

    [Test]
    public async Task Refusal_of_the_given_roots_is_told_when_it_says_more()
    {
        await using EchoServer server = TlsServer.Start(_given.Issue(new() { To = TimeSpan.FromDays(-1) }));
        SocketTransport transport = new() { TrustedRootsPem = _given.Pem };
        Assert.That(await transport.OpenAsync("localhost", server.Port, CancellationToken.None), Is.EqualTo(TransportStatus.CertificateExpired));
    }

    [Test]
    public async Task Several_roots_in_one_text_are_all_trusted()
    {
        TestPki other = TestPki.CreateRoot("Other Root");
        SocketTransport transport = new() { TrustedRootsPem = "# roots\n" + other.Pem + "\n" + _given.Pem, TrustOnlyGivenRoots = true };
        Assert.That(await OpenAsync(_given, transport), Is.EqualTo(TransportStatus.Ok));
        Assert.That(await OpenAsync(other, transport), Is.EqualTo(TransportStatus.Ok));
    }

    private static async Task<int> OpenAsync(TestPki server, SocketTransport transport)
    {
        await using EchoServer echo = TlsServer.Start(server.Issue());
        int status = await transport.OpenAsync("localhost", echo.Port, CancellationToken.None);
        await transport.CloseAsync();
        return status;
    }
}
