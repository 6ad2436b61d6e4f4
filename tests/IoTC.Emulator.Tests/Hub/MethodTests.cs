using System;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class MethodTests : EmulatorFixture
{
    private EmulatedDevice _device = null!;
    private MqttDevice _client = null!;

    [SetUp]
    public async Task ConnectAsync()
    {
        _device = Azure.AddDevice("t1");
        _client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
    }

    [TearDown]
    public async Task DisconnectAsync() => await _client.DisposeAsync();

    [TestCase("reboot", """{"delay":3}""", 0)]
    [TestCase("thermostat2*getMaxMinReport", "\"2024\"", 1)]
    [TestCase("none", null, 1)]
    public async Task IsAnswered(string name, string? payload, int qos)
    {
        await _client.SubscribeAsync(Limit, ("$iothub/methods/POST/#", qos));
        Task<MethodResult> call = _device.InvokeAsync(name, payload, cancellationToken: Limit);
        MqttApplicationMessage request = (await _client.NextAsync(Limit)).ApplicationMessage;
        string prefix = $"$iothub/methods/POST/{name}/?$rid=";
        Assert.That(request.Topic, Does.StartWith(prefix));
        Assert.That(request.ConvertPayloadToString() ?? "", Is.EqualTo(payload ?? ""));
        Assert.That((int)request.QualityOfServiceLevel, Is.EqualTo(qos));

        await _client.PublishAsync("$iothub/methods/res/200/?$rid=None", "", Limit);   // some client's habit; ignored
        await _client.PublishAsync($"$iothub/methods/res/202/?$rid={request.Topic[prefix.Length..]}", """{"ok":true}""", Limit);
        MethodResult result = await call;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Outcome, Is.EqualTo(MethodOutcome.Answered));
            Assert.That(result.Status, Is.EqualTo(202));
            Assert.That(result.ToJson().GetProperty("ok").GetBoolean(), Is.True);
        }
    }

    [Test]
    public async Task TheRequestIdIsOpaque()
    {
        await _client.SubscribeAsync(Limit, ("$iothub/methods/POST/#", 1));
        Task<MethodResult> call = _device.InvokeAsync("m", timeout: TimeSpan.FromMilliseconds(100), cancellationToken: Limit);
        string rid = (await _client.NextAsync(Limit)).ApplicationMessage.Topic.Split("$rid=")[1];
        await _client.PublishAsync($"$iothub/methods/res/200/?$rid={rid.ToUpperInvariant()}X", "", Limit);
        await _client.PublishAsync($"$iothub/methods/res/200/?$rid={rid.TrimStart('0')}", "", Limit);
        Assert.That((await call).Outcome, Is.EqualTo(MethodOutcome.TimedOut));
    }

    [Test]
    public async Task NotSubscribedOrNotConnectedIs404()
    {
        MethodResult notSubscribed = await _device.InvokeAsync("m", cancellationToken: Limit);
        await _client.DisconnectAsync();
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        MethodResult notConnected = await _device.InvokeAsync("m", cancellationToken: Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((notSubscribed.Outcome, notSubscribed.Status), Is.EqualTo((MethodOutcome.DeviceNotOnline, 404)));
            Assert.That((notConnected.Outcome, notConnected.Status), Is.EqualTo((MethodOutcome.DeviceNotOnline, 404)));
        }
    }

    [Test]
    public async Task CanWaitForTheDevice()
    {
        Task<MethodResult> call = _device.InvokeAsync("m", connectTimeout: TimeSpan.FromSeconds(10), cancellationToken: Limit);
        Assert.That(call.IsCompleted, Is.False);
        await _client.SubscribeAsync(Limit, ("$iothub/methods/POST/#", 1));
        string rid = (await _client.NextAsync(Limit)).ApplicationMessage.Topic.Split("$rid=")[1];
        await _client.PublishAsync($"$iothub/methods/res/200/?$rid={rid}", "", Limit);
        Assert.That((await call).Status, Is.EqualTo(200));
    }
}
