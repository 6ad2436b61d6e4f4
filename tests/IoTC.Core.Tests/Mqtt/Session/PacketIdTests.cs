using System.Collections.Generic;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Packet Identifiers. MQTT 3.1.1 §2.3.1.</summary>
[TestFixture]
internal sealed class PacketIdTests
{
    private static readonly byte[] Topic = "t"u8.ToArray();

    [Test]
    [Conforms("MQTT-2.3.1-1"), Conforms("MQTT-2.3.1-2"), Conforms("MQTT-2.3.1-3")]
    public void IdentifiersOfRequestsWrapAndPassOverMessagesThatStillWait()
    {
        using var link = new RawLink(SessionScript.Settings());
        int first = link.Publish(Topic, 1);
        int second = link.Publish(Topic, 2);
        link.Send();
        link.Receive(0x50, second);
        var filters = new[] { new TopicSubscription(Topic, 1) };
        var seen = new HashSet<int>();
        for (int i = 0; i < 200_000; i++)
        {
            Assert.That(link.Session.TrySubscribe(filters, 1, 0, 0, out int id), Is.EqualTo(MqttSendStatus.Accepted));
            seen.Add(id);
            link.Send();
            link.Receive([0x90, 3, (byte)(id >> 8), (byte)id, 1]);
        }

        Assert.That(seen, Has.Count.EqualTo(65533));
        Assert.That(seen, Does.Not.Contain(0).And.Not.Contain(first).And.Not.Contain(second));
        link.Receive(0x40, first);
        link.Receive(0x70, second);
        Assert.That(link.Session.QueuedCount, Is.Zero);
    }

    [Test]
    [Conforms("MQTT-2.3.1-1"), Conforms("MQTT-2.3.1-2"), Conforms("MQTT-2.3.1-3")]
    public void IdentifiersOfMessagesWrapAndPassOverRequestsThatStillWait()
    {
        using var link = new RawLink(SessionScript.Settings());
        Assert.That(link.Session.TrySubscribe([new TopicSubscription(Topic, 1)], 1, 0, 0, out int request), Is.EqualTo(MqttSendStatus.Accepted));
        var seen = new HashSet<int>();
        for (int i = 0; i < 200_000; i++)
        {
            int id = link.Publish(Topic, 1);
            seen.Add(id);
            link.Send();
            link.Receive(0x40, id);
        }

        Assert.That(seen, Has.Count.EqualTo(65534));
        Assert.That(seen, Does.Not.Contain(0).And.Not.Contain(request));
    }

    [Test]
    [Conforms("MQTT-2.3.1-2")]
    public void RequestsAndMessagesShareTheIdentifiers()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "", 1).Subscribes(0, "a:1").Publishes("a", "", 2).Unsubscribes(0, "a");
            script.Expects("SUBSCRIBE #2 a:1", "UNSUBSCRIBE #4 a", "PUBLISH a q1 #1", "PUBLISH a q2 #3");
        });
    }

    [Test]
    [Conforms("MQTT-2.3.1-2")]
    public void WhenEveryIdentifierIsInUseNothingIsTaken()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxQueuedMessages = 65534;
        options.MaxQueuedBytes = 16 * 1024 * 1024;
        using var link = new RawLink(options);
        for (int i = 0; i < 65534; i++) Assert.That(link.Publish(Topic, 1), Is.EqualTo(i + 1));
        var filters = new[] { new TopicSubscription(Topic, 1) };
        Assert.That(link.Session.TrySubscribe(filters, 1, 0, 0, out int last), Is.EqualTo(MqttSendStatus.Accepted));
        Assert.That(last, Is.EqualTo(65535));
        Assert.That(link.Session.TrySubscribe(filters, 1, 0, 0, out int none), Is.EqualTo(MqttSendStatus.QueueFull));
        Assert.That(none, Is.Zero);
        Assert.That(link.Session.TryPublish(Topic, 0, 1, [], 0, 0, 1, false, 0, out none), Is.EqualTo(MqttSendStatus.QueueFull));
        Assert.That(none, Is.Zero);
    }
}
