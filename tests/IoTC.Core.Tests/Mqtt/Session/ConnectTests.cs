using System.Text;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>CONNECT and CONNACK. MQTT 3.1.1 §3.1, §3.2.</summary>
[TestFixture]
internal sealed class ConnectTests
{
    [Test]
    [Conforms("MQTT-3.1.0-1")]
    public void ConnectIsFirstAndNothingElseIsSentBeforeConnack()
    {
        Play.EveryWay(script =>
        {
            script.Publishes("t", "before", 1, token: 9);
            script.Open().Publishes("t", "early", 2).Expects("CONNECT c").Waits(1000).Expects();
            script.Sends("CONNACK").Tells("Connected").Expects("PUBLISH t before q1 #1", "PUBLISH t early q2 #2");
        });
    }

    [Test]
    [Conforms("MQTT-3.1.0-2")]
    public void ConnectIsSentOncePerConnection()
    {
        var script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.Session.HandleOpened(script.Now), Throws.InvalidOperationException);
        script.Expects();
        script.Breaks().Open().Expects("CONNECT c");
    }

    [Test]
    [Conforms("MQTT-3.1.3-1"), Conforms("MQTT-3.1.3-3"), Conforms("MQTT-3.1.2-9"), Conforms("MQTT-3.1.2-19"), Conforms("MQTT-3.1.2-21"), Conforms("MQTT-3.1.2-3")]
    public void EveryFieldOfConnectInItsOrder()
    {
        MqttSessionOptions options = SessionScript.Settings(clean: true, keepAlive: 60);
        options.Connect.WillTopic = "w"u8.ToArray();
        options.Connect.WillPayload = "gone"u8.ToArray();
        options.Connect.UserName = "u"u8.ToArray();
        options.Connect.Password = "p"u8.ToArray();
        new SessionScript(options).Open().Expects("CONNECT c clean ka=60 will=w:gone user=u password=p");
    }

    [Test]
    [Conforms("MQTT-3.1.2-11"), Conforms("MQTT-3.1.2-13"), Conforms("MQTT-3.1.2-15"), Conforms("MQTT-3.1.2-18"), Conforms("MQTT-3.1.2-20"), Conforms("MQTT-7.0.0-2")]
    public void ConnectWithoutOptionsIsTheShortestPossible()
    {
        var session = new MqttSession(SessionScript.Settings(clean: true));
        session.HandleOpened(0);
        session.TryGetOutput(out byte[] buffer, out int offset, out int count);
        Assert.That(buffer[offset..(offset + count)], Is.EqualTo(new byte[] { 0x10, 13, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, 1, (byte)'c' }));
    }

    [TestCase("PUBLISH t x q0")]
    [TestCase("PUBLISH t x q1 #1")]
    [TestCase("PUBACK #1")]
    [TestCase("PUBREL #1")]
    [TestCase("SUBACK #1 0")]
    [TestCase("PINGRESP")]
    [Conforms("MQTT-3.2.0-1"), Conforms("MQTT-4.8.0-1")]
    public void AnythingBeforeConnackCloses(string packet)
        => Play.EveryWay(script => script.Open().Sends(packet).Tells("Disconnected ProtocolViolation ConnackNotFirst"));

    [Test]
    [Conforms("MQTT-4.8.0-1")]
    public void SecondConnackCloses()
        => Play.EveryWay(script => script.Connect().Sends("CONNACK").Tells("Disconnected ProtocolViolation UnexpectedConnack"));

    [TestCase("C0 00")]
    [TestCase("30 03 00 01 2B")]
    [TestCase("36 05 00 01 61 00 01")]
    [TestCase("60 02 00 01")]
    [TestCase("40 02 00 00")]
    [TestCase("90 03 00 01 03")]
    [TestCase("F0 00")]
    [TestCase("30 04 00 02 C0 80")]
    [Conforms("MQTT-4.8.0-1"), Conforms("MQTT-2.2.2-2"), Conforms("MQTT-1.5.3-1"), Conforms("MQTT-3.3.1-4"), Conforms("MQTT-3.3.2-2"), Conforms("MQTT-3.6.1-1"), Conforms("MQTT-3.9.3-2")]
    public void MalformedPacketCloses(string bytes)
    {
        Play.EveryWay(script =>
        {
            script.Connect().Publishes("t", "kept", 1).Expects("PUBLISH t kept q1 #1");
            string? end = null;
            script.Handler = told => end = told.Reason.ToString();
            script.Sends("RAW " + bytes);
            Assert.That(end, Is.EqualTo("ProtocolViolation"));
            Assert.That(script.Session.IsConnected, Is.False);
            script.ForgetEvents().Expects();
        });
    }

    [Test]
    [Conforms("MQTT-3.2.2-1")]
    public void SessionPresentAfterCleanSessionCloses()
        => Play.EveryWay(
            () => SessionScript.Settings(clean: true),
            script => script.Open().Sends("CONNACK sp").Tells("Disconnected ProtocolViolation SessionPresentWithCleanSession"));

    [Test]
    [Conforms("MQTT-3.2.2-3")]
    public void SessionPresentIsToldToAClientThatHoldsNone()
        => Play.EveryWay(script => script.Open().Expects("CONNECT c").Sends("CONNACK sp").Tells("Connected sp"));

    [Test]
    [Conforms("MQTT-3.2.2-4")]
    public void SessionPresentWithARefusalCloses()
        => Play.EveryWay(script => script.Open().Sends("RAW 20 02 01 05").Tells("Disconnected ProtocolViolation SessionPresentWithRefusal"));

    [Test]
    [Conforms("MQTT-3.2.2-5")]
    public void RefusalCloses([Range(1, 5)] int code)
    {
        Play.EveryWay(script =>
        {
            script.Open().Expects("CONNECT c").Sends("CONNACK rc=" + code).Tells("Disconnected Refused " + code);
            Assert.That(script.Session.IsConnected, Is.False);
            Assert.That(script.Session.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        });
    }

    [Test]
    public void MissingConnackClosesAtItsDeadline()
    {
        var script = new SessionScript(SessionScript.Settings());
        script.Open().Expects("CONNECT c").Waits(59_999).Tells().Waits(1).Tells("Disconnected ConnackTimedOut").Finish();
    }

    [Test]
    public void LargestConnectCanBeSent()
    {
        MqttSessionOptions options = SessionScript.Settings(clean: true);
        string longest = new('x', 65535);
        byte[] bytes = Encoding.UTF8.GetBytes(longest);
        options.Connect = new ConnectOptions { ClientId = bytes, UserName = bytes, Password = bytes, WillTopic = bytes, WillPayload = bytes, CleanSession = true };
        new SessionScript(options).Open().Expects($"CONNECT {longest} clean will={longest}:{longest} user={longest} password={longest}");
    }

    [Test]
    public void ReturnCodeAndReasonOfOneEndAreNotToldWithTheNext()
    {
        var script = new SessionScript(SessionScript.Settings());
        script.Open().Sends("CONNACK rc=5").Tells("Disconnected Refused 5");
        MqttEvent? last = null;
        script.Handler = told => last = told;
        script.Open().Expects("CONNECT c").Breaks();
        Assert.That(last!.ReturnCode, Is.EqualTo(ConnectReturnCode.Accepted));
        Assert.That(last.Violation, Is.EqualTo(MqttViolation.None));
    }
}
