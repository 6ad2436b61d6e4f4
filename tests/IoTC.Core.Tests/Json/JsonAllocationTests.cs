using System;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Json;

[TestFixture]
internal sealed class JsonAllocationTests
{
    private static readonly byte[] Desired = "{\"target\":21.5,\"mode\":\"\\u0061uto\",\"nested\":{\"a\":[1,2,3]},\"$version\":7}"u8.ToArray();
    private static readonly byte[] Version = "$version"u8.ToArray();

    [Test]
    public void WritingAllocatesNothingOnceGrown()
    {
        var writer = new JsonWriter(0, 65536);
        Assert.That(Allocated.Bytes(() => Write(writer)), Is.Zero);
        Assert.That(writer.IsComplete, Is.True);
    }

    [Test]
    public void ReadingAllocatesNothing()
    {
        var reader = new JsonReader();
        long sum = 0;
        Assert.That(Allocated.Bytes(() => sum += Read(reader)), Is.Zero);
        Assert.That(sum, Is.Positive);
    }

    [Test]
    public void CheckingAndFindingAllocateNothing()
    {
        long sum = 0;
        Assert.That(Allocated.Bytes(() => sum += Find()), Is.Zero);
        Assert.That(sum, Is.Positive);
    }

    private static void Write(JsonWriter writer)
    {
        writer.Clear();
        writer.WriteStartObject();
        writer.WriteNumber("temperature", 21.5);
        writer.WriteNumber("count", 12345);
        writer.WriteString("state", "ok \"quoted\"\n\u00e9");
        writer.WriteBoolean("on", true);
        writer.WriteNull("none");
        writer.WriteRaw("raw", "[1,2]");
        writer.WritePropertyName(Version, 0, Version.Length);
        writer.WriteRawValue(Desired, 0, Desired.Length);
        writer.WriteEndObject();
    }

    private static long Read(JsonReader reader)
    {
        long version = 0;
        double target = 0;
        reader.Reset(Desired, 0, Desired.Length);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueIs(Version))
            {
                reader.Read();
                reader.TryGetInt64(out version);
            }
            else if (reader.TokenType == JsonTokenType.Number)
            {
                target += reader.GetDouble();
            }
        }

        return version + (long)target;
    }

    private static long Find()
    {
        if (!JsonValue.TryParse(Desired, 0, Desired.Length, out JsonValue value)) return 0;
        return value.TryGetProperty(Version, out JsonValue version) ? version.GetInt64() : 0;
    }
}
