using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>An emulator, and options of a device of the test's own that go to its HTTPS port for everything.</summary>
public abstract class NetworkFixture
{
    private int _count;

    protected IoTCEmulator Azure { get; private set; } = null!;

    /// <summary>The id of this test's device.</summary>
    protected string Id { get; private set; } = "";

    private protected LogLines Log { get; private set; } = new();

    protected virtual EmulatorOptions EmulatorOptions => new() { RetryAfterSeconds = 0 };

    [OneTimeSetUp]
    public async Task StartEmulator() => Azure = await IoTCEmulator.StartAsync(EmulatorOptions);

    [OneTimeTearDown]
    public async Task StopEmulator() => await Azure.DisposeAsync();

    [SetUp]
    public void NameDevice()
    {
        Id = $"net-{Interlocked.Increment(ref _count)}";
        Log = new LogLines();
        Azure.Faults.Clear();
    }

    /// <summary>Options with which everything goes to one port, as it does in Azure.</summary>
    protected IoTCOptions Options() => new()
    {
        IdScope = Azure.IdScope,
        DeviceId = Id,
        Credential = DeviceCredential.GroupKey(Azure.GroupKey),
        ProvisioningHost = "localhost",
        ProvisioningPort = Azure.HubHttpsPort,
        HubHttpsPort = Azure.HubHttpsPort,
        ProvisioningMinDelayMs = 1,
        ReconnectMinDelayMs = 20,
        ReconnectMaxDelayMs = 100,
        DisconnectTimeoutMs = 3000,
    };

    protected SocketTransport Tls(HttpProxy? proxy = null) => new() { TrustedRootsPem = Azure.RootCertificatePem, Proxy = proxy };

    protected WebSocketTransport WebSocket(HttpProxy? proxy = null) => new(Tls(proxy)) { MqttPort = Azure.HubHttpsPort };
}
