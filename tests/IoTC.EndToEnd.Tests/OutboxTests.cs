using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>The durable outbox from the program to the operator: restarts, outages, and stopping in order.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class OutboxTests(ClientKind kind) : DeviceFixture(kind)
{
    private readonly ClientKind _kind = kind;
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox", Guid.NewGuid().ToString("N"));

    [TearDown]
    public void DeleteFolder()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, true);
    }

    [Test]
    public async Task Telemetry_is_taken_before_the_first_connection_and_survives_the_process()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        await using (IDevice first = Make())
        {
            for (int i = 0; i < 5; i++) await first.EnqueueAsync(i.ToString());
            Assert.That(first.QueuedCount, Is.EqualTo(5));
        }

        DateTimeOffset after = DateTimeOffset.UtcNow.AddMilliseconds(1);
        await using IDevice second = Make();
        Assert.That(second.QueuedCount, Is.EqualTo(5));
        await second.EnqueueAsync("5");
        await second.ConnectAsync();
        await second.WorkUntilAsync(() => second.QueuedCount == 0);

        IReadOnlyList<TelemetryMessage> arrived = Twin.Telemetry;
        Assert.That(arrived.Select(message => message.PayloadText), Is.EqualTo(Texts(0, 6)));
        Assert.That(arrived.Select(message => message.MessageId), Is.Unique.And.All.Not.Null);
        foreach (TelemetryMessage message in arrived.Take(5))
        {
            DateTimeOffset created = DateTimeOffset.Parse(message.SystemProperties["$.ctime"]!, CultureInfo.InvariantCulture);
            Assert.That(created, Is.InRange(before, after), "the time it was made, not the time it was sent");
        }
    }

    [Test]
    public async Task Thousands_piled_up_in_an_outage_arrive_in_order_and_repeats_are_marked()
    {
        await using IDevice device = Make(options => options.ReplayPerSecond = 0);
        await device.ConnectAsync();
        await device.EnqueueAsync("0");
        await device.WorkUntilAsync(() => Twin.TelemetryCount == 1);
        // Some are taken by the hub and not acknowledged when the connection goes.
        Azure.Faults.WithholdPubAcks(10);
        for (int i = 1; i <= 20; i++) await device.EnqueueAsync(i.ToString());
        await device.WorkUntilAsync(() => Twin.TelemetryCount >= 11);
        Azure.Faults.RefuseHubTls(int.MaxValue);
        await Twin.DisconnectAsync();
        for (int i = 21; i <= 3000; i++) await device.EnqueueAsync(i.ToString());
        Azure.Faults.Clear();
        await device.WorkUntilAsync(() => device.QueuedCount == 0);

        var seen = new HashSet<string>();
        var firsts = new List<string>();
        foreach (TelemetryMessage message in Twin.Telemetry)
        {
            if (seen.Add(message.MessageId!)) firsts.Add(message.PayloadText);
            else Assert.That(message.IsDuplicate, Is.True, "within a process a repeat has DUP");
        }

        Assert.That(firsts, Is.EqualTo(Texts(0, 3001)), "in order, nothing missing");
        Assert.That(Twin.Telemetry.Select(message => message.PayloadText).Distinct().Count(), Is.EqualTo(3001), "one message, one id");
    }

    [Test]
    public async Task What_piled_up_is_sent_at_the_rate_that_was_set()
    {
        await using IDevice device = Make(options => options.ReplayPerSecond = 100);
        for (int i = 0; i < 200; i++) await device.EnqueueAsync(i.ToString());
        await device.ConnectAsync();
        await device.WorkUntilAsync(() => device.QueuedCount == 0);
        IReadOnlyList<TelemetryMessage> arrived = Twin.Telemetry;
        Assert.That(arrived.Select(message => message.PayloadText), Is.EqualTo(Texts(0, 200)));
        // One at the start, and one each 10 ms; a saved-up second's worth is what a slow machine may send at once, so the whole is what counts.
        Assert.That((arrived[^1].ArrivedAt - arrived[0].ArrivedAt).TotalMilliseconds, Is.GreaterThan(900));
    }

    [Test]
    public async Task Stopping_tells_what_is_left_and_leaves_it_for_the_next_process()
    {
        string[] ids;
        await using (IDevice first = Make(options => options.DisconnectTimeoutMs = 300))
        {
            await first.ConnectAsync();
            Azure.Faults.WithholdPubAcks(int.MaxValue);
            for (int i = 0; i < 10; i++) await first.EnqueueAsync(i.ToString());
            await first.WorkUntilAsync(() => Twin.TelemetryCount == 10);
            Assert.That(await first.DisconnectAsync(), Is.EqualTo(10));
            ids = [.. Twin.Telemetry.Select(message => message.MessageId!)];
        }

        Azure.Faults.Clear();
        await using IDevice second = Make();
        await second.ConnectAsync();
        await second.WorkUntilAsync(() => second.QueuedCount == 0);
        Assert.That(await second.DisconnectAsync(), Is.Zero);
        Assert.That(Twin.Telemetry.Skip(10).Select(message => message.MessageId), Is.EqualTo(ids), "the same ids: the operator can tell that they are the same");
        Assert.That(Twin.Telemetry.Skip(10).Select(message => message.PayloadText), Is.EqualTo(Texts(0, 10)));
    }

    [Test]
    public async Task A_message_id_and_a_time_of_the_programs_own_stay()
    {
        await using IDevice device = Make();
        await device.EnqueueAsync("1", new MessageProperties { { "$.mid", "mine" }, { "$.ctime", "2020-01-02T03:04:05Z" }, { "a", "b" } });
        await device.ConnectAsync();
        await device.WorkUntilAsync(() => device.QueuedCount == 0);
        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That((message.MessageId, message.SystemProperties["$.ctime"], message.Properties["a"]), Is.EqualTo(("mine", "2020-01-02T03:04:05Z", "b")));
        Assert.That(message.Topic.Split("$.mid"), Has.Length.EqualTo(2));
    }

    [Test]
    public async Task The_memory_outbox_refuses_or_drops_the_oldest_and_counts()
    {
        foreach (OutboxFullPolicy policy in Enum.GetValues<OutboxFullPolicy>())
        {
            NameDevice();
            await using IDevice device = Make(options => (options.Outbox, options.OutboxFullPolicy, options.MaxQueuedMessages) = (null, policy, 4));
            await device.ConnectAsync();
            Azure.Faults.RefuseHubTls(int.MaxValue);
            await Twin.DisconnectAsync();
            await device.WorkUntilAsync(() => !device.IsConnected);
            bool[] taken = [.. Enumerable.Range(0, 10).Select(i => device.TrySend(i.ToString()))];
            Azure.Faults.Clear();
            await device.WorkUntilAsync(() => device.QueuedCount == 0);

            bool drops = policy == OutboxFullPolicy.DropOldest;
            Assert.That(taken.Count(each => each), Is.EqualTo(drops ? 10 : 4));
            Assert.That(device.DroppedCount, Is.EqualTo(drops ? 6 : 0));
            Assert.That(Twin.Telemetry.Select(message => message.PayloadText), Is.EqualTo(drops ? Texts(6, 4) : Texts(0, 4)));
            Assert.That(device.FailedSends, Is.EqualTo(_kind == ClientKind.Awaited && drops ? 6 : 0), "who waits for a dropped one is told");
        }
    }

    private static IEnumerable<string> Texts(int first, int count) => Enumerable.Range(first, count).Select(static i => i.ToString());

    private IDevice Make(Action<IoTCOptions>? change = null)
    {
        IoTCOptions options = Options();
        options.Outbox = new FileOutbox(_folder) { SyncPolicy = OutboxSyncPolicy.Never };
        change?.Invoke(options);
        return _kind == ClientKind.Blocking ? new Blocking(options, Transport(), Log) : new Awaited(options, Transport(), Log);
    }

    private interface IDevice : IAsyncDisposable
    {
        int QueuedCount { get; }

        long DroppedCount { get; }

        bool IsConnected { get; }

        int FailedSends { get; }

        Task ConnectAsync();

        Task EnqueueAsync(string payload, MessageProperties? properties = null);

        bool TrySend(string payload);

        /// <summary>Works, or lets work, until something is so; within a limit.</summary>
        Task WorkUntilAsync(Func<bool> condition);

        Task<int> DisconnectAsync();
    }

    private sealed class Blocking(IoTCOptions options, Transport.Sockets.SocketTransport transport, IIoTCLogger logger) : IDevice
    {
        private readonly IoTCClient _client = new(options, transport, logger);

        public int QueuedCount => _client.QueuedCount;

        public long DroppedCount => _client.DroppedCount;

        public bool IsConnected => _client.IsConnected;

        public int FailedSends => 0;

        public Task ConnectAsync()
        {
            _client.Connect();
            return Task.CompletedTask;
        }

        public Task EnqueueAsync(string payload, MessageProperties? properties)
        {
            Assert.That(_client.SendTelemetry(payload, properties), Is.True);
            return Task.CompletedTask;
        }

        public bool TrySend(string payload) => _client.SendTelemetry(payload);

        public Task WorkUntilAsync(Func<bool> condition)
        {
            DateTime limit = DateTime.UtcNow.AddSeconds(60);
            while (!condition())
            {
                Assert.That(DateTime.UtcNow, Is.LessThan(limit), _client.Connection.ToString());
                _client.Listen(5);
            }

            return Task.CompletedTask;
        }

        public Task<int> DisconnectAsync() => Task.FromResult(_client.Disconnect());

        public ValueTask DisposeAsync()
        {
            _client.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Awaited(IoTCOptions options, Transport.Sockets.SocketTransport transport, IIoTCLogger logger) : IDevice
    {
        private readonly IoTCAsyncClient _client = new(options, transport, logger);
        private readonly List<Task> _sends = [];

        public int QueuedCount => _client.QueuedCount;

        public long DroppedCount => _client.DroppedCount;

        public bool IsConnected => _client.IsConnected;

        public int FailedSends => _sends.Count(send => send.IsFaulted && send.Exception!.InnerException is IoTCException { Error: IoTCError.OutboxFull });

        public Task ConnectAsync() => _client.ConnectAsync();

        public Task EnqueueAsync(string payload, MessageProperties? properties) => _client.EnqueueTelemetryAsync(payload, properties).AsTask();

        public bool TrySend(string payload)
        {
            try
            {
                _sends.Add(_client.SendTelemetryAsync(payload).AsTask());
                return true;
            }
            catch (IoTCException exception) when (exception.Error == IoTCError.OutboxFull)
            {
                return false;
            }
        }

        public async Task WorkUntilAsync(Func<bool> condition)
        {
            DateTime limit = DateTime.UtcNow.AddSeconds(60);
            while (!condition())
            {
                Assert.That(DateTime.UtcNow, Is.LessThan(limit), _client.Connection.ToString());
                await Task.Delay(2);
            }
        }

        public Task<int> DisconnectAsync() => _client.DisconnectAsync();

        public ValueTask DisposeAsync() => _client.DisposeAsync();
    }
}
