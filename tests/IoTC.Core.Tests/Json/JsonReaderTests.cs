using System;
using System.Text;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonReaderTests
{
    private readonly JsonReader _reader = new();

    [Test]
    public void GivesEachTokenWithItsPlace()
    {
        byte[] json = Encoding.UTF8.GetBytes("xx {\"a\" : [ 1, -2.5e3 ] , \"b\":{\"c\":\"d\\n\"},\"e\":true} yy");
        _reader.Reset(json, 3, json.Length - 6);

        Next(JsonTokenType.StartObject, "{", 1);
        Next(JsonTokenType.PropertyName, "a", 1);
        Next(JsonTokenType.StartArray, "[", 2);
        Next(JsonTokenType.Number, "1", 2);
        Next(JsonTokenType.Number, "-2.5e3", 2);
        Next(JsonTokenType.EndArray, "]", 1);
        Next(JsonTokenType.PropertyName, "b", 1);
        Next(JsonTokenType.StartObject, "{", 2);
        Next(JsonTokenType.PropertyName, "c", 2);
        Next(JsonTokenType.String, "d\\n", 2);
        Assert.That(_reader.TokenEnd, Is.EqualTo(_reader.ValueOffset + _reader.ValueCount + 1), "the closing quote");
        Next(JsonTokenType.EndObject, "}", 1);
        Next(JsonTokenType.PropertyName, "e", 1);
        Next(JsonTokenType.True, "true", 1);
        Next(JsonTokenType.EndObject, "}", 0);
        Assert.That(_reader.Read(), Is.False);
        Assert.That(_reader.TokenType, Is.EqualTo(JsonTokenType.End));

        void Next(JsonTokenType type, string text, int depth)
        {
            Assert.That(_reader.Read(), Is.True);
            Assert.That(_reader.TokenType, Is.EqualTo(type));
            Assert.That(Encoding.UTF8.GetString(json, _reader.ValueOffset, _reader.ValueCount), Is.EqualTo(text));
            Assert.That(_reader.Depth, Is.EqualTo(depth));
        }
    }

    [Test]
    public void StandsOnNothingBeforeTheFirstRead()
    {
        Assert.That(new JsonReader().TokenType, Is.EqualTo(JsonTokenType.None));
        Start("1");
        Assert.That(_reader.TokenType, Is.EqualTo(JsonTokenType.None));
    }

    [TestCase("\"abc\"", "abc", true)]
    [TestCase("\"abc\"", "ab", false)]
    [TestCase("\"abc\"", "abcd", false)]
    [TestCase("\"\"", "", true)]
    [TestCase("\"a\\u0062c\"", "abc", true)]
    [TestCase("\"a\\u0062c\"", "abd", false)]
    [TestCase("\"a\\u0062c\"", "ab", false)]
    [TestCase("\"a\\u0062\"", "abc", false)]
    [TestCase("\"\\u20ac\"", "€", true)]
    [TestCase("\"\\u20ac\"", "\u00e9", false)]
    [TestCase("\"\\u00e9\\ud834\\udd1e\"", "\u00e9\U0001D11E", true)]
    [TestCase("\"\\ud834\\udd1e\"", "\U0001D11F", false)]
    [TestCase("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", true)]
    [TestCase("\"$version\"", "$version", true)]
    [TestCase("123", "123", false)]
    [TestCase("null", "null", false)]
    public void ComparesUnescaped(string json, string text, bool same)
    {
        Start(json);
        _reader.Read();
        Assert.That(_reader.ValueIs(Encoding.UTF8.GetBytes(text)), Is.EqualTo(same));
    }

    [TestCase("1", "1")]
    [TestCase("\"a\"", "\"a\"")]
    [TestCase(" [1,[2],{}] ", "[1,[2],{}]")]
    [TestCase("{\"a\":{}}", "{\"a\":{}}")]
    [TestCase("null ", "null")]
    public void GivesRawValueFromTheStartOrFromItsToken(string json, string raw)
    {
        foreach (bool readFirst in new[] { false, true })
        {
            byte[] utf8 = Start(json);
            if (readFirst) _reader.Read();
            _reader.GetRawValue(out int offset, out int count);
            Assert.That(Encoding.UTF8.GetString(utf8, offset, count), Is.EqualTo(raw));
            Assert.That(_reader.Read(), Is.False);
            Assert.That(_reader.TokenType, Is.EqualTo(JsonTokenType.End));
        }
    }

    [Test]
    public void GivesRawValueOfPropertyAndGoesOnBehindIt()
    {
        byte[] utf8 = Start("{\"a\": [1, {\"x\":2}] ,\"b\":\"q\\\"\",\"c\":3}");
        _reader.Read();
        string[] values = ["[1, {\"x\":2}]", "\"q\\\"\"", "3"];
        foreach (string value in values)
        {
            Assert.That(_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName, Is.True);
            _reader.GetRawValue(out int offset, out int count);
            Assert.That(Encoding.UTF8.GetString(utf8, offset, count), Is.EqualTo(value));
        }

        Assert.That(_reader.Read() && _reader.TokenType == JsonTokenType.EndObject, Is.True);
    }

    [TestCase("{\"a\":[1,2")]
    [TestCase("{\"a\":")]
    [TestCase("{\"a\":[1,}]}")]
    public void RawValueOfBrokenTextIsEmpty(string json)
    {
        Start(json);
        _reader.Read();
        _reader.Read();
        _reader.GetRawValue(out _, out int count);
        Assert.That(count, Is.Zero);
        Assert.That(_reader.IsError, Is.True);
        Assert.That(_reader.TryGetValue(out JsonValue value), Is.False);
        Assert.That(value.Type, Is.EqualTo(JsonTokenType.None));
    }

    [Test]
    public void SkipsValues()
    {
        Start("{\"skip\":{\"a\":[1,2,{\"b\":3}]},\"n\":7}");
        _reader.Read();
        _reader.Read();
        Assert.That(_reader.TrySkipValue(), Is.True);
        Assert.That(_reader.TokenType, Is.EqualTo(JsonTokenType.EndObject));
        Assert.That(_reader.Depth, Is.EqualTo(1));
        _reader.Read();
        Assert.That(_reader.ValueIs("n"u8.ToArray()), Is.True);
        Assert.That(_reader.TrySkipValue(), Is.True);
        Assert.That(_reader.TryGetInt64(out long seven) && seven == 7, Is.True);
        Assert.That(_reader.TrySkipValue(), Is.True, "a scalar is passed already");
        Assert.That(_reader.TokenType, Is.EqualTo(JsonTokenType.Number));
    }

    [Test]
    public void SkippingBrokenValueFails()
    {
        Start("[[1,2}");
        _reader.Read();
        Assert.That(_reader.TrySkipValue(), Is.False);
        Assert.That(_reader.IsError, Is.True);
        Assert.That(_reader.TrySkipValue(), Is.False);
    }

    [TestCase("0", true, 0)]
    [TestCase("-0", true, 0)]
    [TestCase("9223372036854775807", true, long.MaxValue)]
    [TestCase("-9223372036854775808", true, long.MinValue)]
    [TestCase("9223372036854775808", false, 0)]
    [TestCase("-9223372036854775809", false, 0)]
    [TestCase("1.0", false, 0)]
    [TestCase("1e2", false, 0)]
    [TestCase("\"1\"", false, 0)]
    [TestCase("true", false, 0)]
    public void ReadsWholeNumbers(string json, bool expected, long value)
    {
        Start(json);
        _reader.Read();
        Assert.That(_reader.TryGetInt64(out long read), Is.EqualTo(expected));
        Assert.That(read, Is.EqualTo(value));
    }

    [Test]
    public void GivesTextOfScalars()
    {
        Start("[\"a\\u00e9\\n\",1.50,true,false,null]");
        _reader.Read();
        foreach (string text in new[] { "a\u00e9\n", "1.50", "true", "false", "null" })
        {
            _reader.Read();
            Assert.That(_reader.GetString(), Is.EqualTo(text));
        }
    }

    [Test]
    public void CopiesUnescaped()
    {
        Start("[\"ab\\n\\u20ac\",\"plain\"]");
        _reader.Read();
        _reader.Read();
        var target = new byte[20];
        int count = _reader.CopyUnescaped(target, 2);
        Assert.That(Encoding.UTF8.GetString(target, 2, count), Is.EqualTo("ab\n€"));
        Assert.That(() => _reader.CopyUnescaped(target, 20), Throws.ArgumentException);
        _reader.Read();
        Assert.That(_reader.CopyUnescaped(target, 0), Is.EqualTo(5));
        Assert.That(target[..5], Is.EqualTo("plain"u8.ToArray()));
        _reader.Read();
        Assert.That(() => _reader.CopyUnescaped(target, 0), Throws.InvalidOperationException);
    }

    [Test]
    public void WrongTypeIsTheCallersMistake()
    {
        Start("{\"a\":\"b\"}");
        _reader.Read();
        Assert.That(_reader.GetString, Throws.InvalidOperationException.With.Message.Contains("an object"));
        Assert.That(() => _reader.GetDouble(), Throws.InvalidOperationException.With.Message.Contains("a number"));
        Assert.That(() => _reader.GetBoolean(), Throws.InvalidOperationException.With.Message.Contains("true or false"));
        Assert.That(_reader.TryGetDouble(out _), Is.False);
    }

    [Test]
    public void ReadsBooleans()
    {
        Start("[true,false]");
        _reader.Read();
        _reader.Read();
        Assert.That(_reader.GetBoolean(), Is.True);
        _reader.Read();
        Assert.That(_reader.GetBoolean(), Is.False);
    }

    private byte[] Start(string json)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(json);
        _reader.Reset(utf8, 0, utf8.Length);
        return utf8;
    }
}
