using System;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

public sealed class TelemetryTests : EmulatorFixture
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

    [TestCase(0)]
    [TestCase(1)]
    public async Task ArrivesWithItsProperties(int qos)
    {
        await _client.PublishAsync("devices/t1/messages/events/%24.ct=application%2Fjson&$.ce=utf-8&color=dark%20red&flag&empty=", """{"t":21.5}""", Limit, qos);

        TelemetryMessage message = await _device.NextTelemetryAsync(cancellationToken: Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.PayloadText, Is.EqualTo("""{"t":21.5}"""));
            Assert.That(message.ToJson().GetProperty("t").GetDouble(), Is.EqualTo(21.5));
            Assert.That(message.ContentType, Is.EqualTo("application/json"));
            Assert.That(message.ContentEncoding, Is.EqualTo("utf-8"));
            Assert.That(message.Properties, Has.Count.EqualTo(3));
            Assert.That(message.Properties["color"], Is.EqualTo("dark red"));
            Assert.That(message.Properties["flag"], Is.Null);
            Assert.That(message.Properties["empty"], Is.Empty);
            Assert.That(message.QualityOfService, Is.EqualTo(qos));
            Assert.That(message.IsDuplicate, Is.False);
            Assert.That(message.ArrivedAt, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(20)));
        }
    }

    [TestCase("devices/t1/messages/events", "")]
    [TestCase("devices/t1/messages/events/", "")]
    [TestCase("devices/t1/messages/events/k=v/", "k=v")]
    [TestCase("devices/t1/messages/events/?k=v", "k=v")]
    [TestCase("devices/t1/messages/events/k=a%252Fb", "k=a%2Fb")]
    [TestCase("devices/t1/messages/events/k=v=w", "k=v=w")]
    public async Task TopicsAsPeersWriteThem(string topic, string expected)
    {
        await _client.PublishAsync(topic, "1", Limit);
        TelemetryMessage message = await _device.NextTelemetryAsync(cancellationToken: Limit);
        Assert.That(string.Join('&', message.Properties.Select(property => $"{property.Key}={property.Value}")), Is.EqualTo(expected));
    }

    [Test]
    public async Task KeepsOrderAndASnapshot()
    {
        for (int i = 0; i < 50; i++)
        {
            await _client.PublishAsync("devices/t1/messages/events/", i.ToString(), Limit, i % 2);
        }

        await _device.WaitForTelemetryCountAsync(50, cancellationToken: Limit);
        Assert.That(_device.Telemetry.Select(message => message.PayloadText), Is.EqualTo(Enumerable.Range(0, 50).Select(i => i.ToString())));
    }

    [Test]
    public async Task TheLargestPayloadArrives()
    {
        await _client.PublishAsync("devices/t1/messages/events/", new byte[262_144], Limit);
        Assert.That((await _device.NextTelemetryAsync(cancellationToken: Limit)).Payload.Length, Is.EqualTo(262_144));
    }

    [Test]
    public async Task RetainIsNotKeptButTold()
    {
        await _client.PublishAsync("devices/t1/messages/events/", "x", Limit, retain: true);
        Assert.That((await _device.NextTelemetryAsync(cancellationToken: Limit)).Properties, Contains.Key("mqtt-retain"));
    }

    [Test]
    public async Task GoesToNoOtherDevice()
    {
        EmulatedDevice other = Azure.AddDevice("t2");
        await using MqttDevice listener = await MqttDevice.ConnectedAsync(Azure, other, Limit);
        await listener.SubscribeAsync(Limit, ("#", 1), ("devices/t1/messages/events/#", 1), ("devices/+/messages/devicebound/#", 1));
        await _client.PublishAsync("devices/t1/messages/events/", "private", Limit);
        await _device.NextTelemetryAsync(cancellationToken: Limit);
        await other.SendMessageAsync("for t2");
        Assert.That((await listener.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString(), Is.EqualTo("for t2"));
    }

    [Test]
    public void NothingSentIsATimeout() =>
        Assert.That(() => _device.NextTelemetryAsync(TimeSpan.FromMilliseconds(1)), Throws.TypeOf<TimeoutException>());

    [Test]
    public async Task APubAckCanBeWithheld()
    {
        Azure.Faults.WithholdPubAcks(1);
        Task first = _client.PublishAsync("devices/t1/messages/events/", "1", Limit);
        await _client.PublishAsync("devices/t1/messages/events/", "2", Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_device.Telemetry.Select(message => message.PayloadText), Is.EqualTo(new[] { "1", "2" }));
            Assert.That(first.IsCompleted, Is.False);
        }

        await _client.DisconnectAsync();
        Assert.That(() => first, Throws.Exception);
    }

    [Test]
    public async Task AnExhaustedQuotaDropsTheConnectionAtTheFirstMessage()
    {
        Azure.Faults.DropOnTelemetry(int.MaxValue);
        Assert.That(() => _client.PublishAsync("devices/t1/messages/events/", "1", Limit), Throws.Exception);
        await _client.Disconnected.WaitAsync(Limit);
        Assert.That(_device.Telemetry, Is.Empty);
    }
}
