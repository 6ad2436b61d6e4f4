using System;
using IoTC.Core.Tests.Mqtt.Wire.Vectors;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

[TestFixture]
[Conforms("MQTT-4.7.3-1")]
[Conforms("MQTT-4.7.3-2")]
public sealed class TopicNameTests
{
    [TestCase("a")]
    [TestCase("/")]
    [TestCase("//")]
    [TestCase("/finance")]
    [TestCase("$SYS/broker")]
    [TestCase("Accounts payable")]
    [TestCase("A\uD869\uDED6")]
    [TestCase("\uFEFFa")]
    [TestCase("devices/thermostat-1/messages/events/%24.ct=application%2Fjson&%24.ce=utf-8&iothub-creation-time-utc=x")]
    public void AcceptsOrdinaryNames(string name)
        => Assert.That(Validate(name), Is.EqualTo(MqttViolation.None));

    [TestCaseSource(typeof(MalformedPackets), nameof(MalformedPackets.Topics))]
    [Conforms("MQTT-1.5.3-1")]
    [Conforms("MQTT-1.5.3-2")]
    [Conforms("MQTT-3.3.2-2")]
    [Conforms("MQTT-4.7.1-1")]
    public void RefusesWhatTheReaderRefuses(MalformedPacket malformed)
        => Assert.That(TopicName.Validate(malformed.Bytes, 4, malformed.Bytes[3]), Is.EqualTo(malformed.Violation));

    [Test]
    [Conforms("MQTT-3.3.2-2")]
    [Conforms("MQTT-4.7.1-1")]
    public void FindsAForbiddenByteAtEveryPlaceOfEveryLength(
        [Values(0x00, 0x23, 0x2B, 0xFF)] int forbidden)
    {
        for (int length = 1; length <= 200; length++)
        {
            byte[] topic = new byte[length];
            topic.AsSpan().Fill((byte)'x');
            Assert.That(TopicName.Validate(topic, 0, length), Is.EqualTo(MqttViolation.None));
            for (int place = 0; place < length; place++)
            {
                topic[place] = (byte)forbidden;
                Assert.That(TopicName.Validate(topic, 0, length), Is.Not.EqualTo(MqttViolation.None), $"{place} of {length}");
                topic[place] = (byte)'x';
            }
        }
    }

    [Test]
    public void LooksAtItsRangeAlone()
    {
        byte[] bytes = [0xFF, .. "#"u8, .. "ok"u8, .. "+"u8, 0x00];

        Assert.That(TopicName.Validate(bytes, 2, 2), Is.EqualTo(MqttViolation.None));
        Assert.That(TopicName.Validate(bytes, 2, 3), Is.EqualTo(MqttViolation.WildcardInTopicName));
    }

    [Test]
    [Conforms("MQTT-4.7.3-3")]
    public void Has1To65535Bytes()
    {
        byte[] bytes = new byte[65536];
        bytes.AsSpan().Fill((byte)'x');

        Assert.That(TopicName.Validate(bytes, 0, 0), Is.EqualTo(MqttViolation.EmptyTopic));
        Assert.That(TopicName.Validate(bytes, 0, 65535), Is.EqualTo(MqttViolation.None));
        Assert.That(TopicName.Validate(bytes, 0, 65536), Is.EqualTo(MqttViolation.StringTooLong));
        Assert.That(() => TopicName.Validate(bytes, 0, 65537), Throws.ArgumentException);
        Assert.That(() => TopicName.Validate(null!, 0, 0), Throws.ArgumentException);
    }

    private static MqttViolation Validate(string name)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(name);
        return TopicName.Validate(bytes, 0, bytes.Length);
    }
}
