using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class MoveTests : EmulatorFixture
{
    protected override EmulatorOptions Options => new() { AssignedHub = "one.azure-devices.net", RetryAfterSeconds = 0 };

    [Test]
    public async Task ADeviceThatDpsHasMovedIsRefusedUnderTheOldName()
    {
        Enrollment enrollment = Azure.AddEnrollment(new Enrollment { RegistrationId = "d1" });
        using var dps = new DpsClient(Azure);
        await dps.ProvisionAsync("d1", enrollment.PrimaryKey, Limit);
        Assert.That(await ConnectAsync("one.azure-devices.net", enrollment.PrimaryKey), Is.EqualTo(MqttClientConnectResultCode.Success));

        enrollment.AssignedHub = "two.azure-devices.net";
        string? moved = (await dps.ProvisionAsync("d1", enrollment.PrimaryKey, Limit)).GetProperty("registrationState").GetProperty("assignedHub").GetString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved, Is.EqualTo("two.azure-devices.net"));
            Assert.That(await ConnectAsync("one.azure-devices.net", enrollment.PrimaryKey), Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
            Assert.That(await ConnectAsync("two.azure-devices.net", enrollment.PrimaryKey), Is.EqualTo(MqttClientConnectResultCode.Success));
        }
    }

    private async Task<MqttClientConnectResultCode> ConnectAsync(string hub, string key)
    {
        await using var client = new MqttDevice(Azure, "d1");
        return (await client.ConnectAsync(key, Limit, $"{hub}/d1/?api-version=2021-04-12", Sas.ForHub("d1", key, hub: hub))).ResultCode;
    }
}
