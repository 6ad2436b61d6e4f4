using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.WebSockets;

/// <summary>The WebSocket transport against the contract of transports, both faces.</summary>
public sealed class WebSocketConformanceTests
{
    private readonly TestPki _pki = TestPki.CreateRoot();
    private WebSocketEcho _server = null!;
    private Ports _ports = null!;

    private static IEnumerable<ConformanceRule<ITransport>> Rules => TransportConformance.Rules;

    private static IEnumerable<ConformanceRule<IAsyncTransport>> AsyncRules => TransportConformance.AsyncRules;

    private ConformanceEndpoint Endpoint => new("localhost", _server.Port, _ports.Refusing, _ports.Silent);

    [OneTimeSetUp]
    public void Start()
    {
        _ports = new();
        _server = new(_pki);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _ports.Dispose();
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(Rules))]
    public void Blocking(ConformanceRule<ITransport> rule) => Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    [TestCaseSource(nameof(AsyncRules))]
    public void Asynchronous(ConformanceRule<IAsyncTransport> rule) => Assert.That(async () => await rule.CheckAsync(Create, Endpoint), Throws.Nothing);

    private WebSocketTransport Create() => new(new SocketTransport { TrustedRootsPem = _pki.Pem, TrustOnlyGivenRoots = true });
}
