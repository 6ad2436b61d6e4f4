using System;
using System.Collections.Generic;
using System.Security.Authentication;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

/// <summary>Both transports against the contract, over TCP, TLS 1.2 and TLS 1.3.</summary>
[TestFixture(SslProtocols.None)]
[TestFixture(SslProtocols.Tls12)]
[TestFixture(SslProtocols.Tls13)]
public sealed class ConformanceTests(SslProtocols protocol)
{
    private readonly TestPki _pki = TestPki.CreateRoot();
    private EchoServer _server = null!;
    private Ports _ports = null!;

    private static IEnumerable<ConformanceRule<ITransport>> Rules => TransportConformance.Rules;

    private static IEnumerable<ConformanceRule<IAsyncTransport>> AsyncRules => TransportConformance.AsyncRules;

    private ConformanceEndpoint Endpoint => new("localhost", _server.Port, _ports.Refusing, protocol == SslProtocols.None ? 0 : _ports.Silent);

    [OneTimeSetUp]
    public void Start()
    {
        _ports = new();
        _server = protocol == SslProtocols.None ? new() : TlsServer.Start(_pki.Issue(), protocol);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _ports.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Rules))]
    public void Blocking(ConformanceRule<ITransport> rule) =>
        Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    [TestCaseSource(nameof(AsyncRules))]
    public void Asynchronous(ConformanceRule<IAsyncTransport> rule) =>
        Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    private SocketTransportBase Create() =>
        protocol == SslProtocols.None ? new TcpTransport() : new SocketTransport { TrustedRootsPem = _pki.Pem, TrustOnlyGivenRoots = true };
}
