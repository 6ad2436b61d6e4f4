using System;
using System.Text.Json;
using IoTC.Json;
using NUnit.Framework;
using JsonTokenType = IoTC.Json.JsonTokenType;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonGrammarTests
{
    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.All))]
    public void AcceptsAndRefuses(byte[] json, bool valid)
    {
        Assert.That(JsonText.IsValid(json, 0, json.Length), Is.EqualTo(valid));
        Assert.That(JsonValue.TryParse(json, 0, json.Length, out _), Is.EqualTo(valid));
    }

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.All))]
    public void ReaderSaysTheSame(byte[] json, bool valid)
    {
        var reader = new JsonReader(64);
        reader.Reset(json, 0, json.Length);
        int tokens = 0;
        while (reader.Read()) tokens++;
        Assert.That(reader.TokenType, Is.EqualTo(valid ? JsonTokenType.End : JsonTokenType.Error));
        Assert.That(reader.IsError, Is.EqualTo(!valid));
        Assert.That(tokens, Is.LessThanOrEqualTo(json.Length));
        Assert.That(reader.Read(), Is.False, "stays where it stopped");
    }

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.All))]
    public void IsNotLedPastItsRange(byte[] json, bool valid)
    {
        // What stands around the range would change the answer if it were looked at.
        foreach (byte around in "\"]}1 \\"u8.ToArray())
        {
            var framed = new byte[json.Length + 6];
            Array.Fill(framed, around);
            json.CopyTo(framed, 3);
            Assert.That(JsonText.IsValid(framed, 3, json.Length), Is.EqualTo(valid));
        }
    }

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.All))]
    public void AgreesWithDotNet(byte[] json, bool valid)
    {
        Assert.That(DotNetAccepts(json), Is.EqualTo(valid));
    }

    [TestCaseSource(typeof(JsonCases), nameof(JsonCases.All))]
    public void EveryCutIsAnErrorOrAnotherValue(byte[] json, bool valid)
    {
        for (int count = 0; count < json.Length; count++)
        {
            Assert.That(JsonText.IsValid(json, 0, count), Is.EqualTo(DotNetAccepts(json[..count])), $"the first {count} bytes");
        }
    }

    [TestCase("{}", true)]
    [TestCase(" {\"a\":[]} ", true)]
    [TestCase("[]", false)]
    [TestCase("1", false)]
    [TestCase("{", false)]
    [TestCase("{}{}", false)]
    [TestCase("", false)]
    public void TellsObjectsFromOtherValues(string json, bool isObject)
    {
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(json);
        Assert.That(JsonText.IsObject(utf8, 0, utf8.Length), Is.EqualTo(isObject));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(32)]
    [TestCase(64)]
    public void LimitsDepth(int maxDepth)
    {
        var reader = new JsonReader(maxDepth);
        Assert.That(Accepts(reader, maxDepth, "[", "]"), Is.True);
        Assert.That(Accepts(reader, maxDepth + 1, "[", "]"), Is.False);
        Assert.That(Accepts(reader, maxDepth - 1, "{\"a\":", "}"), Is.True);
        Assert.That(Accepts(reader, maxDepth + 1, "{\"a\":", "}"), Is.False);
    }

    [Test]
    public void DefaultDepthIs32()
    {
        var reader = new JsonReader();
        Assert.That(Accepts(reader, JsonReader.DefaultMaxDepth, "[", "]"), Is.True);
        Assert.That(Accepts(reader, JsonReader.DefaultMaxDepth + 1, "[", "]"), Is.False);
    }

    [TestCase(0)]
    [TestCase(65)]
    public void RefusesDepthItCannotKeep(int maxDepth)
        => Assert.That(() => new JsonReader(maxDepth), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void RefusesWhatIsNoRange()
    {
        var reader = new JsonReader();
        Assert.That(() => reader.Reset(new byte[3], 1, 3), Throws.ArgumentException);
        Assert.That(() => JsonText.IsValid(new byte[3], -1, 3), Throws.ArgumentException);
        Assert.That(() => new JsonValue(new byte[3], 4, 0), Throws.ArgumentException);
    }

    private static bool Accepts(JsonReader reader, int depth, string open, string close)
    {
        var text = new System.Text.StringBuilder();
        for (int i = 0; i < depth; i++) text.Append(open);
        if (open != "[") text.Append('1');
        for (int i = 0; i < depth; i++) text.Append(close);
        byte[] json = System.Text.Encoding.UTF8.GetBytes(text.ToString());
        reader.Reset(json, 0, json.Length);
        while (reader.Read())
        {
        }

        return !reader.IsError;
    }

    /// <summary>System.Text.Json puts off its checks of escapes and UTF-8 until a string is asked for: so every string is.</summary>
    private static bool DotNetAccepts(byte[] json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is System.Text.Json.JsonTokenType.String or System.Text.Json.JsonTokenType.PropertyName) reader.GetString();
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
