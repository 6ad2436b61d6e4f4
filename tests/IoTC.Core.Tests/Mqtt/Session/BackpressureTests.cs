using System;
using System.Collections.Generic;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Reading pauses rather than that memory grows, and goes on without losing the connection or anything on it.</summary>
[TestFixture]
internal sealed class BackpressureTests
{
    [Test]
    public void ReadingPausesWhenTheApplicationHoldsTooManyMessagesAndGoesOn()
    {
        Play.EveryWay(TwoDeferred, script =>
        {
            List<int> held = HoldsEverything(script);
            script.Sends("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2", "PUBLISH a 3 q1 #3").Tells("Message a 1 q1 #1", "Message a 2 q1 #2");
            script.Acknowledges(held[1]).Tells().Expects();
            script.Acknowledges(held[0]).Tells("Message a 3 q1 #3").Expects("PUBACK #1", "PUBACK #2");
            script.Acknowledges(held[2]).Expects("PUBACK #3");
        });
    }

    [Test]
    public void AnswersToTheClientsOwnMessagesAreReadWhileTheApplicationHoldsMessages()
    {
        Play.EveryWay(TwoDeferred, script =>
        {
            HoldsEverything(script);
            script.Sends("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2").ForgetEvents().Publishes("b", "x", 1, token: 5).Expects("PUBLISH b x q1 #1");
            script.Sends("PUBACK #1", "PUBLISH a 0 q0").Tells("PublishCompleted #1 t5", "Message a 0 q0");
        });
    }

    [Test]
    public void HoldingMessagesForLongIsNoReasonToCallTheLinkDead()
    {
        MqttSessionOptions options = TwoDeferred();
        options.Connect.KeepAliveSeconds = 60;
        var script = new SessionScript(options);
        List<int> held = HoldsEverything(script);
        script.Publishes("b", "x", 1).Expects("PUBLISH b x q1 #1");
        script.Sends("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2", "PUBLISH a 3 q1 #3").ForgetEvents();
        script.Waits(3_600_000).Tells();
        Assert.That(script.TakeOutput(), Is.Not.Empty.And.All.EqualTo("PINGREQ"));

        script.Acknowledges(held[0]).Acknowledges(held[1]).Tells("Message a 3 q1 #3").Expects("PUBACK #1", "PUBACK #2");
        script.Waits(0).Tells();
        script.Sends("PINGRESP", "PUBACK #1").Tells("PublishCompleted #1").Waits(30_000).Tells();
        Assert.That(script.Session.IsConnected);
    }

    [Test]
    public void DeadLinkIsNoticedAfterTheApplicationLetsGo()
    {
        MqttSessionOptions options = TwoDeferred();
        options.Connect.KeepAliveSeconds = 60;
        var script = new SessionScript(options);
        List<int> held = HoldsEverything(script);
        script.Sends("PUBLISH a 1 q1 #1", "PUBLISH a 2 q1 #2", "PUBLISH a 3 q1 #3").ForgetEvents().Waits(600_000).TakeOutput();
        script.Acknowledges(held[0]).Acknowledges(held[1]).ForgetEvents().Waits(19_999).Tells().Waits(1).Tells("Disconnected PingTimedOut");
    }

    [Test]
    public void AnswersThatCannotLeavePauseReadingAndTheDeadLinkIsNoticed([Values(5, 10, 60)] int keepAlive)
    {
        SessionScript script = Flooded(keepAlive);
        script.Waits(keepAlive * 1000 - Math.Min(5000, keepAlive * 250)).Tells().Waits(20_000).Tells("Disconnected PingTimedOut");
    }

    [Test]
    public void AnswersThatCannotLeaveDoNotSuspendTheTimeLimitOfRequests()
    {
        SessionScript script = Flooded(keepAlive: 0);
        script.Subscribes(1, "a:1").Waits(59_999).Tells().Waits(1).Tells("Disconnected AcknowledgeTimedOut");
    }

    [Test]
    public void ReadingGoesOnWhenAnswersLeave()
    {
        SessionScript script = Flooded(keepAlive: 0);
        script.IsStalled = false;
        Assert.That(script.TakeOutput(), Has.Count.EqualTo(10_000));
        script.ForgetEvents().Finish();
    }

    [Test]
    public void AnUnreadAnswerBehindAPauseOfTheLinkIsReadBeforeTheDeadlineCounts()
    {
        SessionScript script = Flooded(keepAlive: 60, last: "PINGRESP");
        for (int i = 0; i < 100; i++)
        {
            script.Waits(1_000);
            script.Session.TryGetOutput(out _, out _, out _);
            script.Session.AdvanceOutput(10, script.Now);
        }

        script.IsStalled = false;
        script.TakeOutput();
        script.ForgetEvents().Waits(15_000).Tells();
        Assert.That(script.Session.IsConnected);
    }

    private static SessionScript Flooded(int keepAlive, string? last = null)
    {
        SessionScript script = new SessionScript(SessionScript.Settings(keepAlive: keepAlive)).Connect();
        script.IsStalled = true;
        var packets = new string[10_000 + (last == null ? 0 : 1)];
        for (int i = 0; i < 10_000; i++) packets[i] = "PUBLISH a q1 #" + (i + 1);
        if (last != null) packets[10_000] = last;
        script.Sends(packets);
        Assert.That(script.TakeEventCount(), Is.InRange(4_000, 4_200), "16 KiB of answers, four bytes each");
        return script;
    }

    private static List<int> HoldsEverything(SessionScript script)
    {
        var held = new List<int>();
        script.Connect().Handler = told =>
        {
            if (told.AcknowledgeToken == 0 || told.Type != MqttEventType.MessageReceived) return;
            told.DeferAcknowledge = true;
            held.Add(told.AcknowledgeToken);
        };
        return held;
    }

    private static MqttSessionOptions TwoDeferred()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.MaxDeferredAcknowledges = 2;
        return options;
    }
}
