using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Clients;

/// <summary>The awaited client over a server in memory.</summary>
public sealed class MqttAsyncClientTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Test]
    public async Task What_is_ready_leaves_in_one_send_per_wake_up()
    {
        const int Window = 16;
        const int Rounds = 50;
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(server);
        Task[] loops = [.. Enumerable.Range(0, Window).Select(_ => PublishManyAsync(client, Rounds))];
        await server.PublishesAsync(Window).WaitAsync(Limit);
        int sends = server.Sends;
        int receives = server.Receives;
        for (int round = 1; round < Rounds; round++)
        {
            Task next = server.PublishesAsync((round + 1) * Window);
            server.Release();
            await next;
        }

        Assert.That(server.Sends - sends, Is.EqualTo(Rounds - 1));
        Assert.That(server.Receives - receives, Is.EqualTo(Rounds - 1));
        server.Release();
        await Task.WhenAll(loops).WaitAsync(Limit);
    }

    [Test]
    public async Task A_continuation_that_blocks_does_not_stop_the_reading([Values(1, 3)] int depth)
    {
        var server = new MemoryServer();
        await using MqttAsyncClient client = await ConnectAsync(server);

        await PublishAndBlockAsync(client, depth).WaitAsync(Limit);
        Assert.That(client.QueuedCount, Is.Zero);
    }

    [Test]
    public async Task Everything_that_waits_completes_once_when_the_link_drops_for_good([Values] bool cleanSession)
    {
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(server, new MqttOptions { ClientId = "c", CleanSession = cleanSession, AutoReconnect = false });
        Task[] waiting = [.. Enumerable.Range(0, 50).Select(_ => client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask())];
        await server.PublishesAsync(20);
        server.Cut();

        foreach (Task task in waiting) Assert.That(async () => await task.WaitAsync(Limit), Throws.InstanceOf<IoTCException>());
        Assert.That(client.IsConnected, Is.False);
        Assert.That(client.QueuedCount, Is.EqualTo(cleanSession ? 0 : 50));
        Assert.That(() => client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask(), Throws.InstanceOf<IoTCException>());
    }

    [Test]
    public async Task A_kept_message_goes_on_waiting_and_completes_after_the_reconnect()
    {
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(
            server, new MqttOptions { ClientId = "c", CleanSession = false, MinReconnectDelayMs = 1, MaxReconnectDelayMs = 2 });
        Task waiting = client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask();
        await server.PublishesAsync(1);
        server.IsAcknowledging = true;
        server.Cut();

        await waiting.WaitAsync(Limit);
        Assert.That(server.Opens, Is.EqualTo(2));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_clean_session_gives_up_what_was_sent_unless_told_to_resend(bool resends)
    {
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(
            server, new MqttOptions { ResendAfterSessionLoss = resends, MinReconnectDelayMs = 1, MaxReconnectDelayMs = 2 });
        Task waiting = client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask();
        await server.PublishesAsync(1);
        server.IsAcknowledging = true;
        server.Cut();

        if (resends) await waiting.WaitAsync(Limit);
        else Assert.That(async () => await waiting.WaitAsync(Limit), Throws.InstanceOf<IoTCException>());
    }

    [Test]
    public void A_first_attempt_that_fails_is_told_and_not_repeated()
    {
        var server = new MemoryServer { IsRefusing = true };
        var client = new MqttAsyncClient(new MqttOptions(), server);
        IoTCException? exception = Assert.CatchAsync<IoTCException>(() => client.ConnectAsync("h", 1883));

        Assert.That(exception!.Error, Is.EqualTo(IoTCError.Network));
        Assert.That(exception.Message, Does.Contain("h:1883").And.Contain("refused"));
        Assert.That(server.Opens, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refused_subscription_throws()
    {
        var server = new MemoryServer { SubackCode = 0x80 };
        await using MqttAsyncClient client = await ConnectAsync(server);

        Assert.That(() => client.SubscribeAsync("a/#", MqttQualityOfService.AtLeastOnce, _ => { }), Throws.InstanceOf<IoTCException>());
    }

    [Test]
    public async Task A_full_queue_makes_the_caller_wait_in_order()
    {
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(server, new MqttOptions { MaxQueuedMessages = 4 });
        Task[] waiting = [.. Enumerable.Range(0, 20).Select(_ => client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask())];
        Assert.That(client.QueuedCount, Is.EqualTo(4));
        server.IsAcknowledging = true;
        server.Release();

        await Task.WhenAll(waiting).WaitAsync(Limit);
    }

    [Test]
    public async Task A_wait_can_be_given_up_and_the_late_answer_does_no_harm()
    {
        var server = new MemoryServer { IsAcknowledging = false };
        await using MqttAsyncClient client = await ConnectAsync(server);
        using var giveUp = new CancellationTokenSource();
        Task waiting = client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce, giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        server.IsAcknowledging = true;
        server.Release();

        await client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).AsTask().WaitAsync(Limit);
    }

    private static async Task PublishManyAsync(MqttAsyncClient client, int count)
    {
        for (int i = 0; i < count; i++) await client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).ConfigureAwait(false);
    }

    // What comes after the await runs where the acknowledgement was read, and blocks there until the next one has come.
    private static async Task PublishAndBlockAsync(MqttAsyncClient client, int depth)
    {
        await client.PublishAsync("t", "x"u8, MqttQualityOfService.AtLeastOnce).ConfigureAwait(false);
        if (depth > 0) PublishAndBlockAsync(client, depth - 1).Wait();
    }

    private static async Task<MqttAsyncClient> ConnectAsync(MemoryServer server, MqttOptions? options = null)
    {
        var client = new MqttAsyncClient(options ?? new MqttOptions(), server);
        await client.ConnectAsync("h", 1883).WaitAsync(Limit);
        return client;
    }
}
