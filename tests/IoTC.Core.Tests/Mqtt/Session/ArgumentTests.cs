using System;
using System.Text;
using IoTC.Mqtt;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Session;

/// <summary>What the standard forbids a client to send is refused before anything is queued.</summary>
[TestFixture]
internal sealed class ArgumentTests
{
    private static readonly byte[] LoneSurrogate = [0xED, 0xA0, 0x80];

    [Test]
    [Conforms("MQTT-3.1.2-14")]
    public void WillQoSThree() => RefusesConnect(connect =>
    {
        connect.WillTopic = "w"u8.ToArray();
        connect.WillQoS = 3;
    });

    [Test]
    [Conforms("MQTT-3.1.2-22")]
    public void PasswordWithoutUserName() => RefusesConnect(connect => connect.Password = "p"u8.ToArray());

    [Test]
    [Conforms("MQTT-3.1.3-4"), Conforms("MQTT-1.5.3-1")]
    public void ClientIdThatIsNotUtf8() => RefusesConnect(connect => connect.ClientId = LoneSurrogate);

    [Test]
    [Conforms("MQTT-3.1.3-7")]
    public void EmptyClientIdWithoutCleanSession() => RefusesConnect(connect => connect.ClientId = []);

    [Test]
    [Conforms("MQTT-3.1.3-7")]
    public void EmptyClientIdWithCleanSessionIsFine()
    {
        MqttSessionOptions options = SessionScript.Settings(clean: true);
        options.Connect.ClientId = [];
        new SessionScript(options).Open().Expects("CONNECT  clean");
    }

    [Test]
    [Conforms("MQTT-3.1.3-10")]
    public void WillTopicThatIsNotUtf8() => RefusesConnect(connect => connect.WillTopic = LoneSurrogate);

    [Test]
    [Conforms("MQTT-3.1.3-11")]
    public void UserNameThatIsNotUtf8() => RefusesConnect(connect => connect.UserName = LoneSurrogate);

    [TestCase("a/+")]
    [TestCase("a/#")]
    [TestCase("+")]
    [TestCase("")]
    [TestCase("a\0b")]
    [Conforms("MQTT-3.3.2-2"), Conforms("MQTT-4.7.1-1"), Conforms("MQTT-4.7.3-1"), Conforms("MQTT-4.7.3-2"), Conforms("MQTT-1.5.3-2")]
    public void TopicName(string topic) => RefusesTopic(Encoding.UTF8.GetBytes(topic));

    [Test]
    [Conforms("MQTT-3.3.2-1"), Conforms("MQTT-1.5.3-1")]
    public void TopicNameThatIsNotUtf8() => RefusesTopic(LoneSurrogate);

    [Test]
    [Conforms("MQTT-4.7.3-3")]
    public void TopicNameOfMoreThan65535Bytes()
    {
        RefusesTopic(Encoding.UTF8.GetBytes(new string('t', 65536)));
        string longest = new('t', 65535);
        new SessionScript(SessionScript.Settings()).Connect().Publishes(longest, "", 1).Expects("PUBLISH " + longest + " q1 #1").Finish();
    }

    [TestCase(3)]
    [TestCase(-1)]
    [Conforms("MQTT-3.3.1-4")]
    public void PublishQoS(int qos)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.TryPublish("t", "x", qos), Throws.ArgumentException);
        script.Finish();
    }

    [TestCase("")]
    [TestCase("a/#/b")]
    [TestCase("a#")]
    [TestCase("a+")]
    [TestCase("a/+b/c")]
    [TestCase("a\0")]
    [Conforms("MQTT-4.7.1-2"), Conforms("MQTT-4.7.1-3"), Conforms("MQTT-4.7.3-1"), Conforms("MQTT-4.7.3-2"), Conforms("MQTT-1.5.3-2")]
    public void TopicFilterText(string filter) => RefusesFilter(Encoding.UTF8.GetBytes(filter));

    [Test]
    [Conforms("MQTT-3.8.3-1"), Conforms("MQTT-3.10.3-1")]
    public void TopicFilterThatIsNotUtf8() => RefusesFilter(LoneSurrogate);

    [Test]
    [Conforms("MQTT-4.7.3-3")]
    public void TopicFilterOfMoreThan65535Bytes() => RefusesFilter(Encoding.UTF8.GetBytes(new string('f', 65536)));

    [Test]
    [Conforms("MQTT-3.8.3-3"), Conforms("MQTT-3.10.3-2")]
    public void NoTopicFilter()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.Subscribes(0), Throws.ArgumentException);
        Assert.That(() => script.Unsubscribes(0), Throws.ArgumentException);
        Assert.That(() => script.Session.TrySubscribe(null!, 1, 0, 0, out _), Throws.ArgumentException);
        Assert.That(() => script.Session.TryUnsubscribe([[]], 2, 0, 0, out _), Throws.ArgumentException);
        script.Finish();
    }

    [Test]
    [Conforms("MQTT-3-8.3-4")]
    public void RequestedQoS()
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.Subscribes(0, "a:3"), Throws.ArgumentException);
        script.Finish();
    }

    [Test]
    public void RangesOutsideTheirArrays()
    {
        var session = new MqttSession(SessionScript.Settings());
        Assert.That(() => session.TryPublish(new byte[2], 1, 2, [], 0, 0, 1, false, 0, out _), Throws.ArgumentException);
        Assert.That(() => session.TryPublish("t"u8.ToArray(), 0, 1, new byte[2], -1, 2, 1, false, 0, out _), Throws.ArgumentException);
        Assert.That(session.QueuedCount, Is.Zero);
    }

    [Test]
    public void SettingsThatCannotWork()
    {
        Assert.That(() => new MqttSession(null!), Throws.ArgumentNullException);
        Assert.That(() => new MqttSession(new MqttSessionOptions { MaxInflight = 0 }), Throws.ArgumentException);
        Assert.That(() => new MqttSession(new MqttSessionOptions { ReceiveBufferSize = 15 }), Throws.ArgumentException);
        Assert.That(() => new MqttSession(new MqttSessionOptions { MaxPacketSize = 100 }), Throws.ArgumentException);
        Assert.That(() => new MqttSession(new MqttSessionOptions { MaxQueuedMessages = 65535 }), Throws.ArgumentException);
        Assert.That(() => new MqttSession(new MqttSessionOptions { PingTimeoutMs = 0 }), Throws.ArgumentException);
    }

    private static void RefusesConnect(Action<ConnectOptions> change)
    {
        MqttSessionOptions options = SessionScript.Settings();
        change(options.Connect);
        var script = new SessionScript(options);
        Assert.That(() => script.Open(), Throws.InvalidOperationException);
        script.Finish();
    }

    private static void RefusesTopic(byte[] topic)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.Session.TryPublish(topic, 0, topic.Length, [], 0, 0, 1, false, 0, out _), Throws.ArgumentException);
        script.Finish();
    }

    private static void RefusesFilter(byte[] filter)
    {
        SessionScript script = new SessionScript(SessionScript.Settings()).Connect();
        Assert.That(() => script.Session.TrySubscribe([new TopicSubscription(filter, 1)], 1, 0, script.Now, out _), Throws.ArgumentException);
        Assert.That(() => script.Session.TryUnsubscribe([filter], 1, 0, script.Now, out _), Throws.ArgumentException);
        script.Finish();
    }
}
