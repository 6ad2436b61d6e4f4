using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

public sealed class DpsOverMqttTests : EmulatorFixture
{
    private EmulatedDevice _device = null!;

    protected override EmulatorOptions Options => new() { RetryAfterSeconds = 3 };

    private string UserName => $"{Azure.IdScope}/registrations/dev-1/api-version=2019-03-31&ClientVersion=x";

    [SetUp]
    public void Add() => _device = Azure.AddDevice("dev-1");

    [Test]
    public async Task RegistersAndPolls()
    {
        await using MqttDevice client = await OpenAsync();
        (string topic, JsonElement answer) = await AskAsync(client, "$dps/registrations/PUT/iotdps-register/?$rid=a1", """{"registrationId":"dev-1","payload":{"modelId":"dtmi:a:b;1"}}""");
        Assert.That(topic, Is.EqualTo("$dps/registrations/res/202/?$rid=a1&retry-after=3"));

        string poll = $"$dps/registrations/GET/iotdps-get-operationstatus/?$rid=a2&operationId={answer.GetProperty("operationId").GetString()}";
        (topic, answer) = await AskAsync(client, poll, "");
        Assert.That(topic, Is.EqualTo("$dps/registrations/res/202/?$rid=a2&retry-after=3"));
        (topic, answer) = await AskAsync(client, poll, "");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(topic, Is.EqualTo("$dps/registrations/res/200/?$rid=a2"));
            Assert.That(answer.GetProperty("registrationState").GetProperty("deviceId").GetString(), Is.EqualTo("dev-1"));
            Assert.That(_device.ModelId, Is.EqualTo("dtmi:a:b;1"));
        }
    }

    [Test]
    public async Task DoesNotDisturbTheHubConnectionOfTheSameName()
    {
        await using MqttDevice hub = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await using MqttDevice dps = await OpenAsync();
        await hub.PublishAsync("devices/dev-1/messages/events/", "x", Limit);
        Assert.That((hub.IsConnected, dps.IsConnected, _device.ConnectionCount), Is.EqualTo((true, true, 1)));
    }

    [Test]
    public async Task WrongKeyIsConnAck5()
    {
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult result = await client.ConnectAsync("", Limit, UserName, Sas.ForDps(Azure.IdScope, "dev-1", Azure.GroupKey));
        Assert.That(result.ResultCode, Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
    }

    [Test]
    public async Task ErrorsAreAnswers()
    {
        await using MqttDevice client = await OpenAsync();
        (string badBody, JsonElement error) = await AskAsync(client, "$dps/registrations/PUT/iotdps-register/?$rid=1", "{");
        (string unknown, _) = await AskAsync(client, "$dps/registrations/GET/iotdps-get-operationstatus/?$rid=2&operationId=none", "");
        Azure.Faults.NextDps(DpsFault.Status(429));
        (string throttled, _) = await AskAsync(client, "$dps/registrations/PUT/iotdps-register/?$rid=3", "{}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(badBody, Is.EqualTo("$dps/registrations/res/400/?$rid=1"));
            Assert.That(error.GetProperty("errorCode").GetInt32(), Is.EqualTo(400004));
            Assert.That(unknown, Is.EqualTo("$dps/registrations/res/404/?$rid=2"));
            Assert.That(throttled, Is.EqualTo("$dps/registrations/res/429/?$rid=3"));
        }
    }

    [TestCase("devices/dev-1/messages/events/")]
    [TestCase("$dps/registrations/PUT/iotdps-register/")]
    [TestCase("$dps/registrations/PUT/iotdps-register/?rid=1")]
    public async Task AnyOtherTopicClosesTheConnection(string topic)
    {
        await using MqttDevice client = await OpenAsync();
        Assert.That(() => client.PublishAsync(topic, "{}", Limit), Throws.Exception);
        await client.Disconnected.WaitAsync(Limit);
    }

    private async Task<MqttDevice> OpenAsync()
    {
        var client = new MqttDevice(Azure, "dev-1");
        await client.ConnectAsync("", Limit, UserName, Sas.ForDps(Azure.IdScope, "dev-1", _device.PrimaryKey));
        await client.SubscribeAsync(Limit, ("$dps/registrations/res/#", 1));
        return client;
    }

    private async Task<(string Topic, JsonElement Body)> AskAsync(MqttDevice client, string topic, string payload)
    {
        await client.PublishAsync(topic, payload, Limit);
        MqttApplicationMessage answer = (await client.NextAsync(Limit)).ApplicationMessage;
        return (answer.Topic, JsonElement.Parse(answer.ConvertPayloadToString()));
    }
}
