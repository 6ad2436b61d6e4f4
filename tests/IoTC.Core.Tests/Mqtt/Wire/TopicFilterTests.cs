using System;
using System.Text;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>The tables and examples of MQTT 3.1.1 §4.7.</summary>
[TestFixture]
public sealed class TopicFilterTests
{
    [TestCase("#")]
    [TestCase("+")]
    [TestCase("/")]
    [TestCase("sport/#")]
    [TestCase("sport/tennis/player1/#")]
    [TestCase("+/tennis/#")]
    [TestCase("sport/+/player1")]
    [TestCase("/+")]
    [TestCase("+/+")]
    [TestCase("+/#")]
    [TestCase("$SYS/#")]
    [TestCase("$iothub/twin/res/#")]
    [TestCase("ä/+/€")]
    public void AcceptsValidFilters(string filter) => Assert.That(Validate(filter), Is.EqualTo(MqttViolation.None));

    [TestCase("sport/tennis#")]
    [TestCase("sport/tennis/#/ranking")]
    [TestCase("##")]
    [TestCase("#/")]
    [TestCase("a#b")]
    [TestCase("/#a")]
    [TestCase("ä#")]
    [Conforms("MQTT-4.7.1-2")]
    public void RefusesAMisplacedMultiLevelWildcard(string filter)
        => Assert.That(Validate(filter), Is.EqualTo(MqttViolation.MisplacedMultiLevelWildcard));

    [TestCase("sport+")]
    [TestCase("+a")]
    [TestCase("a/+b/c")]
    [TestCase("a/b+/c")]
    [TestCase("++")]
    [TestCase("+#")]
    [TestCase("+ä")]
    [Conforms("MQTT-4.7.1-3")]
    public void RefusesAMisplacedSingleLevelWildcard(string filter)
        => Assert.That(Validate(filter), Is.EqualTo(MqttViolation.MisplacedSingleLevelWildcard));

    [Test]
    [Conforms("MQTT-4.7.3-1")]
    [Conforms("MQTT-4.7.3-2")]
    [Conforms("MQTT-4.7.3-3")]
    public void RefusesWhatNoStringMayBe()
    {
        byte[] bytes = new byte[65536];
        bytes.AsSpan().Fill((byte)'x');

        Assert.That(TopicFilter.Validate(bytes, 0, 0), Is.EqualTo(MqttViolation.EmptyTopic));
        Assert.That(TopicFilter.Validate(bytes, 0, 65535), Is.EqualTo(MqttViolation.None));
        Assert.That(TopicFilter.Validate(bytes, 0, 65536), Is.EqualTo(MqttViolation.StringTooLong));
        Assert.That(TopicFilter.Validate([.. "a/"u8, 0x00], 0, 3), Is.EqualTo(MqttViolation.NullCharacter));
        Assert.That(TopicFilter.Validate([.. "a/"u8, 0xC0, 0x80], 0, 4), Is.EqualTo(MqttViolation.IllFormedUtf8));
        Assert.That(() => TopicFilter.Validate(null!, 0, 0), Throws.ArgumentException);
    }

    [TestCase("sport/tennis/player1/#", "sport/tennis/player1")]
    [TestCase("sport/tennis/player1/#", "sport/tennis/player1/ranking")]
    [TestCase("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon")]
    [TestCase("sport/#", "sport")]
    [TestCase("sport/#", "sport/")]
    [TestCase("#", "a")]
    [TestCase("#", "/")]
    [TestCase("#", "a/b/c")]
    [TestCase("/#", "/a")]
    [TestCase("sport/tennis/+", "sport/tennis/player1")]
    [TestCase("sport/+", "sport/")]
    [TestCase("+", "finance")]
    [TestCase("+/+", "/finance")]
    [TestCase("/+", "/finance")]
    [TestCase("+/tennis/#", "x/tennis")]
    [TestCase("+/#", "a")]
    [TestCase("+/+/+", "//")]
    [TestCase("a/+/c", "a//c")]
    [TestCase("a/b", "a/b")]
    [TestCase("$SYS/#", "$SYS/")]
    [TestCase("$SYS/monitor/+", "$SYS/monitor/Clients")]
    [TestCase("a/#", "a/$b")]
    [TestCase("a/+", "a/$b")]
    public void Matches(string filter, string topic) => Assert.That(TopicFilter.Matches(Utf8(filter), Utf8(topic)));

    [TestCase("sport/tennis/player1/#", "sport/tennis/player10")]
    [TestCase("sport/tennis/+", "sport/tennis/player1/ranking")]
    [TestCase("sport/+", "sport")]
    [TestCase("+", "/finance")]
    [TestCase("/#", "a")]
    [TestCase("+/+", "a")]
    [TestCase("+/+", "a/b/c")]
    [TestCase("a/+/c", "a/b/d")]
    [TestCase("a/b", "a/b/")]
    [TestCase("a/b/", "a/b")]
    [TestCase("a/b", "a")]
    [TestCase("a", "A")]
    [TestCase("ACCOUNTS", "Accounts")]
    [TestCase("sport/#", "sportx")]
    [TestCase("sport/#", "spor")]
    [TestCase("a/b/#", "a")]
    public void DoesNotMatch(string filter, string topic) => Assert.That(TopicFilter.Matches(Utf8(filter), Utf8(topic)), Is.False);

    [TestCase("#", "$SYS/monitor")]
    [TestCase("+/monitor/Clients", "$SYS/monitor/Clients")]
    [TestCase("+", "$SYS")]
    [TestCase("+/#", "$SYS/a")]
    [Conforms("MQTT-4.7.2-1")]
    public void ALeadingWildcardDoesNotReachADollarTopic(string filter, string topic)
        => Assert.That(TopicFilter.Matches(Utf8(filter), Utf8(topic)), Is.False);

    [Test]
    public void MatchesRangesOfArrays()
    {
        byte[] bytes = Utf8("xx$a/+yy$a/bzz");

        Assert.That(TopicFilter.Matches(bytes, 2, 4, bytes, 8, 4));
        Assert.That(TopicFilter.Matches(bytes, 2, 3, bytes, 8, 4), Is.False);
        Assert.That(TopicFilter.Matches(bytes, 0, 0, bytes, 8, 4), Is.False);
        Assert.That(TopicFilter.Matches(bytes, 2, 4, bytes, 8, 0), Is.False);
        Assert.That(() => TopicFilter.Matches(bytes, 2, 99, bytes, 8, 4), Throws.ArgumentException);
        Assert.That(() => TopicFilter.Matches(bytes, null!), Throws.ArgumentNullException);
        Assert.That(() => TopicFilter.Matches(null!, bytes), Throws.ArgumentNullException);
    }

    private static MqttViolation Validate(string filter) => TopicFilter.Validate(Utf8(filter), 0, Utf8(filter).Length);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
