using System.Linq;
using System.Threading.Tasks;
using IoTC.Conformance;
using IoTC.Transport.Sockets.Tests.Peers;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

/// <summary>The conformance suite finds faults and names the broken rule.</summary>
public sealed class ConformanceSuiteTests
{
    [TestCase("damages", "bytes come back whole and in order")]
    [TestCase("writes outside", "Receive writes inside its window only")]
    [TestCase("spins", "Receive of nothing answers 0 within its limit")]
    [TestCase("status", "a refused connection is Refused, with a reason")]
    [TestCase("no reason", "a cut connection is a negative status")]
    [TestCase("never closes", "Close is idempotent, and a closed transport answers negative")]
    public async Task Fault_is_found(string fault, string name)
    {
        ConformanceRule<ITransport> rule = TransportConformance.Rules.Single(candidate => candidate.Name == name);
        await using EchoServer server = new();
        using Ports ports = new();
        ConformanceEndpoint endpoint = new("127.0.0.1", server.Port, ports.Refusing);
        Assert.That(
            async () => await rule.CheckAsync(() => new BrokenTransport(fault), endpoint),
            Throws.InstanceOf<TransportConformanceException>().With.Property(nameof(TransportConformanceException.Rule)).EqualTo(name));
    }

    [Test]
    public async Task Whole_suite_runs_in_one_call()
    {
        await using EchoServer server = new();
        using Ports ports = new();
        ConformanceEndpoint endpoint = new("127.0.0.1", server.Port, ports.Refusing);
        Assert.That(() => TransportConformance.Run(static () => new TcpTransport(), endpoint), Throws.Nothing);
        Assert.That(async () => await TransportConformance.RunAsync(static () => new TcpTransport(), endpoint), Throws.Nothing);
    }
}
