using System;
using System.Collections.Generic;
using System.Text;
using IoTC.Buffers;
using NUnit.Framework;

namespace IoTC.Core.Tests.Buffers;

/// <summary>Against System.Text's decoder, which is written apart from both twins of the validator.</summary>
[TestFixture]
internal sealed class Utf8Tests
{
    // Around each edge in the table of well-formed sequences, Unicode table 3-7.
    private static readonly byte[] Edges =
    [
        0x00, 0x01, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFE, 0xFF,
    ];

    [Test]
    public void EveryPairOfBytesIsJudgedAsByDotNet()
    {
        var buffer = new byte[4];
        for (int pair = 0; pair < 0x10000; pair++)
        {
            buffer[1] = (byte)(pair >> 8);
            buffer[2] = (byte)pair;
            Check(buffer, 1, 2);
        }
    }

    [Test]
    public void EveryThreeAndFourBytesAtTheEdgesAreJudgedAsByDotNet()
    {
        var buffer = new byte[4];
        foreach (byte first in Edges)
        {
            foreach (byte second in Edges)
            {
                foreach (byte third in Edges)
                {
                    buffer[0] = first;
                    buffer[1] = second;
                    buffer[2] = third;
                    Check(buffer, 0, 3);
                    foreach (byte fourth in Edges)
                    {
                        buffer[3] = fourth;
                        Check(buffer, 0, 4);
                    }
                }
            }
        }
    }

    [Test]
    public void LongTextWithOneBadByteIsFound()
    {
        byte[] text = Encoding.UTF8.GetBytes(new string('a', 40) + "é€\U0001D11E" + new string('b', 40));
        Check(text, 0, text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            byte before = text[i];
            foreach (byte bad in new byte[] { 0x00, 0x80, 0xC0, 0xFF })
            {
                text[i] = bad;
                Check(text, 0, text.Length);
            }

            text[i] = before;
            Check(text, 0, i);
            Check(text, i, text.Length - i);
        }
    }

    [Test]
    public void NulIsForMqttAlone()
    {
        byte[] text = "a\0b"u8.ToArray();
        Assert.That(Utf8.IsWellFormed(text, 0, 3), Is.True);
        Assert.That(Utf8.IsMqttString(text, 0, 3), Is.False);
        Assert.That(Utf8.IsMqttString(text, 2, 1), Is.True);
        Assert.That(Utf8.IsMqttString(text, 3, 0), Is.True);
    }

    [Test]
    public void StringsForMqtt()
    {
        Assert.That(Utf8.IsMqttString(""), Is.True);
        Assert.That(Utf8.IsMqttString("a\u00e9\u20ac\uFFFD\uFEFF"), Is.True);
        Assert.That(Utf8.IsMqttString("\U0001D11E\U0010FFFF"), Is.True);
        foreach (string bad in new List<string> { "\0", "a\0b", "\uD800", "\uDC00", "a\uD834", "\uD834a", "\uDD1E\uD834", "\uD834\uD834\uDD1E" })
        {
            Assert.That(Utf8.IsMqttString(bad), Is.False);
        }
    }

    [Test]
    public void EncodesAndDecodes()
    {
        const string Text = "a\u00e9\u20ac\U0001D11E";
        byte[] utf8 = Encoding.UTF8.GetBytes(Text);
        var buffer = new byte[1 + Utf8.MaxByteCount(Text)];
        Assert.That(Utf8.Write(Text, buffer, 1), Is.EqualTo(utf8.Length));
        Assert.That(buffer[1..(utf8.Length + 1)], Is.EqualTo(utf8));
        Assert.That(Utf8.GetBytes(Text), Is.EqualTo(utf8));
        Assert.That(Utf8.GetString(buffer, 1, utf8.Length), Is.EqualTo(Text));
        Assert.That(Utf8.GetString([0xFF], 0, 1), Is.EqualTo("\uFFFD"));
        Assert.That(Utf8.GetString(buffer, 3, 0), Is.Empty);
        Assert.That(Utf8.GetBytes(""), Is.Empty);
        Assert.That(Utf8.Write("", buffer, buffer.Length), Is.Zero);
        Assert.That(Utf8.MaxByteCount("\uFFFF"), Is.GreaterThanOrEqualTo(3));
    }

    private static void Check(byte[] buffer, int offset, int count)
    {
        bool wellFormed = IsWellFormedForDotNet(buffer, offset, count);
        bool hasNul = Array.IndexOf(buffer, (byte)0, offset, count) >= 0;
        if (Utf8.IsWellFormed(buffer, offset, count) == wellFormed && Utf8.IsMqttString(buffer, offset, count) == (wellFormed && !hasNul)) return;
        Assert.Fail(Convert.ToHexString(buffer, offset, count));
    }

    // What is ill-formed decodes to U+FFFD; the table's edges reach no such character of their own.
    private static bool IsWellFormedForDotNet(byte[] buffer, int offset, int count)
        => !Encoding.UTF8.GetString(buffer, offset, count).Contains('\uFFFD');
}
