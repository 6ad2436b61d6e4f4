using System;
using System.Linq;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>Reading and writing allocate nothing at all, whatever comes.</summary>
[TestFixture]
[NonParallelizable]
public sealed class AllocationTests
{
    private static readonly byte[] Topic = [.. "devices/thermostat-1/messages/events/"u8];
    private static readonly byte[] Payload = new byte[256];
    private static readonly byte[] Buffer = new byte[1024];

    [Test]
    public void ReadingValidPackets()
    {
        byte[][] packets = [.. ServerPackets.All.Select(p => p.Bytes)];
        AssertNothingAllocated(() => ReadAll(packets));
    }

    [Test]
    public void ReadingMalformedPackets()
    {
        byte[][] packets = [.. MalformedPackets.All.Select(p => p.Bytes)];
        AssertNothingAllocated(() => ReadAll(packets));
    }

    [Test]
    public void RefusingOversize()
    {
        byte[] header = [0x30, 0xFF, 0xFF, 0xFF, 0x7F];
        AssertNothingAllocated(() => PacketReader.TryRead(header, 0, header.Length, 4096, out _));
    }

    [Test]
    public void WritingPublish()
        => AssertNothingAllocated(() =>
        {
            int length = PublishPacket.GetLength(Topic.Length, Payload.Length, 1);
            PublishPacket.Write(Buffer, Buffer.Length - length, Topic, Payload, 0, Payload.Length, 1, 7, PublishFlags.Retain);
            PublishPacket.SetDup(Buffer, Buffer.Length - length);
        });

    [Test]
    public void WritingEverythingElse()
    {
        TopicSubscription[] subscriptions = [new(Topic, 1), new([.. "a/#"u8], 0)];
        byte[][] filters = [Topic];
        var options = new ConnectOptions { ClientId = Topic, UserName = Topic, Password = Payload, PasswordCount = 9, WillTopic = Topic, WillPayload = Payload };
        AssertNothingAllocated(() =>
        {
            _ = ConnectPacket.Validate(options);
            ConnectPacket.Write(Buffer, 0, options);
            _ = SubscribePacket.Validate(subscriptions, 2);
            SubscribePacket.Write(Buffer, 0, 1, subscriptions, 2);
            _ = UnsubscribePacket.Validate(filters, 1);
            UnsubscribePacket.Write(Buffer, 0, 1, filters, 1);
            AckPacket.Write(Buffer, 0, PacketType.Pubrel, 1);
            PingreqPacket.Write(Buffer, 0);
            DisconnectPacket.Write(Buffer, 0);
            _ = TopicName.Validate(Topic, 0, Topic.Length);
            _ = TopicFilter.Matches(filters[0], Topic);
        });
    }

    private static void ReadAll(byte[][] packets)
    {
        foreach (byte[] packet in packets)
        {
            for (int count = 0; count <= packet.Length; count++) PacketReader.TryRead(packet, 0, count, out _);
        }
    }

    private static void AssertNothingAllocated(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.Zero);
    }
}
