using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>Hosts that cannot be reached.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class NetworkTests(ClientKind kind) : DeviceFixture(kind)
{
    private readonly TestPorts _ports = new();

    [OneTimeTearDown]
    public void ReleasePorts() => _ports.Dispose();

    [Test]
    public async Task A_port_where_DPS_is_not_refuses()
    {
        IoTCOptions options = Options();
        options.ProvisioningPort = _ports.Refusing;
        Expect.Failure(await FailAsync(options), options, IoTCError.Network, $"localhost:{_ports.Refusing}", "refused the connection", "check the port");
    }

    [Test]
    public async Task A_port_where_the_hub_is_not_refuses()
    {
        IoTCOptions options = Options();
        options.HubPort = _ports.Refusing;
        Expect.Failure(await FailAsync(options), options, IoTCError.Network, "The hub", $"localhost:{_ports.Refusing}", "refused the connection", "check the port");
    }

    [Test]
    public async Task A_name_that_DNS_does_not_know_is_named()
    {
        IoTCOptions options = Options();
        options.ProvisioningHost = "no-such-host.invalid";
        Expect.Failure(await FailAsync(options), options, IoTCError.NameNotResolved, "no-such-host.invalid", "could not be resolved", "check its spelling");
    }

    [Test]
    public async Task A_server_that_is_silent_is_given_up_within_the_time_limit()
    {
        IoTCOptions options = Options();
        (options.ProvisioningPort, options.OpenTimeoutMs) = (_ports.Silent, 300);
        Expect.Failure(await FailAsync(options), options, IoTCError.TimedOut, "localhost", "within the time limit", "heck");
    }

    [Test]
    public async Task A_host_that_no_route_leads_to_is_named()
    {
        IoTCOptions options = Options();
        options.ProvisioningHost = "255.255.255.255";
        Expect.Failure(await FailAsync(options), options, IoTCError.Network, "255.255.255.255", "cannot be reached", "check this device's network");
    }

    [Test]
    public async Task A_connect_that_takes_too_long_is_given_up()
    {
        IoTCOptions options = Options();
        (options.ProvisioningPort, options.ConnectTimeoutMs) = (_ports.Silent, 300);
        IoTCException failure = await FailAsync(options);
        Assert.That(failure.Error, Is.EqualTo(IoTCError.TimedOut));
        Assert.That(failure.Message, Does.Contain("Registering with DPS"));
    }
}
