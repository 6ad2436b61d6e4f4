using System;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>Everything is MQTT over WebSocket, DPS too: nothing listens on the HTTPS port of DPS here.</summary>
public sealed class DpsOverWebSocketTests : NetworkFixture
{
    private readonly TestPorts _ports = new();

    [OneTimeTearDown]
    public void ReleasePorts() => _ports.Dispose();

    [Test]
    public async Task AwaitedClientRegistersAndConnects()
    {
        IoTCOptions options = OverMqtt();
        options.ModelId = "dtmi:a:b;1";
        await using IoTCAsyncClient client = new(options, WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        await client.SendTelemetryAsync("{}");
        EmulatedDevice device = Azure.Device(Id);
        Assert.That((device.TelemetryCount, device.ModelId), Is.EqualTo((1, "dtmi:a:b;1")));
    }

    [Test]
    public void BlockingClientRegistersAndConnects()
    {
        using IoTCClient client = new(OverMqtt(), WebSocket(), Log);
        client.Connect();
        Assert.That((client.IsConnected, client.DeviceId), Is.EqualTo((true, Id)));
        Assert.That(client.Disconnect(), Is.Zero);
    }

    [Test]
    public async Task CertificateRegisters([Values] bool isGroup)
    {
        DeviceCertificate made = isGroup ? Azure.AddX509Group("plant-" + Id, hasIntermediate: true).Issue(Id) : Azure.AddX509Device(Id);
        IoTCOptions options = OverMqtt();
        options.Credential = DeviceCredential.X509(ClientCertificate.FromPem(made.CertificatePem, made.PrivateKeyPem));
        await using IoTCAsyncClient client = new(options, WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    public async Task WithoutClientCertificateIsAskedOfDpsToo()
    {
        WebSocketTransport transport = WebSocket();
        transport.WithoutClientCertificate = true;
        await using IoTCAsyncClient client = new(OverMqtt(), transport, Log);
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    public async Task BusyServiceIsWaitedFor()
    {
        Azure.Faults.NextDps(DpsFault.Status(429), 1);
        await using IoTCAsyncClient client = new(OverMqtt(), WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    public async Task WrongKeyIsRefused()
    {
        IoTCOptions options = OverMqtt();
        options.Credential = DeviceCredential.DeviceKey(Convert.ToBase64String(new byte[32]));
        await using IoTCAsyncClient client = new(options, WebSocket(), Log);
        IoTCException failure = Assert.ThrowsAsync<IoTCException>(async () => await client.ConnectAsync())!;
        Assert.That(failure.Error, Is.EqualTo(IoTCError.WrongKey), failure.Message);
    }

    [Test]
    public async Task WithoutAPortGivenItIsTheTransportsOwn()
    {
        IoTCOptions options = OverMqtt();
        options.ProvisioningMqttPort = 0;
        await using IoTCAsyncClient client = new(options, WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        Assert.That(client.IsConnected, Is.True);
    }

    private IoTCOptions OverMqtt()
    {
        IoTCOptions options = Options();
        options.ProvisioningTransport = ProvisioningTransport.Mqtt;
        (options.ProvisioningPort, options.ProvisioningMqttPort) = (_ports.Refusing, Azure.HubHttpsPort);
        return options;
    }
}
