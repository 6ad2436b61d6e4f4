using System;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>Where HTTPS is blocked: nothing listens on the HTTPS port here.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class DpsOverMqttTests(ClientKind kind) : DeviceFixture(kind)
{
    private readonly TestPorts _ports = new();

    [OneTimeTearDown]
    public void ReleasePorts() => _ports.Dispose();

    [Test]
    public async Task A_key_registers()
    {
        IoTCOptions options = OverMqtt();
        options.ModelId = "dtmi:a:b;1";
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("1");
        Assert.That((Twin.TelemetryCount, Twin.ModelId, Twin.IdScope), Is.EqualTo((1, "dtmi:a:b;1", Azure.IdScope)));
    }

    [Test]
    public async Task A_certificate_registers([Values] bool isGroup)
    {
        DeviceCertificate made = isGroup ? Azure.AddX509Group("plant", hasIntermediate: true).Issue(Id) : Azure.AddX509Device(Id);
        IoTCOptions options = OverMqtt();
        options.Credential = DeviceCredential.X509(ClientCertificate.FromPem(made.CertificatePem, made.PrivateKeyPem));
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_wrong_key_is_refused()
    {
        IoTCOptions options = OverMqtt();
        options.Credential = DeviceCredential.DeviceKey(Convert.ToBase64String(new byte[32]));
        IoTCException failure = await FailAsync(options);
        Assert.That(failure.Error, Is.EqualTo(IoTCError.WrongKey));
        Assert.That(failure.Message, Does.Contain("CONNACK 5").And.Contain(Id).And.Contain("the key does not match the enrolment"));
    }

    [Test]
    public async Task A_busy_service_is_waited_for()
    {
        Azure.Faults.NextDps(DpsFault.Status(429), 1);
        ITestDevice device = await ConnectAsync(OverMqtt());
        Assert.That(device.Connection.Status, Is.EqualTo(ConnectionStatus.Connected));
    }

    [Test]
    public async Task A_disabled_enrolment_is_refused()
    {
        Azure.AddEnrollment(new Enrollment { RegistrationId = Id, PrimaryKey = Azure.DeriveDeviceKey(Id), Outcome = RegistrationOutcome.Disabled });
        IoTCException failure = await FailAsync(OverMqtt());
        Assert.That(failure.Error, Is.EqualTo(IoTCError.Disabled));
    }

    private IoTCOptions OverMqtt()
    {
        IoTCOptions options = Options();
        options.ProvisioningTransport = ProvisioningTransport.Mqtt;
        (options.ProvisioningPort, options.ProvisioningMqttPort) = (_ports.Refusing, Azure.HubPort);
        return options;
    }
}
