using System;
using System.Text;
using System.Text.Json;
using IoTC.Buffers;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonWriterTests
{
    private readonly JsonWriter _writer = new(0, 4096);

    [SetUp]
    public void Clear() => _writer.Clear();

    [Test]
    public void WritesEverything()
    {
        byte[] name = "x\"n\"x"u8.ToArray();
        _writer.WriteStartObject();
        _writer.WriteString("s", "a\"b");
        _writer.WriteString("nothing", null);
        _writer.WriteNumber("i", -5);
        _writer.WriteNumber("d", 2.5);
        _writer.WriteBoolean("t", true);
        _writer.WriteBoolean("f", false);
        _writer.WriteNull("n");
        _writer.WriteRaw("r", "[1, 2]");
        _writer.WritePropertyName("a");
        _writer.WriteStartArray();
        _writer.WriteNumberValue(1);
        _writer.WriteStartObject();
        _writer.WriteEndObject();
        _writer.WriteStartArray();
        _writer.WriteEndArray();
        _writer.WriteStringValue("é€\U0001D11E");
        _writer.WriteNullValue();
        _writer.WriteBooleanValue(true);
        _writer.WriteNumberValue(0.5);
        _writer.WriteEndArray();
        _writer.WritePropertyName(name, 1, 3);
        _writer.WriteRawValue(" {} "u8.ToArray(), 1, 2);
        _writer.WriteRawPropertyName("\\u0061"u8.ToArray(), 0, 6);
        _writer.WriteStringValue(name, 2, 1);
        Assert.That(_writer.IsComplete, Is.False);
        _writer.WriteEndObject();

        Assert.That(_writer.ToString(), Is.EqualTo(
            "{\"s\":\"a\\\"b\",\"nothing\":null,\"i\":-5,\"d\":2.5,\"t\":true,\"f\":false,\"n\":null,\"r\":[1, 2],"
            + "\"a\":[1,{},[],\"é€\U0001D11E\",null,true,0.5],\"\\\"n\\\"\":{},\"\\u0061\":\"n\"}"));
        Assert.That(_writer.IsComplete, Is.True);
        Assert.That(_writer.Overflowed, Is.False);
        Assert.That(JsonText.IsObject(_writer.Buffer, 0, _writer.Count), Is.True);
    }

    [Test]
    public void EscapesEveryControlAndNothingElse()
    {
        for (int c = 0; c < 0x180; c++)
        {
            _writer.Clear();
            _writer.WriteStringValue("<" + (char)c + (char)c + ">");
            string expected = c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{c:X4}",
                _ => ((char)c).ToString(),
            };
            Assert.That(_writer.ToString(), Is.EqualTo("\"<" + expected + expected + ">\""));
        }
    }

    // In an attribute the compiler would replace them itself.
    [Test]
    public void LoneSurrogatesAreReplaced()
    {
        Becomes("\uD800", "\uFFFD");
        Becomes("a\uDC00b", "a\uFFFDb");
        Becomes("\uDC00\uD800", "\uFFFD\uFFFD");
        Becomes("\"\uD83D\"", "\\\"\uFFFD\\\"");
        Becomes("\uD83D\uDE39", "\uD83D\uDE39");

        void Becomes(string text, string expected)
        {
            _writer.Clear();
            _writer.WriteStringValue(text);
            Assert.That(_writer.ToString(), Is.EqualTo("\"" + expected + "\""));
        }
    }

    [Test]
    public void IllFormedBytesAreReplaced()
    {
        _writer.WriteStartObject();
        _writer.WritePropertyName([(byte)'a', 0xFF], 0, 2);
        _writer.WriteStringValue([0xC3], 0, 1);
        _writer.WriteEndObject();
        Assert.That(_writer.ToString(), Is.EqualTo("{\"a\uFFFD\":\"\uFFFD\"}"));
    }

    [Test]
    public void DotNetReadsRandomStringsBack()
    {
        var random = new Random(11);
        var expected = new string[40];
        for (int round = 0; round < 300; round++)
        {
            _writer.Clear();
            _writer.WriteStartArray();
            for (int i = 0; i < expected.Length; i++)
            {
                var text = new StringBuilder();
                int length = random.Next(12);
                for (int k = 0; k < length; k++) text.Append(new Rune(RandomScalar(random)).ToString());
                expected[i] = text.ToString();
                _writer.WriteStringValue(expected[i]);
            }

            _writer.WriteEndArray();
            Assert.That(_writer.Overflowed, Is.False);
            Assert.That(JsonSerializer.Deserialize<string[]>(_writer.Buffer.AsSpan(0, _writer.Count)), Is.EqualTo(expected));
        }
    }

    [Test]
    public void RawIsChecked()
    {
        _writer.WriteStartObject();
        _writer.WritePropertyName("a");
        foreach (string bad in new[] { "", "{", "1 2", "[1,]", "x", "1}" })
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(bad);
            Assert.That(() => _writer.WriteRawValue(bad), Throws.ArgumentException, bad);
            Assert.That(() => _writer.WriteRawValue(utf8, 0, utf8.Length), Throws.ArgumentException, bad);
        }

        _writer.WriteRawValue("[1,{\"b\":null}]");
        _writer.WriteEndObject();
        Assert.That(_writer.ToString(), Is.EqualTo("{\"a\":[1,{\"b\":null}]}"), "what was refused left nothing behind");
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void RefusesNumbersWithoutText(double value)
        => Assert.That(() => _writer.WriteNumberValue(value), Throws.ArgumentException);

    [Test]
    public void MisuseThrows()
    {
        Misuse(w => w.WriteEndObject());
        Misuse(w => w.WriteEndArray());
        Misuse(w => w.WritePropertyName("a"));
        Misuse(w => { w.WriteNullValue(); w.WriteNullValue(); });
        Misuse(w => { w.WriteStartObject(); w.WriteNullValue(); });
        Misuse(w => { w.WriteStartObject(); w.WriteStartArray(); });
        Misuse(w => { w.WriteStartObject(); w.WriteEndArray(); });
        Misuse(w => { w.WriteStartArray(); w.WriteEndObject(); });
        Misuse(w => { w.WriteStartArray(); w.WritePropertyName("a"); });
        Misuse(w => { w.WriteStartObject(); w.WritePropertyName("a"); w.WriteEndObject(); });
        Misuse(w => { w.WriteStartObject(); w.WritePropertyName("a"); w.WritePropertyName("b"); });
        Misuse(w => { w.WriteStartObject(); w.WriteNull("a"); w.WriteNullValue(); });
        Misuse(w => { w.WriteStartObject(); w.WriteEndObject(); w.WriteEndObject(); });
        Misuse(w => { w.WriteStartObject(); w.WriteEndObject(); w.WriteStartObject(); });
        Misuse(w =>
        {
            for (int i = 0; i < 65; i++) w.WriteStartArray();
        });
    }

    [Test]
    public void TakesDepth64()
    {
        for (int i = 0; i < 64; i++) _writer.WriteStartArray();
        for (int i = 0; i < 64; i++) _writer.WriteEndArray();
        Assert.That(_writer.IsComplete, Is.True);
        Assert.That(JsonText.IsValid(_writer.Buffer, 0, _writer.Count), Is.True);
    }

    [Test]
    public void OverflowIsToldAtEverySize()
    {
        const int Needed = 44;
        for (int max = 0; max < 100; max++)
        {
            var writer = new JsonWriter(0, max);
            Fill(writer);
            if (!writer.Overflowed) Assert.That(writer.ToString(), Is.EqualTo("{\"name\":\"\\u0001\\n\",\"number\":12345,\"raw\":[1]}"));
            if (max < Needed) Assert.That(writer.Overflowed, Is.True);
            Assert.That(writer.Count, Is.LessThanOrEqualTo(max));
            Assert.That(writer.IsComplete, Is.True, "the calls were right");
        }

        static void Fill(JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteString("name", "\u0001\n");
            writer.WriteNumber("number", 12345);
            writer.WriteRaw("raw", "[1]");
            writer.WriteEndObject();
        }
    }

    [Test]
    public void ClearForgetsOverflow()
    {
        var writer = new JsonWriter(0, 8);
        writer.WriteStringValue("far too long for it");
        Assert.That(writer.Overflowed, Is.True);
        writer.Clear();
        writer.WriteBooleanValue(true);
        Assert.That(writer.Overflowed, Is.False);
        Assert.That(writer.ToString(), Is.EqualTo("true"));
    }

    [Test]
    public void WritesBehindWhatABufferHolds()
    {
        var buffer = new ByteBuffer(0, 100);
        buffer.Append("a\tb");
        var writer = new JsonWriter(buffer);
        writer.WriteStringValue("\t");
        writer.Restart();
        writer.WriteNumberValue(1);
        Assert.That(buffer.GetString(), Is.EqualTo("a\tb\"\\t\"1"));
    }

    private static void Misuse(Action<JsonWriter> calls)
        => Assert.That(() => calls(new JsonWriter(0, 1000)), Throws.InvalidOperationException);

    private static int RandomScalar(Random random)
    {
        int scalar = random.Next(4) switch { 0 => random.Next(0x20), 1 => random.Next(0x80), 2 => random.Next(0x10000), _ => random.Next(0x110000) };
        return scalar is >= 0xD800 and <= 0xDFFF ? 'x' : scalar;
    }
}
