using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

public sealed class ProvisioningTests : EmulatorFixture
{
    [Test]
    public async Task DeviceKey()
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        using var dps = new DpsClient(Azure);
        JsonElement answer = await dps.ProvisionAsync("dev-1", device.PrimaryKey, Limit);
        JsonElement state = answer.GetProperty("registrationState");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
            Assert.That(state.GetProperty("assignedHub").GetString(), Is.EqualTo("localhost"));
            Assert.That(state.GetProperty("deviceId").GetString(), Is.EqualTo("dev-1"));
            Assert.That(state.GetProperty("registrationId").GetString(), Is.EqualTo("dev-1"));
            Assert.That(state.GetProperty("substatus").GetString(), Is.EqualTo("initialAssignment"));
        }
    }

    [Test]
    public async Task GroupKeyMakesTheDeviceAtItsFirstRegistration()
    {
        Assert.That(Azure.FindDevice("fresh"), Is.Null);
        using var dps = new DpsClient(Azure);
        JsonElement answer = await dps.ProvisionAsync("fresh", Azure.DeriveDeviceKey("fresh"), Limit, """{"registrationId":"fresh","payload":{"modelId":"dtmi:a:b;1"}}""");

        EmulatedDevice device = Azure.Device("fresh");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
            Assert.That(answer.GetProperty("registrationState").GetProperty("symmetricKey").GetProperty("enrollmentGroupId").GetString(), Is.EqualTo("default"));
            Assert.That(device.PrimaryKey, Is.EqualTo(Azure.DeriveDeviceKey("fresh")));
            Assert.That(device.ModelId, Is.EqualTo("dtmi:a:b;1"));
        }

        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        Assert.That(device.IsConnected, Is.True);
    }
}
