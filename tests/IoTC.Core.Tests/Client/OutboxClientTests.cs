using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Core.Tests.Storage;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>The durable outbox beside what else the clients send: QoS 0, batches, a corrected clock; and what limits them.</summary>
[TestFixture]
internal sealed class OutboxClientTests
{
    private MemoryDisk _disk = new();
    private ScriptedCloud _cloud = new();

    [SetUp]
    public void MakeCloudAndDisk() => (_cloud, _disk) = (new ScriptedCloud(), new MemoryDisk());

    [Test]
    public void QoS0MakesNoRoomWithMessagesOfTheOutboxBlocking()
    {
        using var device = new BlockingClientUnderTest(_cloud, Options(new FileOutbox("memory", _disk), Narrow), null);
        device.Connect();
        _cloud.Hub.AcknowledgesTelemetry = false;
        device.SendTelemetry("1");
        device.SendTelemetry("2");
        device.WorkUntil(() => _cloud.Telemetry.Count() == 2);
        Assert.That(device.Client.SendTelemetry("3", new MessageProperties { QoS = 0 }), Is.False);
        _cloud.Hub.AcknowledgesTelemetry = true;
        _cloud.Current.Close(-1);
        device.WorkUntil(() => device.Client.QueuedCount == 0);
        Assert.That(device.Client.DroppedCount, Is.Zero);
    }

    [Test]
    public async Task QoS0MakesNoRoomWithMessagesOfTheOutboxAwaited()
    {
        using var device = new AsyncClientUnderTest(_cloud, Options(new FileOutbox("memory", _disk), Narrow), null);
        device.Connect();
        device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        Task sent = Task.WhenAll(device.Client.SendTelemetryAsync("1").AsTask(), device.Client.SendTelemetryAsync("2").AsTask());
        device.WorkUntil(() => _cloud.Telemetry.Count() == 2);
        IoTCException refused = Assert.ThrowsAsync<IoTCException>(() => device.Client.SendTelemetryAsync("3", new MessageProperties { QoS = 0 }).AsTask())!;
        Assert.That(refused.Error, Is.EqualTo(IoTCError.OutboxFull));
        device.Act(() =>
        {
            _cloud.Hub.AcknowledgesTelemetry = true;
            _cloud.Current.Close(-1);
        });
        await sent.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That((device.Client.QueuedCount, device.Client.DroppedCount), Is.EqualTo((0, 0L)));
    }

