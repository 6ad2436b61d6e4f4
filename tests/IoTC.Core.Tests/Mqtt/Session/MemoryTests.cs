using System;
using System.Diagnostics;
using System.Reflection;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Nothing is allocated in steady state, and nothing grows.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class MemoryTests
{
    private static readonly byte[] Topic = "devices/d/messages/events/"u8.ToArray();

    [Test]
    public void PublishAndPubackAllocateNothing()
    {
        using var link = new RawLink(SessionScript.Settings());
        Assert.That(
            Allocated.Bytes(() =>
            {
                int id = link.Publish(Topic, 1);
                link.Send();
                link.Receive(0x40, id);
            }),
            Is.Zero);
        Assert.That(link.Session.QueuedCount, Is.Zero);
    }

    [Test]
    public void PublishOfQoS2AndItsAnswersAllocateNothing()
    {
        using var link = new RawLink(SessionScript.Settings());
        Assert.That(
            Allocated.Bytes(() =>
            {
                int id = link.Publish(Topic, 2);
                link.Send();
                link.Receive(0x50, id);
                link.Send();
                link.Receive(0x70, id);
            }),
            Is.Zero);
        Assert.That(link.Session.QueuedCount, Is.Zero);
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void ReceivedMessageAllocatesNothing(int qos)
    {
        using var link = new RawLink(SessionScript.Settings());
        byte[] message = ServerPackets.Publish("$iothub/twin/PATCH/properties/desired/", new byte[300], qos, 77);
        byte[] pubrel = [0x62, 2, 0, 77];
        Assert.That(
            Allocated.Bytes(() =>
            {
                link.Receive(message);
                link.Send();
                if (qos == 2) link.Receive(pubrel);
                link.Send();
            }),
            Is.Zero);
        Assert.That(link.Events, Is.EqualTo(251));
    }

    [Test]
    public void KeepAliveAllocatesNothing()
    {
        var session = new MqttSession(SessionScript.Settings(keepAlive: 60));
        var told = new MqttEvent();
        long now = 0;
        void Feed(byte[] bytes)
        {
            session.GetReceiveWindow(out byte[] buffer, out int offset, out _);
            Array.Copy(bytes, 0, buffer, offset, bytes.Length);
            session.CommitReceived(bytes.Length, now);
            while (session.TryReadEvent(told)) Assert.That(told.Type, Is.EqualTo(MqttEventType.Connected));
        }

        byte[] pingresp = [0xD0, 0];
        session.HandleOpened(now);
        Feed([0x20, 2, 0, 0]);
        int sends = 0;
        Assert.That(
            Allocated.Bytes(() =>
            {
                now = session.NextDeadlineMs;
                session.HandleTimeout(now);
                while (session.TryGetOutput(out _, out _, out int count))
                {
                    sends++;
                    session.AdvanceOutput(count, now);
                }

                session.GetReceiveWindow(out byte[] buffer, out int offset, out _);
                Array.Copy(pingresp, 0, buffer, offset, 2);
                session.CommitReceived(2, now);
                session.TryReadEvent(told);
            }),
            Is.Zero);
        Assert.That(sends, Is.EqualTo(250));
    }

    [Test]
    public void OversizePacketIsRefusedFromItsHeaderWithoutAllocating()
    {
        using var link = new RawLink(SessionScript.Settings());
        byte[] header = [0x30, 0xFF, 0xFF, 0xFF, 0x7F];
        Assert.That(
            Allocated.Bytes(() =>
            {
                link.Receive(header);
                if (link.Session.IsConnected) throw new InvalidOperationException("not refused");
                link.Connect();
            }),
            Is.Zero);
        Assert.That(link.Events, Is.EqualTo(1 + (2 * 250)));
    }

    /// <remarks>A tenth of them when the product was compiled without optimization: ten times the time proves no more.</remarks>
    [Test]
    public void TenMillionPublishesKeepTheHeapFlat()
    {
        using var link = new RawLink(SessionScript.Settings());
        byte[] topic = "t"u8.ToArray();
        var acknowledges = new byte[64 * 4];
        void Round()
        {
            for (int i = 0; i < 64; i++)
            {
                int id = link.PublishChecked(topic);
                acknowledges[i * 4] = 0x40;
                acknowledges[(i * 4) + 1] = 2;
                acknowledges[(i * 4) + 2] = (byte)(id >> 8);
                acknowledges[(i * 4) + 3] = (byte)id;
            }

            link.Send();
            link.Receive(acknowledges);
        }

        for (int i = 0; i < 100; i++) Round();
        int events = link.Events;
        bool isOptimized = !typeof(MqttSession).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled;
        int rounds = (isOptimized ? 10_000_000 : 1_000_000) / 64;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++) Round();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(link.Events - events, Is.EqualTo(rounds * 64));
        Assert.That(link.Session.QueuedCount, Is.Zero);
        Assert.That(link.Session.InflightCount, Is.Zero);
    }

    [Test]
    public void AThousandReconnectsKeepTheHeapFlat()
    {
        using var link = new RawLink(SessionScript.Settings());
        void Once()
        {
            int id = link.Publish(Topic, 1);
            link.Publish(Topic, 2);
            link.Send();
            link.Break();
            link.Connect();
            link.Send();
            link.Receive(0x40, id);
            link.Session.DropQueued();
        }

        // 250 reconnects each; the queues find their size in the first.
        Allocated.Bytes(Once);
        for (int i = 0; i < 4; i++) Assert.That(Allocated.Bytes(Once), Is.Zero);
        Assert.That(link.Session.QueuedCount, Is.LessThanOrEqualTo(1));
    }
}
