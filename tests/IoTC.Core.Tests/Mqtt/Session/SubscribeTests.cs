using System.Text;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>SUBSCRIBE and UNSUBSCRIBE. MQTT 3.1.1 §3.8 to §3.11.</summary>
[TestFixture]
internal sealed class SubscribeTests
{
    [Test]
    [Conforms("MQTT-3.8.1-1"), Conforms("MQTT-3.9.3-1"), Conforms("MQTT-3.8.4-5"), Conforms("MQTT-2.3.1-1")]
    public void SubackIsToldInTheOrderOfTheFilters()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Subscribes(4, "a/+:0", "b/#:1", "c:2", "d:1").Expects("SUBSCRIBE #1 a/+:0 b/#:1 c:2 d:1");
            script.Sends("SUBACK #1 0 1 2 128").Tells("SubscribeCompleted #1 t4 0 1 2 128");
        });
    }

    [Test]
    [Conforms("MQTT-3.10.1-1"), Conforms("MQTT-3.10.3-1"), Conforms("MQTT-2.3.1-1")]
    public void UnsubackIsTold()
        => Play.EveryWay(script =>
        {
            script.Connect().Unsubscribes(4, "a/+", "b/#").Expects("UNSUBSCRIBE #1 a/+ b/#").Sends("UNSUBACK #1").Tells("UnsubscribeCompleted #1 t4");
        });

    [Test]
    [Conforms("MQTT-2.3.1-7"), Conforms("MQTT-2.3.1-3")]
    public void AnswersCompleteTheirOwnRequestAlone()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Subscribes(1, "a:1").Subscribes(2, "b:1").Unsubscribes(3, "c");
            script.Expects("SUBSCRIBE #1 a:1", "SUBSCRIBE #2 b:1", "UNSUBSCRIBE #3 c");
            script.Sends("SUBACK #3 0", "UNSUBACK #1", "SUBACK #4 0", "PUBACK #1").Tells();
            script.Sends("SUBACK #2 1").Tells("SubscribeCompleted #2 t2 1");
            script.Sends("SUBACK #2 1").Tells();
            script.Sends("UNSUBACK #3", "SUBACK #1 0").Tells("UnsubscribeCompleted #3 t3", "SubscribeCompleted #1 t1 0");
        });
    }

    [TestCase("SUBACK #1 0")]
    [TestCase("SUBACK #1 0 0 0")]
    [Conforms("MQTT-3.8.4-5")]
    public void WrongNumberOfReturnCodesCloses(string suback)
        => Play.EveryWay(script =>
        {
            script.Connect().Subscribes(4, "a:0", "b:0").Expects("SUBSCRIBE #1 a:0 b:0");
            script.Sends(suback).Tells("Disconnected ProtocolViolation SubackCountMismatch");
        });

    [Test]
    public void RequestsEndWithTheirConnection()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Subscribes(1, "a:1").Expects("SUBSCRIBE #1 a:1").Breaks();
            script.Connect(sessionPresent: true).Expects().Sends("SUBACK #1 1").Tells();
            script.Subscribes(2, "a:1").Expects("SUBSCRIBE #2 a:1").Sends("SUBACK #2 1").Tells("SubscribeCompleted #2 t2 1");
        });
    }

    [Test]
    public void MissingSubackClosesAtItsDeadline()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Subscribes(1, "a:1").Expects("SUBSCRIBE #1 a:1");
        script.Waits(59_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut").Finish();
    }

    [Test]
    public void TooManyRequestsForTheSendBufferAreRefusedAndDisconnectStillWorks([Range(0, 6)] int more)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        byte[] filter = Encoding.UTF8.GetBytes(new string('f', 60_000 + more));
        var filters = new[] { new TopicSubscription(filter, 1) };
        int taken = 0;
        while (script.Session.TrySubscribe(filters, 1, 0, script.Now, out _) == MqttSendStatus.Accepted) taken++;
        Assert.That(taken, Is.InRange(2, 100));
        while (script.Session.TryUnsubscribe(["f"u8.ToArray()], 1, 0, script.Now, out _) == MqttSendStatus.Accepted) taken++;
        script.Disconnects();
        if (script.Session.NextDeadlineMs < long.MaxValue) Assert.That(script.TakeOutput()[^1], Is.EqualTo("DISCONNECT"));
        script.Tells("Disconnected ByClient");
    }

    [Test]
    public void RequestThatCanNeverFitIsTooLarge()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        var filters = new TopicSubscription[10];
        var names = new byte[10][];
        for (int i = 0; i < 10; i++)
        {
            names[i] = Encoding.UTF8.GetBytes(new string('f', 60_000));
            filters[i] = new TopicSubscription(names[i], 1);
        }

        Assert.That(script.Session.TrySubscribe(filters, 10, 0, script.Now, out int id), Is.EqualTo(MqttSendStatus.TooLarge));
        Assert.That(script.Session.TryUnsubscribe(names, 10, 0, script.Now, out int second), Is.EqualTo(MqttSendStatus.TooLarge));
        Assert.That(id + second, Is.Zero);
        script.Finish();
    }
}
