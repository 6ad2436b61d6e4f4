using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>
/// QoS 1 and QoS 2 messages in both directions at once, through a link that is cut again and again at seeded places: nothing is lost, nothing changes its
/// order, and QoS 2 delivers once. <c>IOTC_TORTURE=100000</c> sets the number of messages of each of the four streams.
/// </summary>
/// <remarks>
/// mosquitto with its default max_inflight_messages of 20 acknowledges and drops what is above that number from a client, and lets new messages overtake
/// those it has queued for a subscriber; without the limit it does neither.
/// </remarks>
[Category("Torture")]
[NonParallelizable]
public sealed class TortureTests
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("IOTC_TORTURE"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 2_500;

    [Test]
    public async Task Messages_come_in_order_and_without_loss_through_cuts([Values(1)] int seed)
    {
        await using Mosquitto broker = await Mosquitto.StartAsync("allow_anonymous true\nmax_inflight_messages 0");
        await using var proxy = new CuttingProxy(broker.Port, seed, 5_000, 80_000);
        await using var tortured = new MqttAsyncClient(Options("tortured"), new TcpTransport());
        await using var steady = new MqttAsyncClient(Options("steady"), new TcpTransport());
        var up = new[] { new Stream(1, Count), new Stream(2, Count) };
        var down = new[] { new Stream(1, Count), new Stream(2, Count) };
        tortured.OnMessage("down/1", down[0].Take);
        tortured.OnMessage("down/2", down[1].Take);
        await ConnectAsync(tortured, proxy.Port);
        await ConnectAsync(steady, broker.Port);
        await SubscribeAsync(tortured, "down/1", MqttQualityOfService.AtLeastOnce, down[0].Take);
        await SubscribeAsync(tortured, "down/2", MqttQualityOfService.ExactlyOnce, down[1].Take);
        await SubscribeAsync(steady, "up/1", MqttQualityOfService.AtLeastOnce, up[0].Take);
        await SubscribeAsync(steady, "up/2", MqttQualityOfService.ExactlyOnce, up[1].Take);

        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(
            PublishAsync(tortured, "up/1", MqttQualityOfService.AtLeastOnce),
            PublishAsync(tortured, "up/2", MqttQualityOfService.ExactlyOnce),
            PublishAsync(steady, "down/1", MqttQualityOfService.AtLeastOnce),
            PublishAsync(steady, "down/2", MqttQualityOfService.ExactlyOnce),
            up[0].Done, up[1].Done, down[0].Done, down[1].Done).WaitAsync(TimeSpan.FromSeconds(30 + (Count / 250)));

        TestContext.Out.WriteLine(
            $"seed {seed}: 4 × {Count} messages in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, {proxy.Cuts} cuts, QoS 1 repeats {up[0].Repeats} up, {down[0].Repeats} down");
        Assert.That(proxy.Cuts, Is.GreaterThan(5));
        foreach (Stream stream in new[] { up[0], up[1], down[0], down[1] }) Assert.That(stream.Error, Is.Null);
        Assert.That(up[1].Repeats + down[1].Repeats, Is.Zero);
    }

    private static MqttOptions Options(string clientId)
        => new() { ClientId = clientId, CleanSession = false, MinReconnectDelayMs = 1, MaxReconnectDelayMs = 10, MaxInflight = 64 };

    // A first attempt is not repeated by the client; here it may be cut like any other.
    private static async Task ConnectAsync(MqttAsyncClient client, int port)
    {
        while (!client.IsConnected)
        {
            try
            {
                await client.ConnectAsync(Mosquitto.Host, port);
            }
            catch (IoTCException)
            {
                // Cut.
            }
        }
    }

    private static async Task SubscribeAsync(MqttAsyncClient client, string filter, MqttQualityOfService qos, MqttMessageHandler handler)
    {
        while (true)
        {
            try
            {
                await client.SubscribeAsync(filter, qos, handler);
                return;
            }
            catch (IoTCException)
            {
                // Cut.
                await Task.Yield();
            }
        }
    }

    private static async Task PublishAsync(MqttAsyncClient client, string topic, MqttQualityOfService qos)
    {
        await Task.Yield();
        var payload = new byte[8];
        var pending = new Task[64];
        Array.Fill(pending, Task.CompletedTask);
        for (int i = 0; i < Count; i++)
        {
            int slot = i % pending.Length;
            await pending[slot];
            BinaryPrimitives.WriteInt32BigEndian(payload, i);
            pending[slot] = client.PublishAsync(topic, payload, qos).AsTask();
        }

        await Task.WhenAll(pending);
    }

    private sealed class Stream(int qos, int count)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _next;

        public Task Done => _done.Task;

        public int Repeats { get; private set; }

        public string? Error { get; private set; }

        public void Take(MqttMessage message)
        {
            int number = BinaryPrimitives.ReadInt32BigEndian(message.Payload);
            if (number < _next) Repeats++;
            if (number > _next || (number < _next && qos == 2)) Error ??= $"{message.Topic}: {number} came where {_next} was due";
            if (number == _next && ++_next == count) _done.TrySetResult();
            if (Error != null) _done.TrySetResult();
        }
    }
}
