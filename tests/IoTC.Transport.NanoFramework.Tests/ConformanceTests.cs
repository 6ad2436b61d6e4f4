extern alias board;

using System.Collections.Generic;
using System.Security.Authentication;
using System.Threading.Tasks;
using board::IoTC.Transport.NanoFramework;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.NanoFramework.Tests;

/// <summary>The board's transport against the contract of ITransport, over sockets and TLS that behave as a board's.</summary>
public sealed class ConformanceTests
{
    private readonly TestPki _pki = TestPki.CreateRoot();
    private EchoServer _server = null!;
    private Ports _ports = null!;

    private static IEnumerable<ConformanceRule<ITransport>> Rules => TransportConformance.Rules;

    [OneTimeSetUp]
    public void Start()
    {
        _ports = new();
        _server = TlsServer.Start(_pki.Issue(), SslProtocols.Tls12);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _ports.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Rules))]
    public void Rule(ConformanceRule<ITransport> rule)
    {
        ConformanceEndpoint endpoint = new("localhost", _server.Port, _ports.Refusing, _ports.Silent);
        Assert.That(async () => await rule.CheckAsync(() => new NanoTransport(_pki.Pem), endpoint), Throws.Nothing);
    }
}
