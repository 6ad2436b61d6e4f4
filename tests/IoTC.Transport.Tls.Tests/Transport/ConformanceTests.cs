using System;
using System.Collections.Generic;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets;
using IoTC.Transport.Sockets.Tests.Peers;
using IoTC.Transport.Tls.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Transport;

/// <summary>Both faces against the contract, over TCP and over a stream that carries a few bytes at a time.</summary>
[TestFixture(SslProtocols.Tls12, false)]
[TestFixture(SslProtocols.Tls13, false)]
[TestFixture(SslProtocols.Tls13, true)]
public sealed class ConformanceTests(SslProtocols protocol, bool inPieces)
{
    private readonly X509Certificate2 _certificate = TestPki.CreateRoot().Issue();
    private EchoServer _server = null!;
    private Ports _ports = null!;

    private static IEnumerable<ConformanceRule<ITransport>> Rules => TransportConformance.Rules;

    private static IEnumerable<ConformanceRule<IAsyncTransport>> AsyncRules => TransportConformance.AsyncRules;

    private ConformanceEndpoint Endpoint => new("localhost", _server.Port, _ports.Refusing, _ports.Silent);

    [OneTimeSetUp]
    public void Start()
    {
        _ports = new();
        _server = TlsServer.Start(_certificate, protocol);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _ports.Dispose();
        _certificate.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Rules))]
    public void Blocking(ConformanceRule<ITransport> rule) =>
        Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    [TestCaseSource(nameof(AsyncRules))]
    public void Asynchronous(ConformanceRule<IAsyncTransport> rule) =>
        Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    private TlsTransport Create() =>
        new(inPieces ? new PiecewiseTransport(new TcpTransport()) : (ITransport)new TcpTransport()) { Validator = new OneCertificate(_certificate) };
}
