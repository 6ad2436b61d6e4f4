using System.Collections.Generic;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>What the server publishes at each QoS. MQTT 3.1.1 §4.3.</summary>
[TestFixture]
internal sealed class ReceiveQoSTests
{
    [Test]
    [Conforms("MQTT-3.3.4-1"), Conforms("MQTT-2.3.1-6"), Conforms("MQTT-4.5.0-2")]
    public void EachQoSHasItsAnswer()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a 0 q0", "PUBLISH b 1 q1 #7 retain", "PUBLISH c q2 #300");
            script.Tells("Message a 0 q0", "Message b 1 q1 #7 retain", "Message c q2 #300").Expects("PUBACK #7", "PUBREC #300");
            script.Sends("PUBREL #300").Tells().Expects("PUBCOMP #300");
        });
    }

    [Test]
    [Conforms("MQTT-4.3.2-2"), Conforms("MQTT-3.3.1-3")]
    public void QoS1IdentifierIsANewMessageAfterPuback()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a 1 q1 #7").Expects("PUBACK #7").Sends("PUBLISH a 2 q1 #7 dup").Expects("PUBACK #7");
            script.Tells("Message a 1 q1 #7", "Message a 2 q1 #7 dup");
        });
    }

    [Test]
    [Conforms("MQTT-4.3.3-2")]
    public void RepeatedQoS2IsDeliveredOnceUntilItsPubrel()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a 1 q2 #7", "PUBLISH a 1 q2 #7 dup").Tells("Message a 1 q2 #7").Expects("PUBREC #7", "PUBREC #7");
            script.Sends("PUBREL #7", "PUBREL #7").Expects("PUBCOMP #7", "PUBCOMP #7");
            script.Sends("PUBLISH a 2 q2 #7").Tells("Message a 2 q2 #7").Expects("PUBREC #7");
        });
    }

    [Test]
    [Conforms("MQTT-4.3.3-2"), Conforms("MQTT-3.1.2-4")]
    public void RepeatedQoS2IsDeliveredOnceAcrossAReconnect()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a 1 q2 #7").Tells("Message a 1 q2 #7").Breaks();
            script.Connect(sessionPresent: true).Sends("PUBLISH a 1 q2 #7 dup").Tells().Expects("PUBREC #7");
            script.Sends("PUBREL #7").Expects("PUBCOMP #7");
        });
    }

    [Test]
    [Conforms("MQTT-4.3.3-2")]
    public void SessionTheServerHasLostForgetsReceivedQoS2()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a 1 q2 #7").Tells("Message a 1 q2 #7").Breaks();
            script.Connect().Sends("PUBLISH a other q2 #7").Tells("Message a other q2 #7").Expects("PUBREC #7");
        });
    }

    [Test]
    [Conforms("MQTT-4.6.0-2"), Conforms("MQTT-4.6.0-3")]
    public void AnswersKeepTheOrderOfTheMessages()
    {
        Play.EveryWay(script =>
        {
            script.Connect().Sends("PUBLISH a q1 #3", "PUBLISH a q2 #1", "PUBLISH a q1 #2", "PUBLISH a q2 #9");
            script.ForgetEvents().Expects("PUBACK #3", "PUBREC #1", "PUBACK #2", "PUBREC #9");
        });
    }

    [Test]
    [Conforms("MQTT-4.6.0-2"), Conforms("MQTT-4.6.0-3")]
    public void DeferredAnswersKeepTheOrderOfTheMessages()
    {
        Play.EveryWay(script =>
        {
            var tokens = new List<int>();
            script.Handler = told =>
            {
                told.DeferAcknowledge = told.Type == MqttEventType.MessageReceived && told.PacketId != 3;
                if (told.Type == MqttEventType.MessageReceived) tokens.Add(told.AcknowledgeToken);
            };
            script.Connect().Sends("PUBLISH a q1 #1", "PUBLISH a q2 #2", "PUBLISH a q1 #3", "PUBLISH a q1 #4").ForgetEvents().Expects();
            script.Acknowledges(tokens[1]).Expects();
            script.Acknowledges(tokens[0]).Expects("PUBACK #1", "PUBREC #2", "PUBACK #3");
            script.Acknowledges(tokens[0]).Acknowledges(0).Acknowledges(-1).Expects();
            script.Acknowledges(tokens[3]).Expects("PUBACK #4");
        });
    }

    [Test]
    public void RepeatedQoS2WaitsBehindDeferredAnswers()
    {
        Play.EveryWay(script =>
        {
            int token = 0;
            script.Handler = told =>
            {
                if (told.PacketId != 5) return;
                token = told.AcknowledgeToken;
                told.DeferAcknowledge = true;
            };
            script.Connect().Sends("PUBLISH a q2 #2").Tells("Message a q2 #2").Expects("PUBREC #2");
            script.Sends("PUBLISH a q1 #5", "PUBLISH a q2 #2 dup").Tells("Message a q1 #5").Expects();
            script.Acknowledges(token).Expects("PUBACK #5", "PUBREC #2");
        });
    }

    [Test]
    public void OldAcknowledgementsOfAnotherConnectionAreIgnored()
    {
        Play.EveryWay(script =>
        {
            int first = 0;
            script.Handler = told =>
            {
                told.DeferAcknowledge = true;
                if (first == 0) first = told.AcknowledgeToken;
            };
            script.Connect().Sends("PUBLISH a q1 #1").Tells("Message a q1 #1").Breaks();
            script.Connect(sessionPresent: true).Sends("PUBLISH a q1 #1 dup").Tells("Message a q1 #1 dup");
            script.Acknowledges(first).Expects();
        });
    }

    [Test]
    public void AcknowledgingTwiceDoesNotAcknowledgeALaterMessageOfTheSameIdentifier()
    {
        int first = 0;
        var script = new SessionScript(SessionScript.Settings());
        script.Connect().Handler = told =>
        {
            told.DeferAcknowledge = true;
            if (first == 0) first = told.AcknowledgeToken;
        };
        script.Sends("PUBLISH a 1 q1 #1").Tells("Message a 1 q1 #1").Acknowledges(first).Expects("PUBACK #1");
        script.Sends("PUBLISH a 2 q1 #1").Tells("Message a 2 q1 #1").Acknowledges(first).Expects();
    }

    [Test]
    public void AcknowledgedWhenTheHandlerHasReturnedAndNotBefore()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        int looked = 0;
        script.Handler = told =>
        {
            if (told.Type != MqttEventType.MessageReceived) return;
            looked++;
            Assert.That(script.Session.TryGetOutput(out _, out _, out _), Is.False);
        };
        script.Sends("PUBLISH a q1 #1").Tells("Message a q1 #1").Expects("PUBACK #1").Finish();
        Assert.That(looked, Is.EqualTo(1));
    }

    [Test]
    [Conforms("MQTT-1.5.3-3")]
    public void ByteOrderMarkIsKept()
        => Play.EveryWay(script => script.Connect().Sends("PUBLISH \uFEFFa q0").Tells("Message \uFEFFa q0"));
}
