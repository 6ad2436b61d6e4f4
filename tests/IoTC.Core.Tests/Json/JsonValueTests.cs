using System;
using System.Text;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonValueTests
{
    [TestCase("{\"a\":1}", JsonTokenType.StartObject)]
    [TestCase("[1]", JsonTokenType.StartArray)]
    [TestCase("\"x\"", JsonTokenType.String)]
    [TestCase("-1.5", JsonTokenType.Number)]
    [TestCase("true", JsonTokenType.True)]
    [TestCase("false", JsonTokenType.False)]
    [TestCase("null", JsonTokenType.Null)]
    public void KnowsItsType(string json, JsonTokenType type)
    {
        JsonValue value = JsonValue.Parse(" " + json + "\n");
        Assert.That(value.Type, Is.EqualTo(type));
        Assert.That(value.ToString(), Is.EqualTo(json), "without the white space");
        Assert.That(value.IsNull, Is.EqualTo(json == "null"));
    }

    [Test]
    public void NothingIsNone()
    {
        JsonValue value = default;
        Assert.That(value.Type, Is.EqualTo(JsonTokenType.None));
        Assert.That(value.IsNull, Is.False);
        Assert.That(value.Buffer, Is.Empty);
        Assert.That(value.ToString(), Is.Empty);
        Assert.That(value.GetString(), Is.Empty);
        Assert.That(value.TryGetProperty("a", out _), Is.False);
        Assert.That(value.TryGetInt64(out _), Is.False);
        Assert.That(() => value.GetDouble(), Throws.InvalidOperationException);
        Assert.That(value.Clone().Type, Is.EqualTo(JsonTokenType.None));
    }

    [Test]
    public void Converts()
    {
        Assert.That(JsonValue.Parse("-12").GetInt64(), Is.EqualTo(-12));
        Assert.That(JsonValue.Parse("0.1").GetDouble(), Is.EqualTo(0.1));
        Assert.That(JsonValue.Parse("true").GetBoolean(), Is.True);
        Assert.That(JsonValue.Parse("false").GetBoolean(), Is.False);
        Assert.That(JsonValue.Parse("\"a\\n\\u00e9\"").GetString(), Is.EqualTo("a\n\u00e9"));
        Assert.That(JsonValue.Parse("\"\"").GetString(), Is.Empty);
        Assert.That(JsonValue.Parse("{\"a\":1}").GetString(), Is.EqualTo("{\"a\":1}"), "not a string: the raw text");
        Assert.That(JsonValue.Parse("\"on\\u0021\"").StringIs("on!"u8.ToArray()), Is.True);
        Assert.That(JsonValue.Parse("\"on\"").StringIs("off"u8.ToArray()), Is.False);
        Assert.That(JsonValue.Parse("1").StringIs("1"u8.ToArray()), Is.False);
    }

    [Test]
    public void WrongTypeNamesBoth()
    {
        Assert.That(() => JsonValue.Parse("\"x\"").GetDouble(), Throws.InvalidOperationException.With.Message.Contains("a string, not a number"));
        Assert.That(() => JsonValue.Parse("1").GetBoolean(), Throws.InvalidOperationException.With.Message.Contains("a number, not true or false"));
        Assert.That(() => JsonValue.Parse("null").GetInt64(), Throws.InvalidOperationException.With.Message.Contains("null, not a number"));
        Assert.That(() => JsonValue.Parse("1.5").GetInt64(), Throws.InvalidOperationException.With.Message.Contains("1.5"));
    }

    [TestCase("a", "1")]
    [TestCase("b", "{\"a\":2}")]
    [TestCase("c", "[{\"a\":3}]")]
    [TestCase("é", "\"x\"")]
    [TestCase("twice", "2")]
    [TestCase("", "0")]
    public void FindsProperties(string name, string raw)
    {
        JsonValue value = JsonValue.Parse("{\"b\" : {\"a\":2} ,\"c\":[{\"a\":3}],\"a\":1,\"twice\":1,\"\\u00e9\":\"x\",\"twice\":2,\"\":0}");
        Assert.That(value.TryGetProperty(name, out JsonValue found), Is.True);
        Assert.That(found.ToString(), Is.EqualTo(raw));
        Assert.That(value.TryGetProperty(Encoding.UTF8.GetBytes(name), out JsonValue same), Is.True);
        Assert.That(same.Offset, Is.EqualTo(found.Offset));
    }

    [TestCase("{\"a\":1}", "b")]
    [TestCase("{}", "a")]
    [TestCase("[\"a\"]", "a")]
    [TestCase("\"a\"", "a")]
    public void DoesNotFindOthers(string json, string name)
    {
        Assert.That(JsonValue.Parse(json).TryGetProperty(name, out JsonValue found), Is.False);
        Assert.That(found.Type, Is.EqualTo(JsonTokenType.None));
    }

    [Test]
    public void FindsItems()
    {
        JsonValue value = JsonValue.Parse("[1,[2,3],\"x\"]");
        Assert.That(value.TryGetItem(0, out JsonValue first) && first.GetInt64() == 1, Is.True);
        Assert.That(value.TryGetItem(1, out JsonValue second) && second.ToString() == "[2,3]", Is.True);
        Assert.That(value.TryGetItem(2, out JsonValue third) && third.GetString() == "x", Is.True);
        Assert.That(value.TryGetItem(3, out _), Is.False);
        Assert.That(value.TryGetItem(-1, out _), Is.False);
        Assert.That(JsonValue.Parse("{}").TryGetItem(0, out _), Is.False);
    }

    [Test]
    public void CloneOutlivesTheBuffer()
    {
        byte[] buffer = "xx\"kept\"xx"u8.ToArray();
        JsonValue clone = new JsonValue(buffer, 2, 6).Clone();
        Array.Clear(buffer);
        Assert.That(clone.GetString(), Is.EqualTo("kept"));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("1 2")]
    public void ParseRefusesOthers(string json)
        => Assert.That(() => JsonValue.Parse(json), Throws.ArgumentException);

    [Test]
    public void UncheckedBytesThrowNothingButWrongType()
    {
        var random = new Random(7);
        byte[] alphabet = "{}[]\",:\\u0dD8ntf-1.e \n\u00e9"u8.ToArray();
        var buffer = new byte[24];
        for (int round = 0; round < 20000; round++)
        {
            int count = random.Next(buffer.Length + 1);
            for (int i = 0; i < count; i++) buffer[i] = alphabet[random.Next(alphabet.Length)];
            var value = new JsonValue(buffer, 0, count);
            Assert.That(() => value.GetString(), Throws.Nothing);
            Assert.That(() => value.TryGetProperty("u", out _), Throws.Nothing);
            Assert.That(() => value.TryGetItem(1, out _), Throws.Nothing);
            Assert.That(() => value.StringIs(buffer), Throws.Nothing);
            try
            {
                value.GetDouble();
                value.GetBoolean();
            }
            catch (InvalidOperationException)
            {
                // Not what was asked for.
            }
        }
    }
}
