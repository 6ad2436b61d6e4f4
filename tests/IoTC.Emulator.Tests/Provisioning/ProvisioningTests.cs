using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

public sealed class ProvisioningTests : EmulatorFixture
{
    private DpsClient _dps = null!;

    protected override EmulatorOptions Options => new() { RetryAfterSeconds = 7, AssigningPolls = 2, AssignedHub = "myhub.azure-devices.net" };

    [SetUp]
    public void Open() => _dps = new DpsClient(Azure);

    [TearDown]
    public void Close() => _dps.Dispose();

    [Test]
    public async Task DeviceKey()
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        JsonElement answer = await _dps.ProvisionAsync("dev-1", device.PrimaryKey, Limit);
        JsonElement state = answer.GetProperty("registrationState");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
            Assert.That(state.GetProperty("assignedHub").GetString(), Is.EqualTo("myhub.azure-devices.net"));
            Assert.That(state.GetProperty("deviceId").GetString(), Is.EqualTo("dev-1"));
            Assert.That(state.GetProperty("registrationId").GetString(), Is.EqualTo("dev-1"));
            Assert.That(state.GetProperty("substatus").GetString(), Is.EqualTo("initialAssignment"));
            Assert.That(state.TryGetProperty("payload", out _), Is.False);
        }
    }

    [Test]
    public async Task AsksToComeBackUntilAssigned()
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        using HttpResponseMessage register = await _dps.RegisterAsync("dev-1", device.PrimaryKey, Limit);
        string operationId = (await DpsClient.JsonAsync(register)).GetProperty("operationId").GetString()!;
        using HttpResponseMessage first = await _dps.PollAsync("dev-1", device.PrimaryKey, operationId, Limit);
        using HttpResponseMessage second = await _dps.PollAsync("dev-1", device.PrimaryKey, operationId, Limit);
        using HttpResponseMessage third = await _dps.PollAsync("dev-1", device.PrimaryKey, operationId, Limit);
        using (Assert.EnterMultipleScope())
        {
            foreach (HttpResponseMessage waiting in new[] { register, first, second })
            {
                Assert.That((int)waiting.StatusCode, Is.EqualTo(202));
                Assert.That(waiting.Headers.RetryAfter!.Delta!.Value.TotalSeconds, Is.EqualTo(7));
                Assert.That((await DpsClient.JsonAsync(waiting)).GetProperty("status").GetString(), Is.EqualTo("assigning"));
            }

            Assert.That((int)third.StatusCode, Is.EqualTo(200));
            Assert.That(third.Headers.RetryAfter, Is.Null);
        }
    }

    [Test]
    public async Task GroupKeyMakesTheDeviceAtItsFirstRegistration()
    {
        Assert.That(Azure.FindDevice("fresh"), Is.Null);
        JsonElement answer = await _dps.ProvisionAsync("fresh", Azure.DeriveDeviceKey("fresh"), Limit);

        EmulatedDevice device = Azure.Device("fresh");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
            Assert.That(answer.GetProperty("registrationState").GetProperty("symmetricKey").GetProperty("enrollmentGroupId").GetString(), Is.EqualTo("default"));
            Assert.That(device.PrimaryKey, Is.EqualTo(Azure.DeriveDeviceKey("fresh")));
        }

        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        Assert.That(device.IsConnected, Is.True);
    }

    [TestCase("""{"payload":{"modelId":"dtmi:a:b;1"}}""")]
    [TestCase("""{"payload":{"iotcModelId":"dtmi:a:b;1"}}""")]
    [TestCase("""{"data":{"iotcModelId":"dtmi:a:b;1"},"payload":null}""")]
    public async Task ModelIdIsRemembered(string body)
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        await _dps.ProvisionAsync("dev-1", device.PrimaryKey, Limit, body);
        Assert.That(device.ModelId, Is.EqualTo("dtmi:a:b;1"));
    }

    [Test]
    public async Task TheDeviceIdAndThePayloadMayDifferFromWhatWasAskedFor()
    {
        Enrollment enrollment = Azure.AddEnrollment(new Enrollment { RegistrationId = "reg-1", DeviceId = "Device-A", PayloadJson = """{"site":"north"}""" });
        JsonElement state = (await _dps.ProvisionAsync("reg-1", enrollment.PrimaryKey, Limit)).GetProperty("registrationState");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.GetProperty("deviceId").GetString(), Is.EqualTo("Device-A"));
            Assert.That(state.GetProperty("payload").GetProperty("site").GetString(), Is.EqualTo("north"));
        }

        EmulatedDevice device = Azure.Device("Device-A");
        await using var client = new MqttDevice(Azure, "Device-A");
        await client.ConnectAsync(device.PrimaryKey, Limit, "myhub.azure-devices.net/Device-A/?api-version=2021-04-12", Sas.ForHub("Device-A", device.PrimaryKey, hub: "MyHub.azure-devices.net"));
        Assert.That(client.IsConnected, Is.True);
    }

    [TestCase(RegistrationOutcome.Disabled, "disabled", 403001)]
    [TestCase(RegistrationOutcome.Failed, "failed", 500001)]
    public async Task ARegistrationThatEndsBadlyIsToldWith200(RegistrationOutcome outcome, string status, int code)
    {
        Enrollment enrollment = Azure.AddEnrollment(new Enrollment { RegistrationId = "reg-1", Outcome = outcome });
        JsonElement answer = await _dps.ProvisionAsync("reg-1", enrollment.PrimaryKey, Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo(status));
            Assert.That(answer.GetProperty("registrationState").GetProperty("errorCode").GetInt32(), Is.EqualTo(code));
            Assert.That(answer.GetProperty("registrationState").GetProperty("errorMessage").GetString(), Is.Not.Empty);
            Assert.That(Azure.FindDevice("reg-1"), Is.Null);
        }
    }

    [Test]
    public async Task LookUpTellsTheLastRegistration()
    {
        EmulatedDevice device = Azure.AddDevice("dev-1");
        await _dps.ProvisionAsync("dev-1", device.PrimaryKey, Limit);
        string token = Sas.ForDps(Azure.IdScope, "dev-1", device.PrimaryKey);
        using HttpResponseMessage response = await _dps.SendAsync(HttpMethod.Post, $"/{Azure.IdScope}/registrations/dev-1?api-version=2021-10-01", token, "{}", Limit);
        Assert.That((await DpsClient.JsonAsync(response)).GetProperty("status").GetString(), Is.EqualTo("assigned"));
    }

    [Test]
    public async Task ADeletedDeviceComesBackByRegistering()
    {
        EmulatedDevice before = Azure.AddDevice("dev-1");
        before.Delete();
        Assert.That(Azure.FindDevice("dev-1"), Is.Null);
        await _dps.ProvisionAsync("dev-1", before.PrimaryKey, Limit);
        Assert.That(Azure.Device("dev-1").IsEnabled, Is.True);
    }
}
