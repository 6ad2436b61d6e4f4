using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>What the client publishes at each QoS. MQTT 3.1.1 §4.3.</summary>
[TestFixture]
internal sealed class SendQoSTests
{
    [Test]
    [Conforms("MQTT-4.3.1-1"), Conforms("MQTT-2.3.1-5"), Conforms("MQTT-3.3.1-2")]
    public void QoS0LeavesOnceWithoutIdentifierAndWithoutDup()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 0).Publishes("a", "2", 0, retain: true).Expects("PUBLISH a 1 q0", "PUBLISH a 2 q0 retain");
            Assert.That(script.Session.QueuedCount, Is.Zero);
            script.Breaks().Connect(sessionPresent: true).Expects();
        });
    }

    [Test]
    [Conforms("MQTT-4.3.2-1"), Conforms("MQTT-2.3.1-1"), Conforms("MQTT-2.2.2-1"), Conforms("MQTT-3.3.2-1")]
    public void QoS1IsCompletedByItsPuback()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 11).Publishes("a", "2", 1, token: 12).Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2");
            Assert.That(script.Session.InflightCount, Is.EqualTo(2));
            script.Sends("PUBACK #2").Tells("PublishCompleted #2 t12");
            script.Sends("PUBACK #1").Tells("PublishCompleted #1 t11");
            Assert.That(script.Session.InflightCount, Is.Zero);
            Assert.That(script.Session.QueuedCount, Is.Zero);
        });
    }

    [Test]
    [Conforms("MQTT-4.3.3-1"), Conforms("MQTT-2.3.1-6")]
    public void QoS2GoesThroughPubrecPubrelPubcomp()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 2, token: 5).Expects("PUBLISH a 1 q2 #1");
            script.Sends("PUBREC #1").Tells().Expects("PUBREL #1");
            script.Sends("PUBREC #1").Tells().Expects("PUBREL #1");
            Assert.That(script.Session.InflightCount, Is.EqualTo(1));
            script.Sends("PUBCOMP #1").Tells("PublishCompleted #1 t5");
            Assert.That(script.Session.InflightCount, Is.Zero);
        });
    }

    [Test]
    [Conforms("MQTT-4.6.0-4")]
    public void PubrelsLeaveInTheOrderOfThePubrecs()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 2).Publishes("a", "2", 2).Publishes("a", "3", 2);
            script.Expects("PUBLISH a 1 q2 #1", "PUBLISH a 2 q2 #2", "PUBLISH a 3 q2 #3");
            script.Sends("PUBREC #2", "PUBREC #3", "PUBREC #1").Expects("PUBREL #2", "PUBREL #3", "PUBREL #1");
        });
    }

    [Test]
    public void AnswersToNothingAreIgnored()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBACK #9", "PUBCOMP #9", "SUBACK #9 0", "UNSUBACK #9", "PINGRESP").Tells().Expects();
            Assert.That(script.Session.IsConnected);
        });
    }

    [Test]
    public void PubrecForNothingIsReleasedSoThatTheServerCanForget()
        => Play.EveryWay(script => script.Connect().Sends("PUBREC #9").Tells().Expects("PUBREL #9"));

    [Test]
    public void AnswersOfTheWrongKindCompleteNothing()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1).Publishes("a", "2", 2).Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q2 #2");
            script.Sends("PUBACK #2", "PUBCOMP #1", "PUBCOMP #2").Tells().Expects();
            script.Sends("PUBACK #1").Tells("PublishCompleted #1");
        });
    }

    [Test]
    public void AnswerBeforeThePacketHasLeftIsIgnored()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxInflight = 1;
        SessionScript script = new SessionScript(options).Connect().Publishes("a", "1", 1).Publishes("a", "2", 1);
        script.Expects("PUBLISH a 1 q1 #1").Sends("PUBACK #2").Tells();
        script.Sends("PUBACK #1").Tells("PublishCompleted #1").Expects("PUBLISH a 2 q1 #2").Sends("PUBACK #2").Tells("PublishCompleted #2").Finish();
    }

    [Test]
    public void FullWindowHoldsBackAndGoesOnInOrder()
    {
        Play.EveryWay(Window(2), script =>
        {
            script.Connect();
            for (int i = 1; i <= 4; i++) script.Publishes("a", "" + i, i == 3 ? 2 : 1);
            script.Publishes("a", "last", 0);
            script.Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2");
            script.Sends("PUBACK #2").Tells("PublishCompleted #2").Expects("PUBLISH a 3 q2 #3");
            script.Sends("PUBREC #3").Expects("PUBREL #3");
            script.Sends("PUBCOMP #3").Tells("PublishCompleted #3").Expects("PUBLISH a 4 q1 #4", "PUBLISH a last q0");
        });
    }

    [Test]
    public void FullQueueRefusesAndTakesAgainAfterAnAcknowledgement()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxQueuedMessages = 2;
        SessionScript script = new SessionScript(options).Connect().Publishes("a", "1", 1).Publishes("a", "2", 1);
        Assert.That(script.TryPublish("a", "3", 1), Is.EqualTo(MqttSendStatus.QueueFull));
        Assert.That(script.TryPublish("a", "3", 0), Is.EqualTo(MqttSendStatus.QueueFull));
        script.Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2").Sends("PUBACK #1").Tells("PublishCompleted #1");
        script.Publishes("a", "3", 1).Expects("PUBLISH a 3 q1 #3").Finish();
    }

    [Test]
    public void StatusTellsWhatCannotBeTaken()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxQueuedBytes = 64;
        var script = new SessionScript(options);
        Assert.That(script.TryPublish("a", "x", 0), Is.EqualTo(MqttSendStatus.NotConnected));
        Assert.That(script.TryPublish("a", new string('x', 60), 1), Is.EqualTo(MqttSendStatus.TooLarge));
        Assert.That(script.TryPublish("a", new string('x', 57), 1), Is.EqualTo(MqttSendStatus.Accepted));
        Assert.That(script.TryPublish("a", "x", 1), Is.EqualTo(MqttSendStatus.QueueFull));
        Assert.That(script.Session.TryUnsubscribe(["a"u8.ToArray()], 1, 0, 0, out int id), Is.EqualTo(MqttSendStatus.NotConnected));
        Assert.That(id, Is.Zero);
    }

    [Test]
    public void MissingPubackClosesAtItsDeadline()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Expects("PUBLISH a 1 q1 #1");
        script.Waits(59_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut").Finish();
    }

    [Test]
    public void MissingPubcompClosesAtItsDeadlineHoweverManyPubrecsCome()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 2).Publishes("a", "2", 1);
        script.Expects("PUBLISH a 1 q2 #1", "PUBLISH a 2 q1 #2").Waits(50_000).Sends("PUBREC #1").Expects("PUBREL #1");
        script.Waits(9_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut").Finish();
    }

    private static System.Func<MqttSessionOptions> Window(int size) => () =>
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxInflight = size;
        return options;
    };
}
