using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>A transport carries bytes, not packets: everything at once, in any pieces, gives the same.</summary>
[TestFixture]
internal sealed class StreamTests
{
    [Test]
    [Conforms("MQTT-7.1.2-1")]
    public void EverythingTheServerSendsAtOnceInAnyPieces()
    {
        Play.EveryWay(() => SessionScript.Settings(keepAlive: 60), script =>
        {
            script.Connect().Publishes("a", "1", 1, token: 1).Publishes("a", "2", 2, token: 2).Subscribes(3, "s:1", "t:2").Unsubscribes(4, "u");
            script.Expects("SUBSCRIBE #3 s:1 t:2", "UNSUBSCRIBE #4 u", "PUBLISH a 1 q1 #1", "PUBLISH a 2 q2 #2");
            script.Waits(55_000).Expects("PINGREQ");
            script.Sends(
                "PUBLISH s/x hello q0 retain", "PUBACK #1", "PUBLISH s/y \u20AC\U0001F600 q1 #65535", "SUBACK #3 1 128", "PUBREC #2", "PUBLISH t q2 #2", "PINGRESP",
                "PUBREL #2", "UNSUBACK #4", "PUBCOMP #9", "PUBLISH s/" + new string('z', 300) + " " + new string('p', 700) + " q1 #3 dup");
            script.Tells(
                "Message s/x hello q0 retain", "PublishCompleted #1 t1", "Message s/y \u20AC\U0001F600 q1 #65535", "SubscribeCompleted #3 t3 1 128", "Message t q2 #2",
                "UnsubscribeCompleted #4 t4", "Message s/" + new string('z', 300) + " " + new string('p', 700) + " q1 #3 dup");
            script.Expects("PUBACK #65535", "PUBREL #2", "PUBREC #2", "PUBCOMP #2", "PUBACK #3");
            script.Sends("PUBCOMP #2").Tells("PublishCompleted #2 t2").Disconnects().Expects("DISCONNECT").Tells("Disconnected ByClient");
        });
    }
}
