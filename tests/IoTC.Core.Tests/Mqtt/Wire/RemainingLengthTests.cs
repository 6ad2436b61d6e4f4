using System;
using IoTC.Mqtt.Wire;
using NUnit.Framework;

namespace IoTC.Core.Tests.Mqtt.Wire;

/// <summary>MQTT 3.1.1 §2.2.3, Table 2.4.</summary>
[TestFixture]
public sealed class RemainingLengthTests
{
    private static readonly object[] Table =
    [
        new object[] { 0, new byte[] { 0x00 } },
        new object[] { 1, new byte[] { 0x01 } },
        new object[] { 127, new byte[] { 0x7F } },
        new object[] { 128, new byte[] { 0x80, 0x01 } },
        new object[] { 321, new byte[] { 0xC1, 0x02 } },
        new object[] { 16383, new byte[] { 0xFF, 0x7F } },
        new object[] { 16384, new byte[] { 0x80, 0x80, 0x01 } },
        new object[] { 2097151, new byte[] { 0xFF, 0xFF, 0x7F } },
        new object[] { 2097152, new byte[] { 0x80, 0x80, 0x80, 0x01 } },
        new object[] { 268435455, new byte[] { 0xFF, 0xFF, 0xFF, 0x7F } },
    ];

    [TestCaseSource(nameof(Table))]
    public void Writes(int value, byte[] expected)
    {
        byte[] buffer = new byte[6];

        int length = RemainingLength.Write(buffer, 1, value);

        Assert.That(length, Is.EqualTo(expected.Length));
        Assert.That(RemainingLength.GetLength(value), Is.EqualTo(expected.Length));
        Assert.That(buffer[1..(1 + length)], Is.EqualTo(expected));
        Assert.That(buffer[0], Is.Zero);
        Assert.That(buffer[1 + length], Is.Zero);
    }

    [TestCaseSource(nameof(Table))]
    public void Reads(int expected, byte[] bytes)
    {
        for (int count = 0; count < bytes.Length; count++)
        {
            Assert.That(RemainingLength.TryRead(bytes, 0, count, out _, out _), Is.EqualTo(MqttReadStatus.NeedMore));
        }

        MqttReadStatus status = RemainingLength.TryRead(bytes, 0, bytes.Length, out int value, out int length);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        Assert.That(value, Is.EqualTo(expected));
        Assert.That(length, Is.EqualTo(bytes.Length));
    }

    [Test]
    public void AcceptsAnEncodingLongerThanItNeedBe()
    {
        MqttReadStatus status = RemainingLength.TryRead([0x82, 0x80, 0x80, 0x00], 0, 4, out int value, out int length);

        Assert.That(status, Is.EqualTo(MqttReadStatus.Done));
        Assert.That(value, Is.EqualTo(2));
        Assert.That(length, Is.EqualTo(4));
    }

    [Test]
    public void RefusesAFifthByteAtTheFourth()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF];

        Assert.That(RemainingLength.TryRead(bytes, 0, 3, out _, out _), Is.EqualTo(MqttReadStatus.NeedMore));
        Assert.That(RemainingLength.TryRead(bytes, 0, 4, out int value, out int length), Is.EqualTo(MqttReadStatus.Malformed));
        Assert.That(value, Is.Zero);
        Assert.That(length, Is.Zero);
    }

    [TestCase(-1)]
    [TestCase(268435456)]
    [TestCase(int.MaxValue)]
    [TestCase(int.MinValue)]
    public void RefusesWhatFourBytesCannotHold(int value)
    {
        Assert.That(() => RemainingLength.GetLength(value), Throws.ArgumentException);
        Assert.That(() => RemainingLength.Write(new byte[8], 0, value), Throws.ArgumentException);
    }

    [Test]
    public void RefusesABufferWithoutRoom()
    {
        Assert.That(() => RemainingLength.Write(new byte[3], 0, 2097152), Throws.ArgumentException);
        Assert.That(() => RemainingLength.Write(new byte[3], 3, 0), Throws.ArgumentException);
        Assert.That(() => RemainingLength.TryRead(new byte[3], 1, 3, out _, out _), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void RoundTripsAroundEveryPowerOfTwo()
    {
        byte[] buffer = new byte[4];
        for (int bit = 0; bit < 28; bit++)
        {
            for (int value = Math.Max(0, (1 << bit) - 2); value <= (1 << bit) + 2; value++)
            {
                int written = RemainingLength.Write(buffer, 0, value);
                RemainingLength.TryRead(buffer, 0, written, out int read, out int length);
                Assert.That((read, length), Is.EqualTo((value, written)));
            }
        }
    }
}
