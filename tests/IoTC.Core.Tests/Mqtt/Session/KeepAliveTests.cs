using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Silence in either direction. MQTT 3.1.1 §3.1.2.10.</summary>
[TestFixture]
internal sealed class KeepAliveTests
{
    [Test]
    [Conforms("MQTT-3.1.2-23"), Conforms("MQTT-3.12.4-1")]
    public void PingsBeforeTheIntervalIsOverAndLivesOnWithTheAnswer()
    {
        Play.EveryWay(KeepAlive, script =>
        {
            script.Connect().Waits(54_999).Expects().Waits(1).Expects("PINGREQ").Sends("PINGRESP").Tells();
            script.Waits(54_999).Expects().Waits(1).Expects("PINGREQ").Sends("PINGRESP").Waits(40_000).Tells().Expects();
            Assert.That(script.Session.IsConnected);
        });
    }

    [Test]
    [Conforms("MQTT-3.12.4-1")]
    public void UnansweredPingCloses()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect();
        script.Waits(55_000).Expects("PINGREQ").Waits(19_999).Tells().Waits(1).Tells("Disconnected PingTimedOut").Finish();
    }

    [Test]
    [Conforms("MQTT-3.1.2-23")]
    public void NeverSilentLongerThanKeepAlive([Values(1, 2, 5, 19, 20, 21, 60, 240, 65535)] int keepAlive)
    {
        SessionScript script = new SessionScript(SessionScript.Settings(keepAlive: keepAlive)).Connect();
        for (int i = 0; i < 20; i++)
        {
            long before = script.Now;
            script.Waits(script.Session.NextDeadlineMs - script.Now).Expects("PINGREQ");
            Assert.That(script.Now - before, Is.LessThan(keepAlive * 1000L));
            script.Sends("PINGRESP");
        }

        script.Finish();
    }

    [Test]
    [Conforms("MQTT-3.1.2-23")]
    public void NeverSilentLongerThanKeepAliveWhileAnAnswerIsAwaited()
    {
        SessionScript script = new SessionScript(SessionScript.Settings(keepAlive: 5)).Connect();
        script.Waits(3_750).Expects("PINGREQ").Waits(3_750).Expects("PINGREQ").Waits(3_750).Expects("PINGREQ").Sends("PINGRESP");
        script.Waits(3_750).Expects("PINGREQ").Tells().Finish();
    }

    [Test]
    public void NoKeepAliveNoPing()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Waits(1_000_000_000);
        Assert.That(script.Session.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        script.Finish();
    }

    [Test]
    public void SendingDoesNotHideADeadLink()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect();
        for (int second = 1; second < 55; second++) script.Waits(1_000).Publishes("a", "x", 0).Expects("PUBLISH a x q0");
        script.Waits(1_000).Expects("PINGREQ");
        for (int second = 1; second < 20; second++) script.Waits(1_000).Publishes("a", "x", 0).Expects("PUBLISH a x q0").Tells();
        script.Waits(1_000).Tells("Disconnected PingTimedOut").Finish();
    }

    [Test]
    public void ReceivingDoesNotReplaceSending()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect();
        for (int second = 1; second < 55; second++) script.Waits(1_000).Sends("PUBLISH a x q0");
        script.ForgetEvents().Expects().Waits(1_000).Expects("PINGREQ").Sends("PINGRESP").Finish();
    }

    [Test]
    public void TrafficBothWaysNeedsNoPing()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect();
        for (int i = 0; i < 200; i++) script.Waits(1_000).Sends("PUBLISH a x q1 #1").Expects("PUBACK #1");
        script.ForgetEvents().Finish();
    }

    [Test]
    public void StalledLinkIsNoticedThoughNothingCanBeSent()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect();
        script.IsStalled = true;
        script.Publishes("a", "x", 0).Waits(55_000).Tells().Waits(20_000).Tells("Disconnected PingTimedOut");
    }

    [Test]
    public void SlowLinkThatMakesProgressIsNotTakenForADeadOne()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect().Publishes("a", new string('x', 100_000), 1);
        script.IsStalled = true;
        for (int second = 0; second < 100; second++)
        {
            script.Session.TryGetOutput(out _, out _, out _);
            script.Session.AdvanceOutput(1_000, script.Now);
            script.Waits(1_000).Tells();
        }

        Assert.That(script.Session.IsConnected);
        script.Waits(20_000).Tells("Disconnected PingTimedOut");
    }

    [Test]
    public void EmptyReceiveIsNoSignOfLife()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect().Waits(30_000).Publishes("a", "x", 0).Expects("PUBLISH a x q0");
        script.Session.GetReceiveWindow(out _, out _, out _);
        script.Session.CommitReceived(0, script.Now);
        script.Waits(25_000).Expects("PINGREQ");
    }

    [Test]
    public void EarlyCallsAreHarmless()
    {
        SessionScript script = new SessionScript(KeepAlive());
        script.Session.HandleTimeout(script.Now);
        script.Connect().Publishes("a", "x", 1).Expects("PUBLISH a x q1 #1");
        for (int i = 0; i < 1000; i++)
        {
            script.Sleeps(10);
            script.Session.HandleTimeout(script.Now);
        }

        script.Expects().Tells();
        Assert.That(script.Session.IsConnected);
    }

    [Test]
    public void LateCallDoesOneThingAndLeavesNoDeadlineBehind()
    {
        SessionScript script = new SessionScript(KeepAlive()).Connect().Sleeps(10_000_000).Waits(0).Expects("PINGREQ").Tells();
        script.Sends("PINGRESP").Publishes("a", "x", 2).Expects("PUBLISH a x q2 #1").Sleeps(10_000_000).Waits(0).Tells("Disconnected AcknowledgeTimedOut");
        Assert.That(script.Session.NextDeadlineMs, Is.EqualTo(long.MaxValue));
    }

    private static MqttSessionOptions KeepAlive() => SessionScript.Settings(keepAlive: 60);
}
