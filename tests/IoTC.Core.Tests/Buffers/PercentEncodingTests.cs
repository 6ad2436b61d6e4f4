using System;
using System.Text;
using IoTC.Buffers;
using NUnit.Framework;

namespace IoTC.Core.Tests.Buffers;

[TestFixture]
internal sealed class PercentEncodingTests
{
    [Test]
    public void EveryScalarBelow0x3000AgreesWithDotNet()
    {
        var output = new ByteBuffer(0, 100);
        for (int c = 0; c < 0x3000; c++)
        {
            string text = "a" + (char)c + "~";
            string expected = Uri.EscapeDataString(text);
            output.Clear();
            PercentEncoding.Encode(text, output);
            Assert.That(output.GetString(), Is.EqualTo(expected));

            output.Clear();
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            PercentEncoding.Encode(utf8, 0, utf8.Length, output);
            Assert.That(output.GetString(), Is.EqualTo(expected));
        }
    }

    [Test]
    public void DecodingUndoesEncoding()
    {
        var random = new Random(15);
        var output = new ByteBuffer(0, 1000);
        for (int round = 0; round < 500; round++)
        {
            var bytes = new byte[random.Next(100)];
            random.NextBytes(bytes);
            output.Clear();
            PercentEncoding.Encode(bytes, 0, bytes.Length, output);
            int count = PercentEncoding.Decode(output.Array, 0, output.Count, output.Array, 0);
            Assert.That(output.Array[..count], Is.EqualTo(bytes));
        }
    }

    [TestCase("", "")]
    [TestCase("abc", "abc")]
    [TestCase("%41%6a%6A", "Ajj")]
    [TestCase("a%2Fb%2fc", "a/b/c")]
    [TestCase("%", "%")]
    [TestCase("%4", "%4")]
    [TestCase("%%41", "%A")]
    [TestCase("%G1%1G%", "%G1%1G%")]
    [TestCase("%@A%A`", "%@A%A`")]
    [TestCase("%2541", "%41")]
    [TestCase("a+b", "a+b")]
    public void Decodes(string text, string expected)
    {
        byte[] framed = Encoding.ASCII.GetBytes("4" + text + "41");
        var target = new byte[50];
        int count = PercentEncoding.Decode(framed, 1, text.Length, target, 5);
        Assert.That(Encoding.ASCII.GetString(target, 5, count), Is.EqualTo(expected));
        Assert.That(target[5 + count], Is.Zero);
    }

    [Test]
    public void EncodesBehindWhatIsThere()
    {
        var output = new ByteBuffer(0, 100);
        output.Append("a b");
        PercentEncoding.Encode("c d", output);
        PercentEncoding.Encode("plain", output);
        Assert.That(output.GetString(), Is.EqualTo("a bc%20dplain"));
    }

    [Test]
    public void WhatDoesNotFitIsTold()
    {
        var output = new ByteBuffer(0, 8);
        PercentEncoding.Encode("////", output);
        Assert.That(output.Overflowed, Is.True);
    }
}
