using System;
using System.Text;
using System.Text.Json;
using IoTC.Json;
using NUnit.Framework;
using JsonTokenType = IoTC.Json.JsonTokenType;

namespace IoTC.Core.Tests.Json;

/// <summary>Random documents, read by System.Text.Json and by us; and the same with a byte changed.</summary>
[TestFixture]
internal sealed class JsonOracleTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void ReadsTheSameTokens(int seed)
    {
        var random = new Random(seed);
        var reader = new JsonReader();
        for (int round = 0; round < 500; round++)
        {
            byte[] json = RandomJson.Document(random);
            CompareTokens(reader, json);
        }
    }

    [TestCase(5)]
    [TestCase(6)]
    public void JudgesChangedDocumentsTheSame(int seed)
    {
        var random = new Random(seed);
        byte[] changes = "{}[],:\"\\ \n0123456789-+.eEtrufalsn/bd\u0000\u001f\u00e9"u8.ToArray();
        for (int round = 0; round < 5000; round++)
        {
            byte[] json = RandomJson.Document(random);
            json[random.Next(json.Length)] = random.Next(8) == 0 ? (byte)random.Next(256) : changes[random.Next(changes.Length)];
            Assert.That(JsonText.IsValid(json, 0, json.Length), Is.EqualTo(IsValidForDotNet(json)), () => Encoding.Latin1.GetString(json));
        }
    }

    [TestCase(7)]
    public void CopyingTokenByTokenKeepsTheMeaning(int seed)
    {
        var random = new Random(seed);
        var reader = new JsonReader();
        var writer = new JsonWriter(0, 1 << 20);
        for (int round = 0; round < 300; round++)
        {
            byte[] json = RandomJson.Document(random);
            writer.Clear();
            reader.Reset(json, 0, json.Length);
            while (reader.Read()) Copy(reader, json, writer, random.Next(2) == 0);
            using JsonDocument before = JsonDocument.Parse(json);
            using JsonDocument after = JsonDocument.Parse(writer.Buffer.AsMemory(0, writer.Count));
            Assert.That(JsonElement.DeepEquals(before.RootElement, after.RootElement), Is.True, () => Encoding.UTF8.GetString(json));
        }
    }

    private static void Copy(JsonReader reader, byte[] json, JsonWriter writer, bool raw)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: writer.WriteStartObject(); break;
            case JsonTokenType.EndObject: writer.WriteEndObject(); break;
            case JsonTokenType.StartArray: writer.WriteStartArray(); break;
            case JsonTokenType.EndArray: writer.WriteEndArray(); break;
            case JsonTokenType.PropertyName when raw: writer.WriteRawPropertyName(json, reader.ValueOffset, reader.ValueCount); break;
            case JsonTokenType.PropertyName: writer.WritePropertyName(reader.GetString()); break;
            case JsonTokenType.String when !raw: writer.WriteStringValue(reader.GetString()); break;
            case JsonTokenType.Number when !raw && reader.TryGetInt64(out long whole): writer.WriteNumberValue(whole); break;
            default:
                reader.GetRawValue(out int offset, out int count);
                writer.WriteRawValue(json, offset, count);
                break;
        }
    }

    private static void CompareTokens(JsonReader reader, byte[] json)
    {
        var oracle = new Utf8JsonReader(json);
        reader.Reset(json, 0, json.Length);
        while (oracle.Read())
        {
            Assert.That(reader.Read(), Is.True);
            Assert.That(reader.TokenType.ToString(), Is.EqualTo(oracle.TokenType.ToString()));
            Assert.That(json.AsSpan(reader.ValueOffset, reader.ValueCount).SequenceEqual(oracle.ValueSpan), Is.True);
            int quote = json[(int)oracle.TokenStartIndex] == '"' ? 1 : 0;
            Assert.That(reader.ValueOffset, Is.EqualTo((int)oracle.TokenStartIndex + quote));
            Assert.That(reader.TokenEnd, Is.EqualTo(reader.ValueOffset + reader.ValueCount + quote));
            if (oracle.TokenType is System.Text.Json.JsonTokenType.String or System.Text.Json.JsonTokenType.PropertyName)
            {
                string text = oracle.GetString()!;
                Assert.That(reader.GetString(), Is.EqualTo(text));
                Assert.That(reader.ValueIs(Encoding.UTF8.GetBytes(text)), Is.True);
                Assert.That(reader.ValueIs(Encoding.UTF8.GetBytes(text + "x")), Is.False);
            }
            else if (oracle.TokenType == System.Text.Json.JsonTokenType.Number)
            {
                Assert.That(reader.GetDouble(), Is.EqualTo(oracle.GetDouble()).Within(Math.Abs(oracle.GetDouble()) * 1e-14));
                Assert.That(reader.TryGetInt64(out long value), Is.EqualTo(oracle.TryGetInt64(out long expected)));
                Assert.That(value, Is.EqualTo(expected));
            }
        }

        Assert.That(reader.Read(), Is.False);
        Assert.That(reader.IsError, Is.False);
    }

    private static bool IsValidForDotNet(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
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
