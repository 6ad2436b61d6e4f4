using System;
using System.Globalization;
using System.Numerics;
using System.Text;
using IoTC.Buffers;
using NUnit.Framework;
using Ascii = IoTC.Buffers.Ascii;

namespace IoTC.Core.Tests.Buffers;

[TestFixture]
internal sealed class AsciiTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(-1)]
    [TestCase(9)]
    [TestCase(10)]
    [TestCase(-10)]
    [TestCase(99)]
    [TestCase(100)]
    [TestCase(long.MaxValue)]
    [TestCase(long.MinValue)]
    [TestCase(long.MinValue + 1)]
    [TestCase(1000000000000000000)]
    public void WritesAndReadsNumbers(long value)
    {
        var buffer = new byte[Ascii.MaxInt64Length + 2];
        int count = Ascii.WriteInt64(buffer, 1, value);
        string text = value.ToString(CultureInfo.InvariantCulture);
        Assert.That(Encoding.ASCII.GetString(buffer, 1, count), Is.EqualTo(text));
        Assert.That(buffer[0], Is.Zero);
        Assert.That(buffer[count + 1], Is.Zero);
        Assert.That(Ascii.TryParseInt64(buffer, 1, count, out long parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(value));
    }

    [Test]
    public void EveryPowerAndItsNeighboursComeBack()
    {
        var buffer = new byte[Ascii.MaxInt64Length];
        for (long power = 1; power is > 0 and < 1000000000000000000; power *= 10)
        {
            foreach (long value in new[] { power, power - 1, power + 1, -power, 1 - power, -1 - power })
            {
                int count = Ascii.WriteInt64(buffer, 0, value);
                Assert.That(Encoding.ASCII.GetString(buffer, 0, count), Is.EqualTo(value.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    [Test]
    public void OverflowIsRefusedAroundTheLimits()
    {
        BigInteger[] centers = [long.MaxValue, long.MinValue, 10 * (BigInteger)long.MaxValue, ulong.MaxValue, 2 * (BigInteger)ulong.MaxValue];
        foreach (BigInteger center in centers)
        {
            for (int delta = -30; delta <= 30; delta++)
            {
                BigInteger number = center + delta;
                string text = number.ToString(CultureInfo.InvariantCulture);
                bool fits = number >= long.MinValue && number <= long.MaxValue;
                Assert.That(TryParse(text, out long value), Is.EqualTo(fits), text);
                if (fits) Assert.That(value, Is.EqualTo((long)number));
            }
        }
    }

    [TestCase("007", 7)]
    [TestCase("-0", 0)]
    [TestCase("00000000000000000000000000000000001", 1)]
    public void LeadingZerosAreTaken(string text, long value)
    {
        Assert.That(TryParse(text, out long parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(value));
    }

    [TestCase("")]
    [TestCase("-")]
    [TestCase("+1")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1.0")]
    [TestCase("1e3")]
    [TestCase("--1")]
    [TestCase("1-")]
    [TestCase("0x1")]
    [TestCase("1/")]
    [TestCase("1:")]
    public void RefusesEverythingElse(string text) => Assert.That(TryParse(text, out _), Is.False);

    [TestCase("Content-Length", true)]
    [TestCase("CONTENT-LENGTH", true)]
    [TestCase("content-length", true)]
    [TestCase("content-lengt", false)]
    [TestCase("content-lengthx", false)]
    [TestCase("content\rlength", false)]
    [TestCase("", false)]
    public void ComparesWithoutCase(string text, bool same)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("x" + text);
        Assert.That(Ascii.EqualsIgnoreCase(bytes, 1, bytes.Length - 1, "content-length"u8.ToArray()), Is.EqualTo(same));
    }

    [Test]
    public void LowersLettersOnly()
    {
        for (int value = 0; value < 256; value++)
        {
            int expected = value is >= 'A' and <= 'Z' ? value + 32 : value;
            Assert.That(Ascii.ToLower((byte)value), Is.EqualTo(expected));
        }
    }

    private static bool TryParse(string text, out long value)
    {
        // Digits around the range must not be taken.
        byte[] bytes = Encoding.ASCII.GetBytes("9" + text + "9");
        return Ascii.TryParseInt64(bytes, 1, bytes.Length - 2, out value);
    }
}
