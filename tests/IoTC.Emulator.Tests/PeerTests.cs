using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests;

/// <summary>What clients of other makers do that no standard asks for, and that a real service takes. docs/emulator.md lists it all.</summary>
public sealed class PeerTests : EmulatorFixture
{
    private const string OldCentral = nameof(OldCentral);

    private EmulatedDevice _device = null!;

    protected override EmulatorOptions Options => new()
    {
        RetryAfterSeconds = 0,
        WrapDesiredValues = TestContext.CurrentContext.Test.Properties.ContainsKey("Category") && TestContext.CurrentContext.Test.Properties.Get("Category") is OldCentral,
    };

    [SetUp]
    public void Add() => _device = Azure.AddDevice("dev-1");

    [TestCase("2019-03-30")]
    [TestCase("2019-03-31")]
    [TestCase("2019-10-01")]
    [TestCase("2020-09-30")]
    [TestCase("2021-04-12")]
    [TestCase("2021-06-01")]
    [TestCase("2021-10-01")]
    [TestCase("2031-01-01-preview")]
    public async Task NoApiVersionIsRefusedForBeingUnknown(string version)
    {
        using var dps = new DpsClient(Azure);
        string token = Sas.ForDps(Azure.IdScope, "dev-1", _device.PrimaryKey);
        using HttpResponseMessage response = await dps.SendAsync(HttpMethod.Put, $"/{Azure.IdScope}/registrations/dev-1/register?api-version={version}", token, "{}", Limit);
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult hub = await client.ConnectAsync(_device.PrimaryKey, Limit, $"localhost/dev-1/?api-version={version}");
        await using var registering = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult overMqtt = await registering.ConnectAsync("", Limit, $"{Azure.IdScope}/registrations/dev-1/api-version={version}", token);
        Assert.That(((int)response.StatusCode, hub.ResultCode, overMqtt.ResultCode), Is.EqualTo((202, MqttClientConnectResultCode.Success, MqttClientConnectResultCode.Success)));
    }

    [TestCase("""{"registrationId":"dev-1","payload":null}""", null)]
    [TestCase("""{"registrationId":"dev-1","payload":{"modelId":"dtmi:m;1"}}""", "dtmi:m;1")]
    [TestCase("""{"registrationId":"dev-1","payload":{"iotcModelId":"dtmi:m;2"}}""", "dtmi:m;2")]
    [TestCase("""{"registrationId":"dev-1","data":{"iotcModelId":"dtmi:m;3"}}""", "dtmi:m;3")]
    [TestCase("""{"registrationId":"dev-1","tpm":{"endorsementKey":"AAAA","storageRootKey":"AAAA"},"csr":"AAAA"}""", null)]
    public async Task RegistrationBodies(string body, string? modelId)
    {
        using var dps = new DpsClient(Azure);
        JsonElement answer = await dps.ProvisionAsync("dev-1", _device.PrimaryKey, Limit, body);
        Assert.That((answer.GetProperty("status").GetString(), _device.ModelId), Is.EqualTo(("assigned", modelId)));
    }

    [Test]
    public async Task AGetMayHaveABody()
    {
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage first = await dps.RegisterAsync("dev-1", _device.PrimaryKey, Limit);
        string operation = (await DpsClient.JsonAsync(first)).GetProperty("operationId").GetString()!;
        string path = $"/{Azure.IdScope}/registrations/dev-1/operations/{operation}?api-version=2019-03-31";
        using HttpResponseMessage next = await dps.SendAsync(HttpMethod.Get, path, Sas.ForDps(Azure.IdScope, "dev-1", _device.PrimaryKey), "{}", Limit);
        Assert.That((int)next.StatusCode, Is.EqualTo(202));
    }

    [TestCase("", "1")]
    [TestCase(" ", "1")]
    [TestCase("{{}}", "1")]
    [TestCase("", "1584.25")]
    [TestCase("", "unknown-to-all")]
    public async Task ATwinIsReadWhateverThePayloadAndTheRequestId(string payload, string requestId)
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, ("$iothub/twin/res/#", 0));
        for (int i = 0; i < 2; i++)
        {
            await client.PublishAsync($"$iothub/twin/GET/?$rid={requestId}", payload, Limit, 0);
            Assert.That((await client.NextAsync(Limit)).ApplicationMessage.Topic, Is.EqualTo($"$iothub/twin/res/200/?$rid={requestId}"));
        }
    }

    [TestCase(0)]
    [TestCase(1)]
    public async Task AnyDevicesMessagesMeansOnesOwn(int qos)
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, ("devices/+/messages/devicebound/#", qos));
        await _device.SendMessageAsync("x");
        MqttApplicationMessage message = (await client.NextAsync(Limit)).ApplicationMessage;
        Assert.That(((int)message.QualityOfServiceLevel, message.ConvertPayloadToString()), Is.EqualTo((qos, "x")));
    }

    [Test]
    public async Task AReplyToNobodyIsIgnored()
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.PublishAsync("$iothub/methods/res/200/?$rid=None", "", Limit);
        await client.PublishAsync("devices/dev-1/messages/events/", "x", Limit);
        Assert.That(_device.TelemetryCount, Is.EqualTo(1));
    }

    [TestCase("""{"a":{"value":5,"ac":200,"av":2,"ad":"ok"}}""")]
    [TestCase("""{"a":{"value":5,"status":"completed","desiredVersion":2,"message":"ok"}}""")]
    [TestCase("""{"echo":{"value":"x","requestId":"1"}}""")]
    public async Task AcknowledgementsOfEitherAgeAreKept(string patch)
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, ("$iothub/twin/res/#", 1));
        await client.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", patch, Limit);
        Assert.That((await client.NextAsync(Limit)).ApplicationMessage.Topic, Is.EqualTo("$iothub/twin/res/204/?$rid=1&$version=2"));
        Assert.That(_device.GetReportedJson(), Does.StartWith(patch[..^1]));
    }

    [Test]
    public async Task DesiredValuesAreBareToday() => Assert.That(await PushedAsync(), Is.EqualTo("""{"a":5,"b":null,"c":{"__t":"c","d":{"e":1}},"$version":2}"""));

    [Test]
    [Category(OldCentral)]
    public async Task DesiredValuesWereWrappedInOlderApplications() =>
        Assert.That(await PushedAsync(), Is.EqualTo("""{"a":{"value":5},"b":null,"c":{"__t":"c","d":{"value":{"e":1}}},"$version":2}"""));

    private async Task<string> PushedAsync()
    {
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.SubscribeAsync(Limit, ("$iothub/twin/PATCH/properties/desired/#", 0));
        await _device.SetDesiredAsync("""{"a":5,"b":null,"c":{"__t":"c","d":{"e":1}}}""");
        return (await client.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString();
    }
}
