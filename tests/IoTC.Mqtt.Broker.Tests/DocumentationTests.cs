using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>The programs of docs/mqtt.md: compiled here, run against mosquitto, and the same text in both places.</summary>
public sealed class DocumentationTests
{
    private Mosquitto _broker = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _broker = await Mosquitto.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_broker != null) await _broker.DisposeAsync();
    }

    [TestCase("awaited")]
    [TestCase("polling")]
    [TestCase("will")]
    [TestCase("kept")]
    [TestCase("often")]
    public void The_document_shows_what_is_compiled_here(string region)
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "IoTC.sln"))) folder = Path.GetDirectoryName(folder)!;
        string[] source = File.ReadAllLines(Path.Combine(folder, "tests/IoTC.Mqtt.Broker.Tests/DocumentationTests.cs"));
        IEnumerable<string> snippet = source
            .SkipWhile(line => line.Trim() != "#region " + region).Skip(1)
            .TakeWhile(line => line.Trim() != "#endregion")
            .Select(line => line.Length > 8 ? line[8..] : "");
        string expected = "```csharp\n" + string.Join('\n', snippet) + "\n```\n";

        Assert.That(expected, Has.Length.GreaterThan(40));
        Assert.That(File.ReadAllText(Path.Combine(folder, "docs/mqtt.md")), Does.Contain(expected));
    }

    [Test]
    public async Task Awaited_runs()
    {
        string host = Mosquitto.Host;
        int port = _broker.Port;
        var printed = new TaskCompletionSource<string>();
        using var stopping = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        CancellationToken ct = stopping.Token;
        Action<string> print = text => printed.TrySetResult(text);
        #region awaited
        await using var mqtt = new MqttAsyncClient(new MqttOptions { ClientId = "probe" }, new TcpTransport());
        await mqtt.ConnectAsync(host, port, ct);
        await mqtt.SubscribeAsync("plant/+/temperature", MqttQualityOfService.AtLeastOnce, message => print(message.Topic), ct);
        await mqtt.PublishAsync("plant/1/temperature", "21.5"u8, MqttQualityOfService.AtLeastOnce, ct);
        #endregion
        Assert.That(await printed.Task.WaitAsync(ct), Is.EqualTo("plant/1/temperature"));
    }

    [Test]
    public void Polling_runs()
    {
        string host = Mosquitto.Host;
        int port = _broker.Port;
        string printed = "";
        Action<string> print = text => printed = text;
        #region polling
        using var mqtt = new MqttClient(new MqttOptions { ClientId = "probe2" }, new TcpTransport());
        mqtt.Connect(host, port);
        mqtt.Subscribe("plant/+/humidity", MqttQualityOfService.AtLeastOnce, message => print(message.GetPayloadString()));
        mqtt.Publish("plant/1/humidity", "48"u8.ToArray(), MqttQualityOfService.AtLeastOnce);
        while (mqtt.QueuedCount > 0) mqtt.Listen(1000);
        #endregion
        for (int i = 0; i < 20 && printed.Length == 0; i++) mqtt.Listen(1000);
        Assert.That(printed, Is.EqualTo("48"));
    }

    [Test]
    public async Task Will_runs()
    {
        string host = Mosquitto.Host;
        int port = _broker.Port;
        #region will
        var options = new MqttOptions
        {
            ClientId = "pump-7",
            Will = new MqttWill { Topic = "plant/pump-7/state", Payload = "lost"u8.ToArray(), QoS = MqttQualityOfService.AtLeastOnce, Retain = true },
        };
        await using var mqtt = new MqttAsyncClient(options, new TcpTransport());
        await mqtt.ConnectAsync(host, port);
        await mqtt.PublishAsync("plant/pump-7/state", "running"u8, MqttQualityOfService.AtLeastOnce, retain: true);
        #endregion
        Assert.That(mqtt.IsConnected, Is.True);
    }

    [Test]
    public async Task Kept_runs()
    {
        string host = Mosquitto.Host;
        int port = _broker.Port;
        Func<MqttMessage, ValueTask> store = _ => default;
        #region kept
        await using var mqtt = new MqttAsyncClient(new MqttOptions { ClientId = "archive", CleanSession = false }, new TcpTransport());
        mqtt.OnMessage("plant/#", message => store(message));   // before connecting: what came while away follows CONNACK at once
        await mqtt.ConnectAsync(host, port);
        if (!mqtt.Connection.SessionPresent) await mqtt.SubscribeAsync("plant/#", MqttQualityOfService.ExactlyOnce, message => store(message));
        #endregion
        Assert.That(mqtt.IsConnected, Is.True);
    }

    [Test]
    public async Task Often_runs()
    {
        await using var mqtt = new MqttAsyncClient(new MqttOptions(), new TcpTransport());
        await mqtt.ConnectAsync(Mosquitto.Host, _broker.Port);
        byte[] payload = [1, 2, 3];
        #region often
        var topic = new MqttTopic("plant/1/vibration");
        for (int i = 0; i < 1000; i++)
        {
            await mqtt.PublishAsync(topic, payload, MqttQualityOfService.AtLeastOnce);   // allocates nothing
        }
        #endregion
        Assert.That(mqtt.QueuedCount, Is.Zero);
    }
}