    [Test]
    public async Task ABatchLargerThanWhatIsWrittenAtOnceKeepsItsOrder()
    {
        var outbox = new FileOutbox("memory", _disk) { MaxBytes = 16 * 1024 * 1024 };
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        device.Connect();
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"{i}".PadRight(1024))];
        await device.Client.SendTelemetryBatchAsync([.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))]).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(texts));
    }

    [Test]
    public async Task MessagesThatAreNotAwaitedOneByOneArriveInTheOrderOfTheCalls()
    {
        using var device = new AsyncClientUnderTest(_cloud, Options(new FileOutbox("memory", _disk) { MaxBytes = 16 * 1024 * 1024 }), null);
        device.Connect();
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"{i}".PadRight(i % 20 == 0 ? 20_000 : 200))];
        Task[] sends = [.. texts.Select(text => device.Client.SendTelemetryAsync(text).AsTask())];
        await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(texts));
    }

    [Test]
    public void ABatchThatCannotGoLeavesNothingBehind()
    {
        var outbox = new FileOutbox("memory", _disk);
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        ReadOnlyMemory<byte>[] large = [new byte[] { 49 }, new byte[262_140]];
        var properties = new MessageProperties { { "name", "value" } };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => device.Client.SendTelemetryBatchAsync(large, properties), Throws.TypeOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.TooLarge));
            Assert.That(() => device.Client.SendTelemetryBatchAsync([new byte[] { 49 }], null, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(outbox.Count, Is.Zero);
        }
    }

    [Test]
    public void ABatchThatFindsNoRoomTellsHowManyWereAccepted()
    {
        var outbox = new FileOutbox("memory", _disk) { MaxBytes = 1024 * 1024, SyncPolicy = OutboxSyncPolicy.Never };
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 200).Select(_ => (ReadOnlyMemory<byte>)new byte[10_000])];
        IoTCException full = Assert.ThrowsAsync<IoTCException>(() => device.Client.SendTelemetryBatchAsync(payloads))!;
        Assert.That(outbox.Count, Is.InRange(90, 104));
        Assert.That(full.Error, Is.EqualTo(IoTCError.OutboxFull));
        Assert.That(full.Message, Does.StartWith($"The outbox took {outbox.Count} of 200 messages, and number {outbox.Count + 1} was the first that it did not take.").And.Contain("MaxBytes"));
    }

    [Test]
    public void ABatchThatIsGivenUpTellsHowManyWereAccepted()
    {
        var outbox = new FileOutbox("memory", _disk);
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        using var cancellation = new CancellationTokenSource();
        _disk.Fault = operation =>
        {
            if (operation == "write" && outbox.Count > 0) cancellation.Cancel();
            return null;
        };
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 20).Select(_ => (ReadOnlyMemory<byte>)new byte[20_000])];
        OperationCanceledException given = Assert.CatchAsync<OperationCanceledException>(() => device.Client.SendTelemetryBatchAsync(payloads, null, cancellation.Token))!;
        Assert.That(given.CancellationToken, Is.EqualTo(cancellation.Token));
        Assert.That(outbox.Count, Is.InRange(1, 19));
        Assert.That(given.Message, Does.StartWith($"The outbox took {outbox.Count} of 20 messages"));
    }

    [Test]
    public void ABatchWhoseConnectionEndsTellsThatAllWereAccepted()
    {
        var outbox = new FileOutbox("memory", _disk) { SyncPolicy = OutboxSyncPolicy.Never };
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox, o => o.AutoReconnect = false), null);
        device.Connect();
        device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        Task sent = device.Client.SendTelemetryBatchAsync([new byte[] { 49 }, new byte[] { 50 }]);
        device.WorkUntil(() => _cloud.Telemetry.Count() == 2);
        device.Act(() => _cloud.Current.Close(-1));
        IoTCException ended = Assert.ThrowsAsync<IoTCException>(() => sent.WaitAsync(TimeSpan.FromSeconds(30)))!;
        Assert.That(ended.Message, Does.StartWith("The outbox took all 2 messages.").And.Contain("stays in the outbox"));
    }

    // The longest payload that is accepted, by what stands around it; and the next longer one is refused.
    [TestCase(1024 * 1024, 16, 0)]
    [TestCase(1024 * 1024, 4000, 0)]
    [TestCase(1024 * 1024, 4000, 12_000)]
    [TestCase(20_000, 16, 0)]
    [TestCase(20_000, 4000, 0)]
    [TestCase(20_000, 4000, 12_000)]
    public void WhatIsAcceptedCanBeSentHoweverLongItsContentTypeIs(int maxQueuedBytes, int typeLength, int propertyLength)
    {
        var outbox = new FileOutbox("memory", _disk) { SyncPolicy = OutboxSyncPolicy.Never };
        using var device = new BlockingClientUnderTest(
            _cloud, Options(outbox, o => (o.MaxQueuedBytes, o.ContentType, o.DeviceId) = (maxQueuedBytes, new string('t', typeLength), new string('d', 128))), null);
        device.Connect();
        MessageProperties properties = [];
        if (propertyLength > 0) properties.Add("p", new string('p', propertyLength));
        int least = 0;
        int most = 300_000;
        while (most - least > 1)
        {
            int length = (least + most) / 2;
            try
            {
                Assert.That(device.Client.SendTelemetry(new byte[length], 0, length, properties), Is.True);
                least = length;
            }
            catch (IoTCException exception) when (exception.Error == IoTCError.TooLarge)
            {
                most = length;
            }
        }

        device.WorkUntil(() => outbox.Count == 0);
        Assert.That(device.Client.DroppedCount, Is.Zero, "none is given up after it was accepted");
        Assert.That(least, Is.GreaterThan(Math.Min(maxQueuedBytes, 262_144) - typeLength - propertyLength - 700), "and none is refused for nothing");
    }

    [TestCase(1024 * 1024)]
    [TestCase(40_000)]
    public void WhatPiledUpIsReadOnceHoweverNarrowTheEnginesRoomIs(int maxQueuedBytes)
    {
        var outbox = new FileOutbox("memory", _disk) { SyncPolicy = OutboxSyncPolicy.Never };
        using var device = new BlockingClientUnderTest(_cloud, Options(outbox, o => (o.MaxQueuedBytes, o.ReplayPerSecond) = (maxQueuedBytes, 0)), null);
        for (int i = 0; i < 400; i++) device.SendTelemetry($"{i}".PadRight(10_000));
        device.Connect();
        device.WorkUntil(() => outbox.Count == 0);
        Assert.That(_cloud.Telemetry.Select(p => int.Parse(p.Text)), Is.EqualTo(Enumerable.Range(0, 400)));
        Assert.That(_disk.ReadBytes, Is.LessThan(2 * 400 * 10_000));
    }

    [Test]
    public void CreationTimeIsByTheCorrectedClock()
    {
        IoTCOptions options = ScriptedCloud.Options(o => (o.Outbox, o.AssignmentCache) = (new FileOutbox("memory", _disk), new Kept()));
        using var device = new BlockingClientUnderTest(_cloud, options, null);
        device.Connect();
        device.SendTelemetry("1");
        device.WorkUntil(() => _cloud.Telemetry.Any());
        string created = DateTimeOffset.FromUnixTimeMilliseconds(EngineDriver.StartUtcMs + 3600_000).ToString("yyyy-MM-dd'T'HH'%3A'mm");
        Assert.That(_cloud.Telemetry.Single().Topic, Does.Contain("$.ctime=" + created));
    }

    private static void Narrow(IoTCOptions options)
        => (options.MaxQueuedMessages, options.MaxInflight, options.OutboxFullPolicy) = (2, 2, OutboxFullPolicy.DropOldest);

    private static IoTCOptions Options(IOutbox outbox, Action<IoTCOptions>? change = null) => ScriptedCloud.HubOptions(o =>
    {
        o.Outbox = outbox;
        change?.Invoke(o);
    });

    private sealed class Kept : IAssignmentCache
    {
        public DeviceAssignment? Load() => new()
        {
            ConfiguredIdScope = "0ne00000001",
            IdScope = "0ne00000001",
            RegistrationId = "dev1",
            HubHost = ScriptedCloud.HubHost,
            DeviceId = "dev1",
            ClockOffsetSeconds = 3600,
        };

        public void Store(DeviceAssignment assignment)
        {
        }
    }
}
