using IoTC.Mqtt;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>Ends: DISCONNECT, broken transports, oversize packets. MQTT 3.1.1 §3.14, §4.8.</summary>
[TestFixture]
internal sealed class DisconnectTests
{
    [Test]
    [Conforms("MQTT-3.14.1-1"), Conforms("MQTT-3.14.4-1"), Conforms("MQTT-3.14.4-2")]
    public void DisconnectIsTheLastPacketAndThenTheConnectionEnds()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 1).Publishes("a", "2", 0).Disconnects().Publishes("a", "3", 1);
            Assert.That(script.TryPublish("a", "4", 0), Is.EqualTo(MqttSendStatus.NotConnected));
            script.Tells().Expects("PUBLISH a 1 q1 #1", "PUBLISH a 2 q0", "DISCONNECT").Tells("Disconnected ByClient").Expects();
            script.Connect(sessionPresent: true).Expects("PUBLISH a 1 q1 #1 dup", "PUBLISH a 3 q1 #2");
        });
    }

    [Test]
    [Conforms("MQTT-3.14.4-2")]
    public void NothingIsAnsweredAfterDisconnect()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("a", "1", 2).Expects("PUBLISH a 1 q2 #1").Disconnects();
            script.Sends("PUBLISH b q1 #1", "PUBLISH b q2 #2", "PUBREL #3", "PUBREC #1").Tells("Message b q1 #1", "Message b q2 #2");
            script.Expects("DISCONNECT").Tells("Disconnected ByClient");
            script.Connect(sessionPresent: true).Expects("PUBREL #1");
        });
    }

    [Test]
    [Conforms("MQTT-3.14.4-2")]
    public void PacketThatWasBegunIsFinishedBeforeDisconnect()
    {
        for (int begun = 1; begun < 9; begun++)
        {
            SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "123", 1).Publishes("a", "4", 1);
            script.Session.TryGetOutput(out byte[] buffer, out int offset, out _);
            byte[] sent = buffer[offset..(offset + begun)];
            script.Session.AdvanceOutput(begun, script.Now);
            script.Disconnects().Already(sent).Expects("PUBLISH a 123 q1 #1", "DISCONNECT").Tells("Disconnected ByClient").Finish();
        }
    }

    [Test]
    [Conforms("MQTT-3.14.4-2")]
    public void DisconnectWhileTheTransportSendsTearsAndRepeatsNothing([Values(0, 4, 9, 13, 18)] int confirmed)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Publishes("a", "12", 1).Publishes("a", "34", 1);
        script.Session.TryGetOutput(out byte[] buffer, out int offset, out int count);
        Assert.That(count, Is.EqualTo(18));
        byte[] sent = buffer[offset..(offset + confirmed)];
        script.Disconnects();
        script.Session.AdvanceOutput(confirmed, script.Now);
        script.Already(sent);
        string[] expected = confirmed switch
        {
            0 => ["DISCONNECT"],
            4 or 9 => ["PUBLISH a 12 q1 #1", "DISCONNECT"],
            _ => ["PUBLISH a 12 q1 #1", "PUBLISH a 34 q1 #2", "DISCONNECT"],
        };
        script.Expects(expected).Tells("Disconnected ByClient").Finish();
    }

    [Test]
    public void DisconnectBeforeConnackEndsAtOnce()
        => new SessionScript(SessionScript.Settings()).Open().Expects("CONNECT c").Disconnects().Tells("Disconnected ByClient").Finish();

    [Test]
    public void DisconnectThatCannotLeaveEndsAtItsDeadline()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        script.IsStalled = true;
        script.Disconnects().Waits(4_999).Tells().Waits(1).Tells("Disconnected ByClient").Finish();
    }

    [Test]
    public void DisconnectTwiceIsOneDisconnect()
        => new SessionScript(SessionScript.Settings()).Connect().Disconnects().Disconnects().Expects("DISCONNECT").Tells("Disconnected ByClient").Disconnects().Finish();

    [Test]
    public void TransportThatBreaksDuringDisconnectIsTheClientsOwnEnd()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Disconnects();
        script.Session.HandleTransportFailed(TransportStatus.Closed, "", script.Now);
        script.Sends().Tells("Disconnected ByClient").Finish();
    }

    [Test]
    public void BrokenTransportIsToldOnce()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Breaks();
        script.Session.HandleTransportFailed(TransportStatus.Closed, "", script.Now);
        script.Sends().Waits(1_000_000).Tells().Finish();
    }

    [Test]
    [Conforms("MQTT-4.8.0-2")]
    public void PacketAboveTheLimitClosesFromItsHeader()
    {
        Play.EveryWay(Small, script =>
        {
            script.Connect().Sends("RAW 30 FF FF FF 7F").Tells("Disconnected PacketTooLarge");
            Assert.That(script.Session.IsConnected, Is.False);
        });
    }

    [Test]
    public void PacketAtTheLimitIsTakenAndOneByteMoreIsNot()
    {
        Play.EveryWay(Small, script =>
        {
            string payload = new('x', 200 - 3 - 3);
            script.Connect().Sends("PUBLISH a " + payload + " q0").Tells("Message a " + payload + " q0");
            script.Sends("PUBLISH a x" + payload + " q0").Tells("Disconnected PacketTooLarge");
        });
    }

    [Test]
    public void UnreadBytesOfAnEndedConnectionAreForgotten()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect().Sends("RAW 30 05 00").Breaks();
        script.Connect().Sends("PUBLISH a x q0").Tells("Message a x q0").Finish();
    }

    [Test]
    public void EveryPendingOperationCompletesOnceOnClose()
    {
        Play.EveryWay(() => SessionScript.Settings(clean: true), script =>
        {
            script.Connect().Publishes("a", "", 1, token: 1).Publishes("a", "", 2, token: 2).Publishes("a", "", 2, token: 3).Subscribes(4, "a:1").TakeOutput();
            script.Sends("PUBREC #2").Expects("PUBREL #2").Publishes("a", "", 1, token: 5);
            script.Session.HandleTransportFailed(-1, "", script.Now);
            script.Session.DropQueued();
            script.Sends().Tells("Disconnected TransportFailed -1", "PublishDropped #1 t1", "PublishDropped #2 t2", "PublishDropped #3 t3", "PublishDropped #5 t5");
            Assert.That(script.Session.QueuedCount, Is.Zero);
            script.Connect().Sends("PUBACK #1", "PUBCOMP #2", "SUBACK #4 1").Tells();
        });
    }

    private static MqttSessionOptions Small()
    {
        MqttSessionOptions options = SessionScript.Settings();
        options.ReceiveBufferSize = 16;
        options.MaxPacketSize = 200;
        return options;
    }
}
