using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>A hub without DPS, as its connection string says.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class ConnectionStringTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_key_connects()
    {
        string key = Azure.AddDevice(Id).PrimaryKey;
        await AssertConnectsAsync(IoTCOptions.FromConnectionString($"HostName=localhost:{Azure.HubPort};DeviceId={Id};SharedAccessKey={key}"));
    }

    [Test]
    public async Task A_certificate_connects()
    {
        DeviceCertificate made = Azure.AddX509Device(Id);
        string text = $"HostName=localhost:{Azure.HubPort};DeviceId={Id};x509=true";
        await AssertConnectsAsync(IoTCOptions.FromConnectionString(text, ClientCertificate.FromPkcs12(made.ToPkcs12())));
    }

    private async Task AssertConnectsAsync(IoTCOptions options)
    {
        Azure.Faults.NextDps(DpsFault.Status(500), int.MaxValue);
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }
}
