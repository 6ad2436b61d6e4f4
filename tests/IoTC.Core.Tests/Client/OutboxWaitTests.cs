using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Core.Tests.Storage;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What those are told who wait for the hub to have a message of the outbox: whatever becomes of it, and of the connection.</summary>
[TestFixture]
internal sealed class OutboxWaitTests
{
    private MemoryDisk _disk = new();
    private ScriptedCloud _cloud = new();

    [SetUp]
    public void MakeCloudAndDisk() => (_cloud, _disk) = (new ScriptedCloud(), new MemoryDisk());

    [Test]
    public void AMessageThatIsGoneBeforeItsSenderWaitsIsToldSo()
    {
        using var device = new AsyncClientUnderTest(_cloud, Options(new Forgetful()), null);
        device.Connect();
        Task sent = device.Client.SendTelemetryAsync("1").AsTask();
        IoTCException gone = Assert.ThrowsAsync<IoTCException>(() => sent.WaitAsync(TimeSpan.FromSeconds(30)))!;
        Assert.That(gone.Error, Is.EqualTo(IoTCError.OutboxFull));
    }

    [Test]
    public async Task WhatPassedByBeforeItsSenderWaitedIsToldAsItEnded()
    {
        var outbox = new Slow();
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        device.Connect();
        Task dropped = device.Client.SendTelemetryAsync("1").AsTask();
        Task acknowledged = device.Client.SendTelemetryAsync("2").AsTask();
        Task third = device.Client.SendTelemetryAsync("3").AsTask();
        outbox.Drop(1);
        // What comes behind them has its number first, and goes with all that is before it.
        outbox.Tell(3);
        await third.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(new[] { "2", "3" }));
        outbox.Tell(1);
        outbox.Tell(2);
        IoTCException gone = Assert.ThrowsAsync<IoTCException>(() => dropped.WaitAsync(TimeSpan.FromSeconds(30)))!;
        Assert.That(gone.Error, Is.EqualTo(IoTCError.OutboxFull));
        await acknowledged.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public void AnEndThatTheClientDoesNotMendEndsTheWaitingAndLeavesTheMessage()
    {
        var outbox = new FileOutbox("memory", _disk);
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox, o => o.AutoReconnect = false), null);
        device.Connect();
        device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        Task sent = device.Client.SendTelemetryAsync("1").AsTask();
        device.WorkUntil(() => _cloud.Telemetry.Any());
        device.Act(() => _cloud.Current.Close(-1));
        IoTCException ended = Assert.ThrowsAsync<IoTCException>(() => sent.WaitAsync(TimeSpan.FromSeconds(30)))!;
        Assert.That(ended.Error, Is.EqualTo(device.Connection.Error).And.Not.EqualTo(IoTCError.Stopped));
        Assert.That(ended.Message, Does.Contain("stays in the outbox").And.Contain(device.Connection.Message));
        Assert.That(outbox.Count, Is.EqualTo(1));
        device.Act(() => _cloud.Hub.AcknowledgesTelemetry = true);
        device.Connect();
        device.WorkUntil(() => outbox.Count == 0);
    }

    [Test]
    public void AFirstConnectionThatFailsEndsTheWaitingToo()
    {
        // Accepted before the call returns, and so waiting.
        var outbox = new FileOutbox("memory", _disk) { SyncPolicy = OutboxSyncPolicy.Never };
        using var device = new AsyncClientUnderTest(_cloud, Options(outbox), null);
        Task sent = device.Client.SendTelemetryAsync("1").AsTask();
        _cloud.OpenStatuses.Enqueue(-1);
        IoTCException failed = Assert.Throws<IoTCException>(device.Connect)!;
        IoTCException ended = Assert.ThrowsAsync<IoTCException>(() => sent.WaitAsync(TimeSpan.FromSeconds(30)))!;
        Assert.That(ended.Error, Is.EqualTo(failed.Error));
        Assert.That(ended.Message, Does.Contain("stays in the outbox"));
        device.Connect();
        device.WorkUntil(() => outbox.Count == 0);
    }

    [Test]
    public async Task AConnectionThatComesBackByItselfEndsNoWaiting()
    {
        using var device = new AsyncClientUnderTest(_cloud, Options(new FileOutbox("memory", _disk)), null);
        device.Connect();
        device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        Task sent = device.Client.SendTelemetryAsync("1").AsTask();
        device.WorkUntil(() => _cloud.Telemetry.Any());
        device.Act(() =>
        {
            _cloud.Hub.AcknowledgesTelemetry = true;
            _cloud.Current.Close(-1);
        });
        await sent.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static IoTCOptions Options(IOutbox outbox, Action<IoTCOptions>? change = null) => ScriptedCloud.HubOptions(o =>
    {
        o.Outbox = outbox;
        change?.Invoke(o);
    });

    // Has given every message up before it tells its number.
    private sealed class Forgetful : IOutbox
    {
        private Action<long, long> _dropped = static (_, _) => { };

        public long LastSequence => 0;

        public long Count => 0;

        public long DroppedCount => 0;

        public void Attach(string deviceId, Action<long, long> dropped) => _dropped = dropped;

        public IoTCError TryAppend(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, out long sequence) => throw new NotSupportedException();

        public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> properties, ReadOnlyMemory<byte> payload, long createdUnixMs)
        {
            _dropped(1, 1);
            return new ValueTask<long>(1);
        }

        public bool TryRead(long fromSequence, OutboxRecord record) => false;

        public void Complete(long sequence)
        {
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }

    // Has a message at once, and tells its number when the test says so.
    private sealed class Slow : IOutbox
    {
        private readonly Lock _gate = new();
        private readonly SortedDictionary<long, byte[]> _kept = [];
        private readonly List<TaskCompletionSource<long>> _appends = [];
        private Action<long, long> _dropped = static (_, _) => { };

        public long LastSequence => 0;

        public long Count
        {
            get
            {
                lock (_gate) return _kept.Count;
            }
        }

        public long DroppedCount => 0;

        public void Attach(string deviceId, Action<long, long> dropped) => _dropped = dropped;

        public void Drop(long sequence)
        {
            lock (_gate) _kept.Remove(sequence);
            _dropped(sequence, sequence);
        }

        public void Tell(int sequence) => _appends[sequence - 1].SetResult(sequence);

        public IoTCError TryAppend(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, out long sequence) => throw new NotSupportedException();

        public ValueTask<long> AppendAsync(ReadOnlyMemory<byte> properties, ReadOnlyMemory<byte> payload, long createdUnixMs)
        {
            _appends.Add(new TaskCompletionSource<long>());
            lock (_gate) _kept.Add(_appends.Count, payload.ToArray());
            return new ValueTask<long>(_appends[^1].Task);
        }

        public bool TryRead(long fromSequence, OutboxRecord record)
        {
            lock (_gate)
            {
                foreach ((long sequence, byte[] payload) in _kept)
                {
                    if (sequence < fromSequence) continue;
                    (record.Sequence, record.Payload, record.Properties, record.MessageId) = (sequence, payload, default, default);
                    return true;
                }

                return false;
            }
        }

        public void Complete(long sequence)
        {
            lock (_gate) _kept.Remove(sequence);
        }

        public void Flush()
        {
        }

        public void Dispose()
        {
        }
    }
}
