using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Mosquitto;

/// <summary>The MQTT part against a broker and tools that others wrote, over TLS.</summary>
public sealed class MosquittoTests
{
    private MosquittoBroker _broker = null!;

    [OneTimeSetUp]
    public async Task Start() => _broker = await MosquittoBroker.StartAsync();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_broker is not null) await _broker.DisposeAsync();
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task Mosquitto_sub_sees_what_the_session_publishes(int qos)
    {
        await using ProcessRun reader = await _broker.SubscribeAsync($"out/{qos}/#", 2, 3);
        MqttSession session = Session($"writer-{qos}");
        using var pump = new SessionPump(session, _broker.Port);
        pump.Open();
        pump.Publish($"out/{qos}/a", "first", qos);
        pump.Publish($"out/{qos}/Grüße", "世界 🌡", qos);
        pump.Publish($"out/{qos}/a", "", qos);
        pump.Disconnect();

        Assert.That(await reader.WaitAsync(), Is.Zero);
        string[] messages = [.. reader.Output.Split('\n').Where(line => line.StartsWith("out/", StringComparison.Ordinal)).Select(line => line.TrimEnd())];
        Assert.That(messages, Is.EqualTo(new[] { $"out/{qos}/a {qos} 0 first", $"out/{qos}/Grüße {qos} 0 世界 🌡", $"out/{qos}/a {qos} 0" }));
        Assert.That(session.QueuedCount, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public async Task The_session_sees_what_mosquitto_pub_sends(int qos)
    {
        using var pump = new SessionPump(Session($"reader-{qos}"), _broker.Port);
        pump.Open();
        pump.Subscribe($"in/{qos}/+", qos);
        await _broker.PublishAsync($"in/{qos}/Grüße", qos, "世界 🌡");
        await _broker.PublishAsync($"in/{qos}/b", qos, new string('x', 100_000));

        pump.Next(MqttEventType.MessageReceived);
        Assert.That(pump.Event.GetTopic(), Is.EqualTo($"in/{qos}/Grüße"));
        Assert.That(pump.Event.GetPayloadString(), Is.EqualTo("世界 🌡"));
        Assert.That((pump.Event.QoS, pump.Event.Dup, pump.Event.Retain), Is.EqualTo((qos, false, false)));
        pump.Next(MqttEventType.MessageReceived);
        Assert.That(pump.Event.PayloadCount, Is.EqualTo(100_000));
        pump.Unsubscribe($"in/{qos}/+");
        pump.Disconnect();
    }

    [Test]
    public async Task A_retained_message_comes_with_the_subscription()
    {
        await _broker.PublishAsync("kept/1", 1, "21.5", retain: true);
        using var pump = new SessionPump(Session("late"), _broker.Port);
        pump.Open();
        pump.Subscribe("kept/#", 1);
        pump.Next(MqttEventType.MessageReceived);
        Assert.That((pump.Event.GetPayloadString(), pump.Event.Retain), Is.EqualTo(("21.5", true)));
        pump.Disconnect();
    }

    [Test]
    public async Task A_kept_session_gets_what_came_while_it_was_away()
    {
        using var pump = new SessionPump(Session("keeper", cleanSession: false), _broker.Port);
        pump.Open();
        Assert.That(pump.Event.SessionPresent, Is.False);
        pump.Subscribe("away/#", 1);
        pump.Cut();
        await _broker.PublishAsync("away/1", 1, "one");
        await _broker.PublishAsync("away/2", 1, "two");
        pump.Open();
        Assert.That(pump.Event.SessionPresent, Is.True);
        pump.Next(MqttEventType.MessageReceived);
        Assert.That(pump.Event.GetPayloadString(), Is.EqualTo("one"));
        pump.Next(MqttEventType.MessageReceived);
        Assert.That(pump.Event.GetPayloadString(), Is.EqualTo("two"));
        pump.Disconnect();
    }

    [Test]
    public async Task A_will_is_published_when_the_connection_is_cut()
    {
        await using ProcessRun reader = await _broker.SubscribeAsync("will/#", 1, 1);
        var options = new MqttSessionOptions { Connect = Connect("mortal", true) };
        options.Connect.WillTopic = "will/mortal"u8.ToArray();
        options.Connect.WillPayload = "gone"u8.ToArray();
        options.Connect.WillQoS = 1;
        using var pump = new SessionPump(new MqttSession(options), _broker.Port);
        pump.Open();
        pump.Cut();
        Assert.That(await reader.WaitAsync(), Is.Zero);
        Assert.That(reader.Output, Does.Contain("will/mortal 1 0 gone"));
    }

    private static MqttSession Session(string clientId, bool cleanSession = true) =>
        new(new MqttSessionOptions { Connect = Connect(clientId, cleanSession) });

    private static ConnectOptions Connect(string clientId, bool cleanSession) =>
        new() { ClientId = Encoding.UTF8.GetBytes(clientId), CleanSession = cleanSession, KeepAliveSeconds = 60 };
}
