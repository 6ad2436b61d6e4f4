using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>An emulator, and devices of one of the two clients; each test has a device id of its own.</summary>
public abstract class DeviceFixture(ClientKind kind)
{
    private readonly List<ITestDevice> _devices = [];
    private int _count;

    protected IoTCEmulator Azure { get; private set; } = null!;

    /// <summary>The id of this test's device.</summary>
    protected string Id { get; private set; } = "";

    /// <summary>The device as the cloud sees it; after it has registered.</summary>
    protected EmulatedDevice Twin => Azure.Device(Id);

    private protected LogLines Log { get; private set; } = new();

    protected virtual EmulatorOptions EmulatorOptions => new() { RetryAfterSeconds = 0 };

    [OneTimeSetUp]
    public async Task StartEmulator() => Azure = await IoTCEmulator.StartAsync(EmulatorOptions);

    [OneTimeTearDown]
    public async Task StopEmulator() => await Azure.DisposeAsync();

    [SetUp]
    public void NameDevice()
    {
        Id = $"device-{Interlocked.Increment(ref _count)}";
        Log = new LogLines();
    }

    [TearDown]
    public async Task DisposeDevices()
    {
        Azure.Faults.Clear();
        foreach (ITestDevice device in _devices) await device.DisposeAsync();
        _devices.Clear();
    }

    protected IoTCOptions Options() => new()
    {
        IdScope = Azure.IdScope,
        DeviceId = Id,
        Credential = DeviceCredential.GroupKey(Azure.GroupKey),
        ProvisioningHost = "localhost",
        ProvisioningPort = Azure.DpsPort,
        HubPort = Azure.HubPort,
        ProvisioningMinDelayMs = 1,
        ReconnectMinDelayMs = 20,
        ReconnectMaxDelayMs = 100,
        DisconnectTimeoutMs = 3000,
    };

    /// <summary>Options that go to the emulator's hub directly, without DPS.</summary>
    protected IoTCOptions HubOptions(string key)
    {
        IoTCOptions options = Options();
        options.HubHost = Azure.HubHostName;
        options.Credential = DeviceCredential.DeviceKey(key);
        return options;
    }

    protected SocketTransport Transport() => new() { TrustedRootsPem = Azure.RootCertificatePem };

    private protected ITestDevice Create(IoTCOptions? options = null, SocketTransport? transport = null)
    {
        options ??= Options();
        transport ??= Transport();
        ITestDevice device = kind == ClientKind.Blocking ? new BlockingDevice(options, transport, Log) : new AwaitedDevice(options, transport, Log);
        _devices.Add(device);
        return device;
    }

    private protected async Task<ITestDevice> ConnectAsync(IoTCOptions? options = null)
    {
        ITestDevice device = Create(options);
        await device.ConnectAsync();
        return device;
    }

    /// <summary>Connects, and returns how that failed.</summary>
    private protected async Task<IoTCException> FailAsync(IoTCOptions options, SocketTransport? transport = null)
    {
        ITestDevice device = Create(options, transport);
        IoTCException? exception = await Limit.Of(5, () => CatchAsync(device));
        Assert.That(exception, Is.Not.Null, "the device connected");
        return exception!;
    }

    private static async Task<IoTCException?> CatchAsync(ITestDevice device)
    {
        try
        {
            await device.ConnectAsync();
            return null;
        }
        catch (IoTCException exception)
        {
            return exception;
        }
    }
}
