using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>What a CONNECT must not say is refused before it is written.</summary>
[TestFixture]
public sealed class ConnectPacketValidateTests
{
    [TestCase(-1)]
    [TestCase(3)]
    [TestCase(4)]
    [Conforms("MQTT-3.1.2-14")]
    public void TheWillQoSIs0To2(int qos)
        => AssertRefused(new ConnectOptions { ClientId = [1], WillTopic = [.. "w"u8], WillQoS = qos }, MqttViolation.InvalidWillQoS);

    [Test]
    [Conforms("MQTT-3.1.2-11")]
    [Conforms("MQTT-3.1.2-13")]
    [Conforms("MQTT-3.1.2-15")]
    public void WithoutAWillThereIsNoPartOfOne()
    {
        AssertRefused(new ConnectOptions { ClientId = [1], WillQoS = 1 }, MqttViolation.WillWithoutTopic);
        AssertRefused(new ConnectOptions { ClientId = [1], WillRetain = true }, MqttViolation.WillWithoutTopic);
        AssertRefused(new ConnectOptions { ClientId = [1], WillPayload = [] }, MqttViolation.WillWithoutTopic);
    }

    [Test]
    [Conforms("MQTT-3.1.2-22")]
    public void APasswordNeedsAUserName()
        => AssertRefused(new ConnectOptions { ClientId = [1], Password = [1] }, MqttViolation.PasswordWithoutUserName);

    [Test]
    [Conforms("MQTT-3.1.3-7")]
    public void AnEmptyClientIdNeedsCleanSession()
        => AssertRefused(new ConnectOptions { ClientId = [] }, MqttViolation.EmptyClientIdWithoutCleanSession);

    [TestCase(-1)]
    [TestCase(65536)]
    public void TheKeepAliveHas16Bits(int seconds)
        => AssertRefused(new ConnectOptions { ClientId = [1], KeepAliveSeconds = seconds }, MqttViolation.InvalidKeepAlive);

    [Test]
    public void FieldsOf65536BytesAreRefused()
    {
        byte[] tooLong = new byte[65536];
        tooLong.AsSpan().Fill((byte)'x');

        AssertRefused(new ConnectOptions { ClientId = tooLong }, MqttViolation.StringTooLong);
        AssertRefused(new ConnectOptions { ClientId = [1], UserName = tooLong }, MqttViolation.StringTooLong);
        AssertRefused(new ConnectOptions { ClientId = [1], UserName = [1], Password = tooLong }, MqttViolation.StringTooLong);
        AssertRefused(new ConnectOptions { ClientId = [1], WillTopic = tooLong }, MqttViolation.StringTooLong);
        AssertRefused(new ConnectOptions { ClientId = [1], WillTopic = [1], WillPayload = tooLong }, MqttViolation.StringTooLong);
    }

    [Test]
    [Conforms("MQTT-1.5.3-1")]
    [Conforms("MQTT-1.5.3-2")]
    [Conforms("MQTT-3.1.3-4")]
    [Conforms("MQTT-3.1.3-10")]
    [Conforms("MQTT-3.1.3-11")]
    public void StringsAreWellFormed()
    {
        byte[] loneSurrogate = [0xED, 0xA0, 0x80];
        byte[] nul = [0x61, 0x00];

        AssertText(new ConnectOptions { ClientId = loneSurrogate }, MqttViolation.IllFormedUtf8);
        AssertText(new ConnectOptions { ClientId = nul }, MqttViolation.NullCharacter);
        AssertText(new ConnectOptions { ClientId = [1], UserName = loneSurrogate }, MqttViolation.IllFormedUtf8);
        AssertText(new ConnectOptions { ClientId = [1], UserName = nul }, MqttViolation.NullCharacter);
        AssertText(new ConnectOptions { ClientId = [1], WillTopic = loneSurrogate }, MqttViolation.IllFormedUtf8);
        AssertText(new ConnectOptions { ClientId = [1], WillTopic = nul }, MqttViolation.NullCharacter);
        AssertText(new ConnectOptions { ClientId = [1], WillTopic = [.. "a/#"u8] }, MqttViolation.WildcardInTopicName);
    }

    [Test]
    public void TheWillTopicIsNotEmpty()
        => AssertRefused(new ConnectOptions { ClientId = [1], WillTopic = [] }, MqttViolation.EmptyTopic);

    [Test]
    public void PasswordAndWillMessageAreAnyBytes()
    {
        byte[] any = [0x00, 0xFF, 0xC0];
        var options = new ConnectOptions { ClientId = [1], UserName = [], Password = any, WillTopic = [1], WillPayload = any };

        Assert.That(ConnectPacket.Validate(options), Is.EqualTo(MqttViolation.None));
    }

    [Test]
    public void MisuseThrows()
    {
        Assert.That(() => ConnectPacket.Validate(null!), Throws.ArgumentNullException);
        Assert.That(() => ConnectPacket.Validate(new ConnectOptions { ClientId = null! }), Throws.ArgumentNullException);
        Assert.That(() => ConnectPacket.Validate(new ConnectOptions { UserName = [], Password = [1], PasswordCount = 2 }), Throws.ArgumentException);
        Assert.That(() => ConnectPacket.Validate(new ConnectOptions { UserName = [], Password = [1], PasswordCount = -1 }), Throws.ArgumentException);
        Assert.That(() => ConnectPacket.GetLength(new ConnectOptions { ClientId = [1], PasswordCount = 1 }), Throws.ArgumentException);
    }

    [Test]
    public void NoMessageShowsASecret()
    {
        var options = new ConnectOptions { ClientId = [1], Password = [.. "hunter2"u8] };

        Assert.That(() => ConnectPacket.GetLength(options), Throws.ArgumentException.With.Message.Not.Contains("hunter2"));
        Assert.That(options.ToString(), Does.Not.Contain("hunter2"));
    }

    private static void AssertRefused(ConnectOptions options, MqttViolation violation)
    {
        Assert.That(ConnectPacket.Validate(options), Is.EqualTo(violation));
        Assert.That(() => ConnectPacket.GetLength(options), Throws.ArgumentException.With.Message.StartWith(MqttViolations.Describe(violation)));
        Assert.That(() => ConnectPacket.Write(new byte[200], 0, options), Throws.ArgumentException);
    }

    private static void AssertText(ConnectOptions options, MqttViolation violation)
        => Assert.That(ConnectPacket.Validate(options), Is.EqualTo(violation));
}
