using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests;

public sealed class LifetimeTests
{
    [Test]
    public async Task TwoRunSideBySideButNotOnOnePort()
    {
        await using IoTCEmulator first = await IoTCEmulator.StartAsync();
        await using IoTCEmulator second = await IoTCEmulator.StartAsync();
        Assert.That(second.HubPort, Is.Not.EqualTo(first.HubPort));
        Assert.That(() => IoTCEmulator.StartAsync(new EmulatorOptions { HubPort = first.HubPort }), Throws.InstanceOf<IOException>());
        Assert.That(() => IoTCEmulator.StartAsync(new EmulatorOptions { GroupKey = "no key" }), Throws.ArgumentException);
    }

    [Test]
    public async Task StoppingEndsConnectionsAndFreesThePorts()
    {
        IoTCEmulator azure = await IoTCEmulator.StartAsync();
        await using MqttDevice client = await MqttDevice.ConnectedAsync(azure, azure.AddDevice("d1"), CancellationToken.None);
        int port = azure.HubPort;
        await azure.DisposeAsync();
        await client.Disconnected;
        using var tcp = new TcpClient();
        Assert.That(() => tcp.ConnectAsync("127.0.0.1", port), Throws.InstanceOf<SocketException>());
    }
}
