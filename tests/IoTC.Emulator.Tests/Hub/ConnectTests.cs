using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using MQTTnet.Formatter;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class ConnectTests : EmulatorFixture
{
    private EmulatedDevice _device = null!;

    [SetUp]
    public void Add() => _device = Azure.AddDevice("dev-1");

    [Test]
    public async Task Accepted()
    {
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult result = await client.ConnectAsync(
            _device.PrimaryKey, Limit, "localhost/dev-1/?api-version=2021-04-12&DeviceClientType=x&model-id=dtmi%3Acom%3Aexample%3AThermostat%3B1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
            Assert.That(result.IsSessionPresent, Is.False);
            Assert.That(_device.IsConnected, Is.True);
            Assert.That(_device.ConnectionCount, Is.EqualTo(1));
            Assert.That(_device.ModelId, Is.EqualTo("dtmi:com:example:Thermostat;1"));
        }

        await client.DisconnectAsync();
        await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
    }

    private static IEnumerable<TestCaseData> Refusals()
    {
        const string user = "localhost/dev-1/?api-version=2021-04-12";
        yield return Case("wrong key", user, _ => Sas.ForHub("dev-1", "b3RoZXI="));
        yield return Case("expired", user, key => Sas.ForHub("dev-1", key, DateTimeOffset.UtcNow.AddSeconds(-1)));
        yield return Case("another device's resource", user, key => Sas.ForHub("dev-2", key));
        yield return Case("another hub's resource", user, key => Sas.ForHub("dev-1", key, hub: "other.azure-devices.net"));
        yield return Case("no token", user, _ => "password");
        yield return Case("a DPS token", user, key => Sas.ForDps("0ne00E0000A", "dev-1", key));
        yield return Case("another hub", "other.azure-devices.net/dev-1/?api-version=2021-04-12", key => Sas.ForHub("dev-1", key));
        yield return Case("unknown device", "localhost/dev-2/?api-version=2021-04-12", key => Sas.ForHub("dev-2", key));
        yield return Case("case of the id", "localhost/DEV-1/?api-version=2021-04-12", key => Sas.ForHub("DEV-1", key));
        yield return Case("no api-version", "localhost/dev-1/", key => Sas.ForHub("dev-1", key));
        yield return Case("no shape", "dev-1", key => Sas.ForHub("dev-1", key));
    }

    [TestCaseSource(nameof(Refusals))]
    public async Task RefusedWithNotAuthorized(string userName, Func<string, string> password)
    {
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult result = await client.ConnectAsync(_device.PrimaryKey, Limit, userName, password(_device.PrimaryKey));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.ResultCode, Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
            Assert.That(_device.ConnectionCount, Is.Zero);
        }
    }

    [TestCase("localhost:8883/dev-1/?api-version=2020-09-30")]
    [TestCase("LOCALHOST/dev-1/?api-version=2020-09-30")]
    [TestCase("localhost/dev-1/api-version=2019-10-01")]
    [TestCase("127.0.0.1/dev-1/?api-version=2016-11-14")]
    public async Task TheHubsNameIsComparedLoosely(string userName)
    {
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult result = await client.ConnectAsync(_device.PrimaryKey, Limit, userName, Sas.ForHub("dev-1", _device.PrimaryKey, hub: userName.Split('/')[0]));
        Assert.That(result.ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
    }

    [Test]
    public async Task ADisabledDeviceIsDroppedAndRefusedUntilEnabled()
    {
        await using MqttDevice first = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        _device.Disable();
        await first.Disconnected.WaitAsync(Limit);

        await using var second = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult refused = await second.ConnectAsync(_device.PrimaryKey, Limit);
        _device.Enable();
        MqttClientConnectResult accepted = await second.ConnectAsync(_device.PrimaryKey, Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.ResultCode, Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
            Assert.That(accepted.ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
        }
    }

    [Test]
    public async Task ANewConnectionTakesTheOldOnesPlace()
    {
        await using MqttDevice first = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await using MqttDevice second = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await first.Disconnected.WaitAsync(Limit);
        await second.PublishAsync("devices/dev-1/messages/events/", "still here", Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_device.IsConnected, Is.True);
            Assert.That(_device.ConnectionCount, Is.EqualTo(2));
            Assert.That(second.IsConnected, Is.True);
        }
    }

    [Test]
    public async Task ARefusedConnectionDoesNotDisturbTheGoodOne()
    {
        await using MqttDevice good = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await using var bad = new MqttDevice(Azure, "dev-1");
        await bad.ConnectAsync("b3RoZXI=", Limit);
        await good.PublishAsync("devices/dev-1/messages/events/", "x", Limit);
        Assert.That(good.IsConnected, Is.True);
    }

    [Test]
    public async Task SessionPresentOnlyAfterAConnectionThatKeptItsSession()
    {
        var present = new List<bool>();
        foreach (bool clean in new[] { false, false, true, false })
        {
            await using var client = new MqttDevice(Azure, "dev-1");
            present.Add((await client.ConnectAsync(_device.PrimaryKey, Limit, cleanSession: clean)).IsSessionPresent);
            await client.DisconnectAsync();
            await _device.WaitForDisconnectionAsync(cancellationToken: Limit);
        }

        Assert.That(present, Is.EqualTo(new[] { false, true, false, false }));
    }

    [Test]
    public async Task AWillArrivesWhenTheConnectionIsLost()
    {
        await using var client = new MqttDevice(Azure, "dev-1");
        await client.ConnectAsync(_device.PrimaryKey, Limit, more: builder => builder.WithWillTopic("devices/dev-1/messages/events/a=b").WithWillPayload("gone"));
        await _device.DisconnectAsync();
        TelemetryMessage will = await _device.NextTelemetryAsync(cancellationToken: Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(will.IsWill, Is.True);
            Assert.That(will.PayloadText, Is.EqualTo("gone"));
            Assert.That(will.Properties["a"], Is.EqualTo("b"));
            Assert.That(will.Properties["iothub-MessageType"], Is.EqualTo("Will"));
        }
    }

    [TestCase(1, MqttClientConnectResultCode.UnsupportedProtocolVersion)]
    [TestCase(2, MqttClientConnectResultCode.ClientIdentifierNotValid)]
    [TestCase(3, MqttClientConnectResultCode.ServerUnavailable)]
    [TestCase(4, MqttClientConnectResultCode.BadUserNameOrPassword)]
    [TestCase(5, MqttClientConnectResultCode.NotAuthorized)]
    public async Task AnyReturnCodeCanBeForced(int code, MqttClientConnectResultCode expected)
    {
        Azure.Faults.NextConnect(code);
        await using var client = new MqttDevice(Azure, "dev-1");
        MqttClientConnectResult refused = await client.ConnectAsync(_device.PrimaryKey, Limit);
        MqttClientConnectResult accepted = await client.ConnectAsync(_device.PrimaryKey, Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.ResultCode, Is.EqualTo(expected));
            Assert.That(accepted.ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
        }
    }

    [Test]
    public async Task DroppedAfterConnAck()
    {
        Azure.Faults.DropAfterConnAck(1);
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, _device, Limit);
        await client.Disconnected.WaitAsync(Limit);
        Assert.That(_device.ConnectionCount, Is.EqualTo(1));
    }

    [Test]
    public async Task RefusedTls()
    {
        Azure.Faults.RefuseHubTls(1);
        await using var client = new MqttDevice(Azure, "dev-1");
        Assert.That(() => client.ConnectAsync(_device.PrimaryKey, Limit), Throws.Exception);
        Assert.That((await client.ConnectAsync(_device.PrimaryKey, Limit)).ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
    }

    private static TestCaseData Case(string name, string userName, Func<string, string> password) => new TestCaseData(userName, password).SetArgDisplayNames(name);
}
