using System;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>How drivers take output: together, in parts, twice, or late.</summary>
[TestFixture]
internal sealed class OutputTests
{
    [Test]
    public void PublishesThatAreReadyLeaveTogether()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Publishes("a", "2", 0).Publishes("a", "3", 2);
        Assert.That(Take(script), Is.EqualTo(8 + 6 + 8));
        script.Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q0", "PUBLISH a 3 q2 #2").Finish();
    }

    [Test]
    public void AcknowledgementsAndPublishesLeaveTogether()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Publishes("a", "2", 1);
        script.Sends("PUBLISH b q1 #1", "PUBLISH b q2 #2", "PUBREL #2").ForgetEvents().Subscribes(0, "s:1");
        Assert.That(Take(script), Is.EqualTo(4 + 4 + 4 + 8 + 8 + 8));
        script.Expects("PUBACK #1", "PUBREC #2", "PUBCOMP #2", "SUBSCRIBE #3 s:1", "PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2").Finish();
    }

    [Test]
    public void AskingAgainBeforeAnythingWasSentGivesTheSameBytes()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1);
        for (int i = 0; i < 3; i++)
        {
            Assert.That(script.Session.TryGetOutput(out _, out _, out int count), Is.True);
            Assert.That(count, Is.EqualTo(8));
        }

        script.Session.AdvanceOutput(0, script.Now);
        script.Sends("PUBLISH b q1 #1").ForgetEvents();
        for (int i = 0; i < 3; i++)
        {
            Assert.That(script.Session.TryGetOutput(out _, out _, out int count), Is.True);
            Assert.That(count, Is.EqualTo(12));
        }

        script.Expects("PUBACK #1", "PUBLISH a 1 q1 #1").Finish();
    }

    [TestCase(true)]
    [TestCase(false)]
    public void AskingAgainWithoutHavingSentNeverGivesNothing(bool isAnswered)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1);
        Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.True);
        if (isAnswered) script.Sends("PUBACK #1").Tells("PublishCompleted #1");
        else script.Session.DropQueued();
        script.Sends().ForgetEvents();
        Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.False);
        Assert.That(script.Session.QueuedCount, Is.Zero);
        script.Publishes("a", "2", 1).Expects("PUBLISH a 2 q1 #2").Finish();
    }

    [Test]
    public void NothingSentChangesNothing()
    {
        SessionScript script = new SessionScript(SessionScript.Settings(keepAlive: 60)).Connect().Publishes("a", "1", 1);
        long deadline = script.Session.NextDeadlineMs;
        script.Sleeps(10);
        script.Session.TryGetOutput(out _, out _, out _);
        script.Session.AdvanceOutput(0, script.Now);
        Assert.That(script.Session.NextDeadlineMs, Is.EqualTo(deadline));
        Assert.That(script.Session.InflightCount, Is.Zero);
        script.Expects("PUBLISH a 1 q1 #1").Finish();
    }

    [Test]
    public void MoreThanWasGivenIsRefused()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1);
        script.Session.TryGetOutput(out _, out _, out int count);
        Assert.That(() => script.Session.AdvanceOutput(count + 1, script.Now), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => script.Session.AdvanceOutput(-1, script.Now), Throws.InstanceOf<ArgumentOutOfRangeException>());
        script.Session.AdvanceOutput(count, script.Now);
        Assert.That(() => script.Session.AdvanceOutput(1, script.Now), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(1)]
    [TestCase(2)]
    public void AnswerBeforeTheTransportConfirmsTheSend(int qos)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", qos, token: 1).Publishes("a", "2", qos, token: 2);
        script.Session.TryGetOutput(out _, out _, out int count);
        if (qos == 1) script.Sends("PUBACK #1", "PUBACK #2");
        else script.Sends("PUBREC #1", "PUBREC #2", "PUBCOMP #1", "PUBCOMP #2");
        script.Tells("PublishCompleted #1 t1", "PublishCompleted #2 t2").Publishes("a", "3", 1);
        script.Session.AdvanceOutput(count, script.Now);
        Assert.That(script.Session.InflightCount, Is.Zero);
        if (qos == 1) script.Expects("PUBLISH a 3 q1 #3");
        else script.Expects("PUBREL #1", "PUBREL #2", "PUBLISH a 3 q1 #3");
        script.Finish();
    }

    [Test]
    public void AnswerBeforeTheTransportConfirmsAllOfIt([Range(0, 16)] int confirmed)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Publishes("a", "2", 1);
        script.Session.TryGetOutput(out byte[] buffer, out int offset, out _);
        byte[] sent = buffer[offset..(offset + confirmed)];
        script.Sends("PUBACK #1").Tells("PublishCompleted #1");
        script.Session.AdvanceOutput(confirmed, script.Now);
        string[] expected = confirmed == 0 ? ["PUBLISH a 2 q1 #2"] : ["PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2"];
        script.Already(sent).Expects(expected);
        script.Sends("PUBACK #2").Tells("PublishCompleted #2");
        Assert.That(script.Session.InflightCount, Is.Zero);
        Assert.That(script.Session.QueuedCount, Is.Zero);
        script.Finish();
    }

    [Test]
    public void BytesTheTransportHoldsStayWhileTheQueueGrows()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1);
        script.Session.TryGetOutput(out byte[] buffer, out int offset, out int count);
        byte[] before = buffer[offset..(offset + count)];
        for (int i = 0; i < 100; i++) script.Publishes("b", new string('x', 100), 1);
        Assert.That(buffer[offset..(offset + count)], Is.EqualTo(before));
        script.Session.AdvanceOutput(3, script.Now);
        script.Already(before[..3]);
        Assert.That(script.TakeOutput()[..2], Is.EqualTo(new[] { "PUBLISH a 1 q1 #1", $"PUBLISH b {new string('x', 100)} q1 #2" }));
    }

    [Test]
    public void ControlBytesTheTransportHoldsStayWhileMoreAreQueued()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Subscribes(0, "first:1");
        script.Session.TryGetOutput(out byte[] buffer, out int offset, out int count);
        byte[] before = buffer[offset..(offset + count)];
        for (int i = 0; i < 50; i++) script.Subscribes(0, "more:1");
        Assert.That(buffer[offset..(offset + count)], Is.EqualTo(before));
        script.Session.AdvanceOutput(2, script.Now);
        Assert.That(script.Already(before[..2]).TakeOutput(), Has.Count.EqualTo(51));
    }

    [Test]
    public void TimeLimitOfAMessageThatRidesWithAnAcknowledgementStartsWhenItLeaves()
    {
        int token = 0;
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        script.Handler = told =>
        {
            told.DeferAcknowledge = true;
            token = told.AcknowledgeToken;
        };
        script.Sends("PUBLISH b q1 #1").ForgetEvents().Sleeps(3_600_000);
        script.Session.Acknowledge(token);
        script.Publishes("a", "1", 1).Expects("PUBACK #1", "PUBLISH a 1 q1 #1");
        script.Waits(59_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut");
    }

    [Test]
    public void HandlerPublishesAndItsAnswerIsReadAfterIt()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Handler = told =>
            {
                if (told.Type == MqttEventType.MessageReceived) script.Publishes("answer", "x", 1, token: told.PacketId);
            };
            script.Sends("PUBLISH a q1 #1", "PUBLISH a q1 #2").Tells("Message a q1 #1", "Message a q1 #2");
            script.Expects("PUBACK #1", "PUBACK #2", "PUBLISH answer x q1 #1", "PUBLISH answer x q1 #2");
            script.Sends("PUBACK #1", "PUBACK #2").Tells("PublishCompleted #1 t1", "PublishCompleted #2 t2");
        });
    }

    private static int Take(SessionScript script)
    {
        script.Session.TryGetOutput(out byte[] buffer, out int offset, out int count);
        script.Already(buffer[offset..(offset + count)]);
        script.Session.AdvanceOutput(count, script.Now);
        Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.False, "one send takes all");
        return count;
    }
}
