using System.Collections.Generic;
using System.Security.Authentication;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Modem.Simulated;
using IoTC.Transport.Sockets;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Modem;

/// <summary>The transport of docs/porting.md against the contract, over a simulated modem that gives all bytes at once or one by one.</summary>
[TestFixture(int.MaxValue)]
[TestFixture(1)]
public sealed class ModemTransportTests(int readSize)
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
        Assert.That(async () => await rule.CheckAsync(() => new ModemTransport(CreateModem()), endpoint), Throws.Nothing);
    }

    [Test]
    public void A_modem_that_does_not_answer_is_a_timeout_with_a_reason()
    {
        SimulatedModem modem = CreateModem();
        ModemTransport transport = Open(modem);
        modem.IsUnplugged = true;
        Assert.That(transport.Receive(new byte[1], 0, 1, 0), Is.EqualTo(TransportStatus.TimedOut));
        Assert.That(transport.LastFailure, Is.EqualTo("the modem does not answer; check the cable and its power"));
        Assert.That(transport.Send(new byte[1], 0, 1, 0), Is.Negative);
        modem.IsUnplugged = false;
        Assert.That(Open(modem, transport).Send([1], 0, 1, 0), Is.EqualTo(1));
        transport.Close();
    }

    [TestCase("2\r", "the modem gave more than was asked")]
    [TestCase("1\r", "the modem stopped in the middle of its answer")]
    [TestCase("-21\r", "the modem answered -21")]
    [TestCase("99999999999999999999\r", "the modem gave more than was asked")]
    public void A_modem_gone_mad_is_a_failure_with_a_reason(string answer, string reason)
    {
        SimulatedModem modem = CreateModem();
        ModemTransport transport = Open(modem);
        modem.Override = command => command.StartsWith("AT+RECV") ? answer : null;
        Assert.That(transport.Receive(new byte[1], 0, 1, 0), Is.Negative);
        Assert.That(transport.LastFailure, Is.EqualTo(reason));
        Assert.That(transport.Receive(new byte[1], 0, 1, 0), Is.Negative);
        transport.Close();
    }

    [Test]
    public void The_commands_are_those_of_the_modem()
    {
        SimulatedModem modem = CreateModem();
        ModemTransport transport = Open(modem);
        transport.Send([1, 2], 0, 2, 10);
        transport.Receive(new byte[4], 0, 4, 20_000);
        transport.Close();
        Assert.That(modem.Commands, Is.EqualTo(new[] { "AT+CLOSE", $"AT+OPEN=\"localhost\",{_server.Port}", "AT+STATE=20000", "AT+SEND=2,10", "AT+RECV=4,20000", "AT+CLOSE" }));
    }

    [TestCase("a\"b")]
    [TestCase("a\rAT+CLOSE")]
    public void A_host_cannot_carry_commands(string host) =>
        Assert.That(() => new ModemTransport(CreateModem()).Open(host, 1, 0), Throws.ArgumentException);

    private ModemTransport Open(SimulatedModem modem, ModemTransport? transport = null)
    {
        transport ??= new ModemTransport(modem);
        Assert.That(transport.Open("localhost", _server.Port, 20_000), Is.EqualTo(TransportStatus.Ok));
        return transport;
    }

    private SimulatedModem CreateModem() => new(new SocketTransport { TrustedRootsPem = _pki.Pem, TrustOnlyGivenRoots = true }, readSize);
}
