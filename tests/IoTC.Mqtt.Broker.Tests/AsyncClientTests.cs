using System;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>The awaited client against mosquitto.</summary>
[Parallelizable(ParallelScope.Self)]
public sealed class AsyncClientTests
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
    public async Task Every_QoS_goes_both_ways(
        [Values] MqttQualityOfService sent, [Values] MqttQualityOfService subscribed, [Values(0, 1, 5000, 200000)] int length)
    {
        await using MqttAsyncClient client = await ConnectAsync();
        string topic = $"qos/{sent}/{subscribed}/{length}";
        var inbox = new Inbox();
        MqttQualityOfService granted = await client.SubscribeAsync(topic, subscribed, inbox.Add);
        await client.PublishAsync(topic, new byte[length], sent);

        Inbox.Received received = await inbox.NextAsync();
        Assert.That(granted, Is.EqualTo(subscribed));
        Assert.That((received.Topic, received.Length), Is.EqualTo((topic, length)));
        Assert.That(received.QoS, Is.EqualTo((MqttQualityOfService)Math.Min((int)sent, (int)subscribed)));
    }

    [Test]
    public async Task A_retained_message_comes_with_the_subscription()
    {
        await using MqttAsyncClient client = await ConnectAsync();
        await client.PublishAsync("retained/1", "kept"u8, MqttQualityOfService.AtLeastOnce, retain: true);
        var inbox = new Inbox();
        await client.SubscribeAsync("retained/+", MqttQualityOfService.AtLeastOnce, inbox.Add);

        Inbox.Received received = await inbox.NextAsync();
        Assert.That((received.Payload, received.Retain), Is.EqualTo(("kept", true)));
    }

    [Test]
    public async Task The_will_is_published_when_the_connection_is_cut()
    {
        await using MqttAsyncClient watcher = await ConnectAsync();
        var inbox = new Inbox();
        await watcher.SubscribeAsync("will", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await using var proxy = new CuttingProxy(_broker.Port, 1, int.MaxValue - 1, int.MaxValue);
        var options = new MqttOptions
        {
            AutoReconnect = false,
            Will = new MqttWill { Topic = "will", Payload = "gone"u8.ToArray(), QoS = MqttQualityOfService.AtLeastOnce },
        };
        await using var client = new MqttAsyncClient(options, new TcpTransport());
        await client.ConnectAsync(Mosquitto.Host, proxy.Port);

        proxy.CutNow();

        Assert.That((await inbox.NextAsync()).Payload, Is.EqualTo("gone"));
    }

    [Test]
    public async Task An_orderly_end_leaves_no_will()
    {
        await using MqttAsyncClient watcher = await ConnectAsync();
        var inbox = new Inbox();
        await watcher.SubscribeAsync("nowill/#", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await using var client = new MqttAsyncClient(new MqttOptions { Will = new MqttWill { Topic = "nowill/a" } }, new TcpTransport());
        await client.ConnectAsync(Mosquitto.Host, _broker.Port);
        await client.DisconnectAsync();
        await watcher.PublishAsync("nowill/b", ""u8, MqttQualityOfService.AtLeastOnce);

        Assert.That((await inbox.NextAsync()).Topic, Is.EqualTo("nowill/b"));
    }

    [Test]
    public async Task A_kept_session_brings_what_came_while_away()
    {
        MqttOptions options = new() { ClientId = "away", CleanSession = false };
        var inbox = new Inbox();
        await using (var client = new MqttAsyncClient(options, new TcpTransport()))
        {
            await client.ConnectAsync(Mosquitto.Host, _broker.Port);
            await client.SubscribeAsync("away/#", MqttQualityOfService.ExactlyOnce, inbox.Add);
        }

        await using MqttAsyncClient other = await ConnectAsync();
        for (int i = 0; i < 5; i++) await other.PublishAsync($"away/{i}", "x"u8, MqttQualityOfService.ExactlyOnce);

        await using var again = new MqttAsyncClient(options, new TcpTransport());
        again.OnMessage("away/#", inbox.Add);
        await again.ConnectAsync(Mosquitto.Host, _broker.Port);
        Assert.That(again.Connection.SessionPresent, Is.True);
        for (int i = 0; i < 5; i++) Assert.That((await inbox.NextAsync()).Topic, Is.EqualTo($"away/{i}"));
    }

    [Test]
    public async Task Unsubscribing_ends_the_messages()
    {
        await using MqttAsyncClient client = await ConnectAsync();
        var inbox = new Inbox();
        await client.SubscribeAsync("un/1", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await client.SubscribeAsync("un/2", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await client.UnsubscribeAsync("un/1");
        await client.PublishAsync("un/1", ""u8, MqttQualityOfService.AtLeastOnce);
        await client.PublishAsync("un/2", ""u8, MqttQualityOfService.AtLeastOnce);

        Assert.That((await inbox.NextAsync()).Topic, Is.EqualTo("un/2"));
    }

    [Test]
    public async Task A_handler_publishes_and_waits()
    {
        await using MqttAsyncClient client = await ConnectAsync();
        var inbox = new Inbox();
        await client.SubscribeAsync("answer", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await client.SubscribeAsync("question", MqttQualityOfService.AtLeastOnce, async message =>
        {
            await client.PublishAsync("answer", message.Payload, MqttQualityOfService.ExactlyOnce);
            await client.PublishAsync("answer", message.Payload, MqttQualityOfService.AtLeastOnce);
        });
        // More than any window: if waiting handlers stopped the reading, nothing would go on.
        for (int i = 0; i < 200; i++) await client.PublishAsync("question", "?"u8, MqttQualityOfService.AtLeastOnce);

        for (int i = 0; i < 400; i++) Assert.That((await inbox.NextAsync()).Payload, Is.EqualTo("?"));
    }

    [Test]
    public async Task A_handler_that_blocks_a_thread_until_its_message_is_acknowledged_gets_there()
    {
        await using MqttAsyncClient client = await ConnectAsync();
        var inbox = new Inbox();
        await client.SubscribeAsync("answer2", MqttQualityOfService.AtLeastOnce, inbox.Add);
        await client.SubscribeAsync("question2", MqttQualityOfService.AtLeastOnce, (MqttMessage message) =>
            client.PublishAsync("answer2", message.Payload, MqttQualityOfService.AtLeastOnce).AsTask().Wait());
        await client.PublishAsync("question2", "?"u8, MqttQualityOfService.AtLeastOnce);

        Assert.That((await inbox.NextAsync()).Payload, Is.EqualTo("?"));
    }

    [Test]
    public async Task A_continuation_may_block_until_its_own_message_is_acknowledged()
    {
        await using MqttAsyncClient client = await ConnectAsync();
        for (int i = 0; i < 3; i++)
        {
            await client.PublishAsync("block", "x"u8, MqttQualityOfService.AtLeastOnce).ConfigureAwait(false);
            // Runs where the acknowledgement was read: the pump's own thread.
            client.PublishAsync("block", "y"u8, MqttQualityOfService.AtLeastOnce).AsTask().Wait();
        }

        Assert.That(client.QueuedCount, Is.Zero);
    }

    [Test]
    public async Task A_subscription_is_renewed_when_the_session_was_lost()
    {
        await using var proxy = new CuttingProxy(_broker.Port, 1, int.MaxValue - 1, int.MaxValue);
        await using var client = new MqttAsyncClient(new MqttOptions { MinReconnectDelayMs = 1, MaxReconnectDelayMs = 5 }, new TcpTransport());
        await client.ConnectAsync(Mosquitto.Host, proxy.Port);
        var inbox = new Inbox();
        await client.SubscribeAsync("renewed", MqttQualityOfService.AtLeastOnce, inbox.Add);
        var connected = new TaskCompletionSource();
        client.OnConnectionChanged(change =>
        {
            if (change.Status == ConnectionStatus.Connected) connected.TrySetResult();
        });

        proxy.CutNow();
        await connected.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await client.PublishAsync("renewed", "again"u8, MqttQualityOfService.AtLeastOnce);

        Assert.That((await inbox.NextAsync()).Payload, Is.EqualTo("again"));
    }

    [Test]
    public async Task Refused_credentials_are_told()
    {
        await using Mosquitto closed = await Mosquitto.StartAsync("allow_anonymous false");
        await using var client = new MqttAsyncClient(new MqttOptions(), new TcpTransport());
        IoTCException? exception = Assert.CatchAsync<IoTCException>(() => client.ConnectAsync(Mosquitto.Host, closed.Port));

        Assert.That(exception!.Error, Is.EqualTo(IoTCError.WrongKey));
        Assert.That(exception.Message, Does.Contain("CONNACK 5"));
    }

    private async Task<MqttAsyncClient> ConnectAsync()
    {
        var client = new MqttAsyncClient(new MqttOptions(), new TcpTransport());
        await client.ConnectAsync(Mosquitto.Host, _broker.Port);
        return client;
    }
}
