using IoTC.Json;

namespace IoTC.Nano.Tests;

/// <summary>JSON that leaves.</summary>
internal static class JsonWriteTests
{
    public static void Run(Check check)
    {
        Number(check, "0", 0.0);
        Number(check, "21.5", 21.5);
        Number(check, "-0.1", -0.1);
        Number(check, "1000000", 1e6);
        Number(check, "0.001", 0.001);
        check.Test("json: an object is written", WritesObject);
        check.Test("json: strings are escaped", Escapes);
        check.Test("json: the smallest and the largest integer", Integers);
        check.Test("json: doubles are read back as they were", RoundTrip);
        check.Test("json: a buffer that is full is told, not thrown", Overflow);
        check.Test("json: nesting mistakes throw", Misuse);
    }

    private static void Number(Check check, string expected, double value) => check.Test("json: " + expected + " is written", () =>
    {
        var json = new JsonWriter(16, 64);
        json.WriteNumberValue(value);
        Check.Equal(expected, json.ToString());
    });

    private static void WritesObject()
    {
        var json = new JsonWriter(16, 256);
        json.WriteStartObject();
        json.WriteString("s", "x");
        json.WriteNumber("n", 5L);
        json.WriteBoolean("b", true);
        json.WriteNull("z");
        json.WritePropertyName("a");
        json.WriteStartArray();
        json.WriteNumberValue(1L);
        json.WriteStringValue("2");
        json.WriteEndArray();
        json.WriteRaw("r", "{\"k\":[]}");
        json.WriteEndObject();
        Check.Equal("{\"s\":\"x\",\"n\":5,\"b\":true,\"z\":null,\"a\":[1,\"2\"],\"r\":{\"k\":[]}}", json.ToString());
        Check.That(json.IsComplete, "it is complete");
    }

    private static void Escapes()
    {
        var json = new JsonWriter(16, 256);
        json.WriteStringValue("\"\\\n\té");
        byte[] bytes = Check.Utf8(json.ToString());
        Check.That(JsonText.IsValid(bytes, 0, bytes.Length), "it is JSON");
        Check.That(JsonValue.TryParse(bytes, 0, bytes.Length, out JsonValue value), "it is a value");
        Check.Equal("\"\\\n\té", value.GetString());
    }

    private static void Integers()
    {
        var json = new JsonWriter(16, 256);
        json.WriteStartArray();
        json.WriteNumberValue(long.MinValue);
        json.WriteNumberValue(long.MaxValue);
        json.WriteEndArray();
        Check.Equal("[-9223372036854775808,9223372036854775807]", json.ToString());
    }

    private static void RoundTrip()
    {
        // Sixteen digits or more are what boards print; these need no more.
        var values = new double[] { 0.1, 1.0 / 8, 123.456, 1e21, 5e-7, -273.15, 98765432.1 };
        for (int i = 0; i < values.Length; i++)
        {
            var json = new JsonWriter(16, 64);
            json.WriteNumberValue(values[i]);
            Check.That(JsonValue.TryParse(json.Buffer, 0, json.Count, out JsonValue value), "it is JSON");
            Check.That(value.GetDouble() == values[i], json.ToString());
        }
    }

    private static void Overflow()
    {
        var json = new JsonWriter(4, 32);
        json.WriteStringValue("longer than thirty-two bytes altogether");
        Check.That(json.Overflowed, "it fits");
        json.Clear();
        json.WriteNumberValue(1L);
        Check.That(!json.Overflowed, "Clear begins anew");
    }

    private static void Misuse()
    {
        var json = new JsonWriter(16, 64);
        Check.Throws(() => json.WriteEndObject());
        json.WriteStartObject();
        Check.Throws(() => json.WriteNumberValue(1L));
    }
}
