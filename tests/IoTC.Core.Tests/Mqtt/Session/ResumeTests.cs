using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>What survives a connection and what does not. MQTT 3.1.1 §4.1, §4.4.</summary>
[TestFixture]
internal sealed class ResumeTests
{
    [Test]
    [Conforms("MQTT-4.4.0-1"), Conforms("MQTT-3.3.1-1"), Conforms("MQTT-2.3.1-3"), Conforms("MQTT-4.6.0-1"), Conforms("MQTT-3.1.2-4"), Conforms("MQTT-4.1.0-1")]
    public void UnacknowledgedMessagesAreSentAgainInOrderUnderTheirIdentifiers()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1).Publishes("a", "2", 2).Publishes("a", "3", 1).Publishes("a", "4", 1);
            script.Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q2 #2", "PUBLISH a 3 q1 #3", "PUBLISH a 4 q1 #4");
            script.Sends("PUBACK #3").Tells("PublishCompleted #3").Breaks().Publishes("a", "5", 1);
            script.Connect(sessionPresent: true);
            script.Expects("PUBLISH a 1 q1 #1 dup", "PUBLISH a 2 q2 #2 dup", "PUBLISH a 4 q1 #4 dup", "PUBLISH a 5 q1 #5");
            script.Sends("PUBACK #1", "PUBREC #2", "PUBACK #4", "PUBACK #5").Expects("PUBREL #2");
            script.Tells("PublishCompleted #1", "PublishCompleted #4", "PublishCompleted #5").Sends("PUBCOMP #2").Tells("PublishCompleted #2");
            Assert.That(script.Session.QueuedCount, Is.Zero);
        });
    }

    // Found by the simulation: what was sent together with SUBSCRIBE and stood before an acknowledged message had no time limit.
    [Test]
    public void WhatIsSentAgainWithOtherPacketsHasItsTimeLimit()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1).Publishes("a", "2", 1).Publishes("a", "3", 1).Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2", "PUBLISH a 3 q1 #3");
            script.Sends("PUBACK #2", "PUBACK #3").ForgetEvents().Breaks();
            script.Connect(sessionPresent: true).Subscribes(9, "b:0").Expects("SUBSCRIBE #4 b:0", "PUBLISH a 1 q1 #1 dup");
            script.Sends("SUBACK #4 0").ForgetEvents().Waits(59_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut");
        });
    }

    [Test]
    [Conforms("MQTT-4.4.0-1"), Conforms("MQTT-4.6.0-4"), Conforms("MQTT-4.3.3-1")]
    public void PubrelsAreSentAgainInTheOrderOfTheirPubrecsAndTheirPublishesAreNot()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 2).Publishes("a", "2", 2).Publishes("a", "3", 2);
            script.Expects("PUBLISH a 1 q2 #1", "PUBLISH a 2 q2 #2", "PUBLISH a 3 q2 #3").Sends("PUBREC #3", "PUBREC #1").Expects("PUBREL #3", "PUBREL #1");
            script.Breaks().Connect(sessionPresent: true).Expects("PUBREL #3", "PUBREL #1", "PUBLISH a 2 q2 #2 dup");
            script.Sends("PUBCOMP #1", "PUBCOMP #3").Tells("PublishCompleted #1", "PublishCompleted #3");
        });
    }

    [Test]
    [Conforms("MQTT-3.1.2-6")]
    public void CleanSessionGivesUpWhatWasSentAndTellsIt()
    {
        Play.EveryWay(Clean, script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 1).Publishes("a", "2", 2, token: 2).Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q2 #2");
            script.Sends("PUBREC #2").Expects("PUBREL #2").Publishes("a", "3", 1, token: 3);
            script.Session.HandleTransportFailed(-1, "", script.Now);
            script.Sends().Tells("Disconnected TransportFailed -1", "PublishDropped #1 t1", "PublishDropped #2 t2");
            script.Connect().Expects("PUBLISH a 3 q1 #3").Sends("PUBACK #3", "PUBACK #1").Tells("PublishCompleted #3 t3");
            Assert.That(script.Session.QueuedCount, Is.Zero);
        });
    }

    [Test]
    [Conforms("MQTT-3.1.2-6")]
    public void StateOfAKeptSessionIsNotUsedInACleanOne()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 1).Expects("PUBLISH a 1 q1 #1").Sends("PUBLISH b x q2 #7").Tells("Message b x q2 #7").Breaks();
            script.Options.Connect.CleanSession = true;
            script.Open().Sends().Tells("PublishDropped #1 t1").Expects("CONNECT c clean").Sends("CONNACK").Tells("Connected").Expects();
            script.Sends("PUBLISH b y q2 #7").Tells("Message b y q2 #7").Expects("PUBREC #7");
        });
    }

    [Test]
    [Conforms("MQTT-3.1.3-2")]
    public void StateOfAClientIsNotUsedUnderAnotherClientId()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 1).Expects("PUBLISH a 1 q1 #1").Sends("PUBLISH b x q2 #7").Tells("Message b x q2 #7").Breaks();
            script.Options.Connect.ClientId = "d"u8.ToArray();
            script.Open().Sends().Tells("PublishDropped #1 t1").Expects("CONNECT d").Sends("CONNACK sp").Tells("Connected sp").Expects();
            script.Sends("PUBLISH b y q2 #7").Tells("Message b y q2 #7").Expects("PUBREC #7");
        });
    }

    [Test]
    [Conforms("MQTT-3.1.3-2")]
    public void EqualClientIdInAnotherArrayIsTheSameClient()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Expects("PUBLISH a 1 q1 #1").Breaks();
        script.Options.Connect.ClientId = "c"u8.ToArray();
        script.Connect(sessionPresent: true).Expects("PUBLISH a 1 q1 #1 dup").Finish();
    }

    [Test]
    public void ResendAfterSessionLossKeepsWhatACleanSessionWouldLose()
    {
        Play.EveryWay(Kept, script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 1).Publishes("a", "2", 1, token: 2).Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2");
            script.Sends("PUBACK #1").Tells("PublishCompleted #1 t1").Breaks();
            script.Connect().Expects("PUBLISH a 2 q1 #2 dup").Sends("PUBACK #2").Tells("PublishCompleted #2 t2");
        });
    }

    [Test]
    [Conforms("MQTT-4.1.0-2")]
    public void ConnectionThatFailsBeforeConnackLosesNothing()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1).Expects("PUBLISH a 1 q1 #1").Breaks();
            for (int i = 0; i < 3; i++) script.Open().Expects("CONNECT c").Breaks();
            script.Open().Expects("CONNECT c").Sends("CONNACK rc=3").Tells("Disconnected Refused 3");
            script.Connect(sessionPresent: true).Expects("PUBLISH a 1 q1 #1 dup");
        });
    }

    [Test]
    public void MessageHandedToTheTransportCountsAsSentEvenWhenNothingWasConfirmed()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Publishes("a", "2", 1);
        Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.True);
        script.Breaks().Connect(sessionPresent: true).Expects("PUBLISH a 1 q1 #1 dup", "PUBLISH a 2 q1 #2 dup").Finish();
    }

    [Test]
    public void PartlySentMessageIsSentAgainFromItsStart()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "1", 1).Publishes("a", "0", 0).Publishes("a", "2", 1);
        Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.True);
        script.Session.AdvanceOutput(3, script.Now);
        script.Breaks().Connect(sessionPresent: true).Expects("PUBLISH a 1 q1 #1 dup", "PUBLISH a 2 q1 #2").Finish();
    }

    [Test]
    public void PubcompForAReleasedMessageBehindOneThatWaitsToBeSentAgain()
    {
        string large = new('x', 20_000);
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", large, 1).Publishes("a", "2", 2);
        script.Expects($"PUBLISH a {large} q1 #1", "PUBLISH a 2 q2 #2").Sends("PUBREC #2").Expects("PUBREL #2").Breaks();
        script.Connect(sessionPresent: true);
        Assert.That(script.Session.TryGetOutput(out _, out _, out int count), Is.True);
        Assert.That(count, Is.EqualTo(4), "PUBREL alone: the rest is large");
        script.Session.AdvanceOutput(4, script.Now);
        script.Sends("PUBCOMP #2").Tells("PublishCompleted #2").Expects($"PUBLISH a {large} q1 #1 dup").Sends("PUBACK #1").Tells("PublishCompleted #1");
        Assert.That(script.Session.InflightCount, Is.Zero);
    }

    [Test]
    public void MissingPubcompOfAResentPubrelClosesAtItsDeadline()
    {
        string large = new('x', 20_000);
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", large, 1).Publishes("a", "2", 2);
        script.Expects($"PUBLISH a {large} q1 #1", "PUBLISH a 2 q2 #2").Sends("PUBREC #2").Expects("PUBREL #2").Breaks();
        script.Connect(sessionPresent: true);
        script.Session.TryGetOutput(out _, out _, out int count);
        script.Session.AdvanceOutput(count, script.Now);
        script.IsStalled = true;
        script.Waits(60_000).Tells("Disconnected AcknowledgeTimedOut");
    }

    [Test]
    public void AllPubrelsAreSentAgainWhenConnackComesBeforeTheTransportConfirmsConnect()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        for (int i = 1; i <= 40; i++) script.Publishes("a", "", 2);
        script.TakeOutput();
        for (int i = 1; i <= 40; i++) script.Sends("PUBREC #" + i).Expects("PUBREL #" + i);
        script.Breaks().Open();
        Assert.That(script.Session.TryGetOutput(out _, out _, out int count), Is.True);
        script.Sends("CONNACK sp").Tells("Connected sp");
        script.Session.AdvanceOutput(count, script.Now);
        Assert.That(script.TakeOutput(), Has.Count.EqualTo(40));
    }

    [Test]
    public void DroppingEverythingFreesTheWindow()
    {
        Play.EveryWay(script =>
        {
            script.Options.MaxInflight = 64;
            script.Connect();
            for (int i = 1; i <= 70; i++) script.Publishes("a", "", 1, token: i);
            Assert.That(script.TakeOutput(), Has.Count.EqualTo(64));
            script.Session.DropQueued();
            Assert.That(script.Session.InflightCount, Is.Zero);
            var expected = new string[70];
            for (int i = 1; i <= 70; i++) expected[i - 1] = $"PublishDropped #{i} t{i}";
            script.Sends().Tells(expected).Publishes("a", "", 1, token: 71).Expects("PUBLISH a q1 #71");
            script.Sends("PUBACK #1", "PUBACK #71").Tells("PublishCompleted #71 t71");
            Assert.That(script.Session.QueuedCount, Is.Zero);
        });
    }

    [TestCase(0, 0, "PublishDropped #0 t1|PublishDropped #1 t2")]
    [TestCase(3, 3, "PublishDropped #0 t1|PublishDropped #1 t2")]
    [TestCase(6, 0, "PublishDropped #1 t2")]
    [TestCase(9, 5, "PublishDropped #1 t2")]
    [TestCase(14, 0, "")]
    public void DroppingBetweenTwoSendsTellsEachOnceAndFinishesWhatWasBegun(int sent, int left, string told)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "0", 0, token: 1).Publishes("a", "1", 1, token: 2);
        script.Session.TryGetOutput(out _, out _, out int count);
        Assert.That(count, Is.EqualTo(14));
        script.Session.AdvanceOutput(sent, script.Now);
        if (sent == 14) script.Sends("PUBACK #1").Tells("PublishCompleted #1 t2");
        script.Session.DropQueued();
        script.Sends().Tells(told.Split('|', System.StringSplitOptions.RemoveEmptyEntries));
        Assert.That(script.Session.TryGetOutput(out _, out _, out count) ? count : 0, Is.EqualTo(left));
        script.Session.AdvanceOutput(left, script.Now);
        Assert.That(script.Session.QueuedCount, Is.Zero);
        Assert.That(script.Session.InflightCount, Is.Zero);
        script.Finish();
    }

    [Test]
    public void DroppingWhileTheTransportSendsTellsEachOnce()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "0", 0, token: 1).Publishes("a", "1", 1, token: 2);
        script.Session.TryGetOutput(out _, out _, out int count);
        script.Session.DropQueued();
        script.Session.AdvanceOutput(count, script.Now);
        script.Sends().Tells("PublishDropped #0 t1", "PublishDropped #1 t2");
        Assert.That(script.Session.QueuedCount, Is.Zero);
        script.Sends("PUBACK #1").Publishes("a", "2", 1).Expects("PUBLISH a 2 q1 #2").Finish();
    }

    private static MqttSessionOptions Clean() => SessionScript.Settings(clean: true);

    private static MqttSessionOptions Kept()
    {
        MqttSessionOptions options = SessionScript.Settings(clean: true);
        options.ResendAfterSessionLoss = true;
        return options;
    }
}
