using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>The polling client against mosquitto.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class BlockingClientTests
{
    private Mosquitto _broker = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _broker = await Mosquitto.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_broker != null) await _broker.DisposeAsync();
    }

    [Test]
    public void Every_QoS_goes_both_ways([Values] MqttQualityOfService sent, [Values] MqttQualityOfService subscribed)
    {
        using MqttClient client = Connect(new MqttOptions());
        var received = new List<(string, string, MqttQualityOfService)>();
        string topic = $"blocking/{sent}/{subscribed}";
        Assert.That(client.Subscribe(topic, subscribed, m => received.Add((m.Topic, m.GetPayloadString(), m.QoS))), Is.EqualTo(subscribed));
        Assert.That(client.Publish(topic, "hello"u8.ToArray(), sent), Is.True);
        ListenUntil(client, () => received.Count > 0);

        Assert.That(received, Is.EqualTo(new[] { (topic, "hello", (MqttQualityOfService)Math.Min((int)sent, (int)subscribed)) }));
        Assert.That(client.Disconnect(), Is.Zero);
    }

    [Test]
    public void A_retained_message_comes_with_the_subscription()
    {
        using MqttClient client = Connect(new MqttOptions());
        client.Publish("blocking/retained", "kept"u8.ToArray(), MqttQualityOfService.AtLeastOnce, retain: true);
        ListenUntil(client, () => client.QueuedCount == 0);
        string? payload = null;
        client.Subscribe("blocking/retained", MqttQualityOfService.AtMostOnce, m => payload = m.GetPayloadString() + m.Retain);
        ListenUntil(client, () => payload != null);

        Assert.That(payload, Is.EqualTo("keptTrue"));
    }

    [Test]
    public async Task The_will_is_published_when_the_connection_is_cut()
    {
        using MqttClient watcher = Connect(new MqttOptions());
        string? payload = null;
        watcher.Subscribe("blocking/will", MqttQualityOfService.AtLeastOnce, m => payload = m.GetPayloadString());
        await using var proxy = new CuttingProxy(_broker.Port, 1, int.MaxValue - 1, int.MaxValue);
        using var client = new MqttClient(new MqttOptions { Will = new MqttWill { Topic = "blocking/will", Payload = "gone"u8.ToArray() } }, new TcpTransport());
        client.Connect(Mosquitto.Host, proxy.Port);

        proxy.CutNow();
        ListenUntil(watcher, () => payload != null);

        Assert.That(payload, Is.EqualTo("gone"));
    }

    [Test]
    public async Task A_kept_session_survives_cuts_and_brings_what_came_while_away()
    {
        await using var proxy = new CuttingProxy(_broker.Port, 1, int.MaxValue - 1, int.MaxValue);
        var options = new MqttOptions { ClientId = "blocking-away", CleanSession = false, MinReconnectDelayMs = 1, MaxReconnectDelayMs = 5 };
        using var client = new MqttClient(options, new TcpTransport());
        client.Connect(Mosquitto.Host, proxy.Port);
        var received = new List<string>();
        client.Subscribe("blocking/away/#", MqttQualityOfService.ExactlyOnce, m => received.Add(m.Topic));
        using MqttClient other = Connect(new MqttOptions());

        for (int i = 0; i < 20; i++)
        {
            if (i % 5 == 0) proxy.CutNow();
            Assert.That(other.Publish($"blocking/away/{i}", "x"u8.ToArray(), MqttQualityOfService.ExactlyOnce), Is.True);
            ListenUntil(other, () => other.QueuedCount == 0);
            client.Listen(0);
        }

        ListenUntil(client, () => received.Count == 20);
        for (int i = 0; i < 20; i++) Assert.That(received[i], Is.EqualTo($"blocking/away/{i}"));
        Assert.That(client.Connection.SessionPresent, Is.True);
    }

    [Test]
    public void Unsubscribing_ends_the_messages()
    {
        using MqttClient client = Connect(new MqttOptions());
        var received = new StringBuilder();
        client.Subscribe("blocking/un/1", MqttQualityOfService.AtLeastOnce, m => received.Append('1'));
        client.Subscribe("blocking/un/2", MqttQualityOfService.AtLeastOnce, m => received.Append('2'));
        client.Unsubscribe("blocking/un/1");
        client.Publish("blocking/un/1", [], MqttQualityOfService.AtLeastOnce);
        client.Publish("blocking/un/2", [], MqttQualityOfService.AtLeastOnce);
        ListenUntil(client, () => received.Length > 0);

        Assert.That(received.ToString(), Is.EqualTo("2"));
    }

    [Test]
    public void A_handler_publishes()
    {
        using MqttClient client = Connect(new MqttOptions());
        string? answer = null;
        client.Subscribe("blocking/answer", MqttQualityOfService.ExactlyOnce, m => answer = m.GetPayloadString());
        client.Subscribe("blocking/question", MqttQualityOfService.ExactlyOnce, m => client.Publish("blocking/answer", m.GetPayload(), MqttQualityOfService.ExactlyOnce));
        client.Publish("blocking/question", "?"u8.ToArray(), MqttQualityOfService.ExactlyOnce);
        ListenUntil(client, () => answer != null);

        Assert.That(answer, Is.EqualTo("?"));
    }

    private MqttClient Connect(MqttOptions options)
    {
        var client = new MqttClient(options, new TcpTransport());
        client.Connect(Mosquitto.Host, _broker.Port);
        return client;
    }

    private static void ListenUntil(MqttClient client, Func<bool> isDone)
    {
        long start = Stopwatch.GetTimestamp();
        while (!isDone())
        {
            Assert.That(Stopwatch.GetElapsedTime(start).TotalSeconds, Is.LessThan(20), client.Connection.Message);
            client.Listen(100);
        }
    }
}
