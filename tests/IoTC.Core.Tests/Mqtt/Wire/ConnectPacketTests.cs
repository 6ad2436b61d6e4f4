using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>CONNECT as golden bytes. MQTT 3.1.1 §3.1, Figures 3.2 to 3.6.</summary>
[TestFixture]
public sealed class ConnectPacketTests
{
    [Test]
    [Conforms("MQTT-2.2.2-1")]
    [Conforms("MQTT-3.1.2-3")]
    [Conforms("MQTT-3.1.2-11")]
    [Conforms("MQTT-3.1.2-13")]
    [Conforms("MQTT-3.1.2-15")]
    [Conforms("MQTT-3.1.2-18")]
    [Conforms("MQTT-3.1.2-20")]
    [Conforms("MQTT-3.1.3-3")]
    [Conforms("MQTT-7.0.0-2")]
    public void ClientIdAlone()
    {
        var options = new ConnectOptions { ClientId = [.. "c1"u8], CleanSession = true, KeepAliveSeconds = 60 };

        Assert.That(Write(options), Is.EqualTo((byte[])
            [0x10, 0x0E, 0x00, 0x04, .. "MQTT"u8, 0x04, 0x02, 0x00, 0x3C, 0x00, 0x02, .. "c1"u8]));
    }

    [Test]
    [Conforms("MQTT-3.1.3-7")]
    public void EmptyClientIdWithCleanSession()
        => Assert.That(Write(new ConnectOptions { CleanSession = true }), Is.EqualTo((byte[])
            [0x10, 0x0C, 0x00, 0x04, .. "MQTT"u8, 0x04, 0x02, 0x00, 0x00, 0x00, 0x00]));

    [Test]
    [Conforms("MQTT-3.1.2-3")]
    [Conforms("MQTT-3.1.2-9")]
    [Conforms("MQTT-3.1.2-19")]
    [Conforms("MQTT-3.1.2-21")]
    [Conforms("MQTT-3.1.3-1")]
    [Conforms("MQTT-3.1.3-3")]
    public void EverythingInItsOrder()
    {
        var options = new ConnectOptions
        {
            ClientId = [.. "id"u8],
            WillTopic = [.. "w/t"u8],
            WillPayload = [0x00, 0xFF],
            WillQoS = 2,
            WillRetain = true,
            UserName = [.. "user"u8],
            Password = [0x70, 0x00, 0x80],
            CleanSession = true,
            KeepAliveSeconds = 65535,
        };

        Assert.That(Write(options), Is.EqualTo((byte[])
        [
            0x10, 0x22, 0x00, 0x04, .. "MQTT"u8, 0x04, 0xF6, 0xFF, 0xFF,
            0x00, 0x02, .. "id"u8,
            0x00, 0x03, .. "w/t"u8,
            0x00, 0x02, 0x00, 0xFF,
            0x00, 0x04, .. "user"u8,
            0x00, 0x03, 0x70, 0x00, 0x80,
        ]));
    }

    [Test]
    [Conforms("MQTT-3.1.2-9")]
    public void AWillWithoutMessageHasAnEmptyOne()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8], WillTopic = [.. "w"u8], WillQoS = 1 };

        Assert.That(Write(options), Is.EqualTo((byte[])
            [0x10, 0x12, 0x00, 0x04, .. "MQTT"u8, 0x04, 0x0C, 0x00, 0x00, 0x00, 0x01, .. "c"u8, 0x00, 0x01, .. "w"u8, 0x00, 0x00]));
    }

    [Test]
    [Conforms("MQTT-3.1.2-19")]
    [Conforms("MQTT-3.1.2-20")]
    public void UserNameWithoutPassword()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8], UserName = [.. "u"u8], KeepAliveSeconds = 240 };

        Assert.That(Write(options), Is.EqualTo((byte[])
            [0x10, 0x10, 0x00, 0x04, .. "MQTT"u8, 0x04, 0x80, 0x00, 0xF0, 0x00, 0x01, .. "c"u8, 0x00, 0x01, .. "u"u8]));
    }

    [Test]
    [Conforms("MQTT-3.1.2-21")]
    public void AnEmptyPasswordIsAPassword()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8], UserName = [], Password = [] };

        Assert.That(Write(options), Is.EqualTo((byte[])
            [0x10, 0x11, 0x00, 0x04, .. "MQTT"u8, 0x04, 0xC0, 0x00, 0x00, 0x00, 0x01, .. "c"u8, 0x00, 0x00, 0x00, 0x00]));
    }

    [Test]
    public void ThePasswordMayBeTheStartOfALargerBuffer()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8], UserName = [.. "u"u8], Password = [.. "tokenREST"u8], PasswordCount = 5 };

        byte[] packet = Write(options);

        Assert.That(packet[^7..], Is.EqualTo((byte[])[0x00, 0x05, .. "token"u8]));
    }

    [Test]
    public void AnotherPasswordBringsItsOwnCount()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8], UserName = [.. "u"u8], Password = [1, 2, 3], PasswordCount = 1 };
        Assert.That(options.PasswordCount, Is.EqualTo(1));

        options.Password = [1, 2];
        Assert.That(options.PasswordCount, Is.EqualTo(2));

        options.Password = null;
        Assert.That(options.PasswordCount, Is.Zero);
    }

    [Test]
    public void FieldsHaveUpTo65535Bytes()
    {
        byte[] longest = new byte[65535];
        longest.AsSpan().Fill((byte)'x');
        var options = new ConnectOptions { ClientId = longest, UserName = longest, Password = longest, WillTopic = longest, WillPayload = longest };

        byte[] packet = Write(options);

        Assert.That(packet, Has.Length.EqualTo(1 + 3 + 10 + (5 * 65537)));
        Assert.That(ConnectPacket.Validate(options), Is.EqualTo(MqttViolation.None));
    }

    [Test]
    public void WritesAtAnOffsetAndNothingAround()
    {
        var options = new ConnectOptions { ClientId = [.. "c"u8] };
        int length = ConnectPacket.GetLength(options);
        byte[] buffer = new byte[length + 8];

        Assert.That(ConnectPacket.Write(buffer, 3, options), Is.EqualTo(length));

        Assert.That(buffer[..3], Is.All.Zero);
        Assert.That(buffer[(3 + length)..], Is.All.Zero);
        Assert.That(() => ConnectPacket.Write(buffer, 9, options), Throws.ArgumentException);
    }

    private static byte[] Write(ConnectOptions options)
    {
        byte[] buffer = new byte[ConnectPacket.GetLength(options)];
        Assert.That(ConnectPacket.Write(buffer, 0, options), Is.EqualTo(buffer.Length));
        Assert.That(ConnectPacket.Validate(options), Is.EqualTo(MqttViolation.None));
        return buffer;
    }
}
