using IoTC.Json;

namespace IoTC.Nano.Tests;

/// <summary>JSON that comes. RFC 8259.</summary>
internal static class JsonReadTests
{
    public static void Run(Check check)
    {
        Valid(check, "{}", true);
        Valid(check, "[1,2,{\"a\":[]}]", true);
        Valid(check, " \"\\u00e9\\ud83d\\ude00\" ", true);
        Valid(check, "-0.5e+10", true);
        Valid(check, "[1,]", false);
        Valid(check, "{\"a\"}", false);
        Valid(check, "01", false);
        Valid(check, "\"\\x\"", false);
        Valid(check, "nul", false);
        Valid(check, "", false);
        Valid(check, "{} {}", false);

        Number(check, "0", 0);
        Number(check, "21.5", 21.5);
        Number(check, "-1e-3", -0.001);
        Number(check, "0.1", 0.1);
        Number(check, "123456789012", 123456789012.0);

        check.Test("json: integers to the last", Integers);
        check.Test("json: a string with every escape", Escapes);
        check.Test("json: members are found by their bytes", Members);
        check.Test("json: items", Items);
        check.Test("json: the wrong type throws", WrongType);
        check.Test("json: too deep is refused", TooDeep);
    }

    private static JsonValue Parse(string json)
    {
        byte[] bytes = Check.Utf8(json);
        Check.That(JsonValue.TryParse(bytes, 0, bytes.Length, out JsonValue value), "it is refused");
        return value;
    }

    private static void Valid(Check check, string json, bool expected) => check.Test("json: " + (json.Length == 0 ? "nothing" : json) + (expected ? " is read" : " is refused"), () =>
    {
        byte[] bytes = Check.Utf8(json);
        Check.That(JsonText.IsValid(bytes, 0, bytes.Length) == expected, "the other way round");
    });

    private static void Number(Check check, string json, double expected) => check.Test("json: number " + json, () => Check.That(Parse(json).GetDouble() == expected, "another number"));

    private static void Integers()
    {
        Check.Equal(long.MaxValue, Parse("9223372036854775807").GetInt64());
        Check.Equal(long.MinValue, Parse("-9223372036854775808").GetInt64());
        Check.That(!Parse("9223372036854775808").TryGetInt64(out _), "2^63 is no long");
        Check.That(!Parse("1.5").TryGetInt64(out _), "1.5 is no long");
    }

    private static void Escapes()
    {
        Check.Equal("\"\\/\b\f\n\r\té", Parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"").GetString());
    }

    private static void Members()
    {
        JsonValue value = Parse("{\"a\":{\"targetTemperature\":22.5},\"na\\u006de\":true,\"$version\":3}");
        Check.That(value.TryGetProperty("a", out JsonValue inner) && inner.TryGetProperty(Check.Utf8("targetTemperature"), out JsonValue target) && target.GetDouble() == 22.5, "the nested member");
        Check.That(value.TryGetProperty("name", out JsonValue name) && name.GetBoolean(), "the escaped name");
        Check.That(value.TryGetProperty("$version", out JsonValue version) && version.GetInt64() == 3, "the number");
        Check.That(!value.TryGetProperty("b", out _), "a member that is not there");
    }

    private static void Items()
    {
        JsonValue value = Parse("[10,[20],\"x\",null]");
        Check.That(value.TryGetItem(0, out JsonValue first) && first.GetInt64() == 10, "the first");
        Check.That(value.TryGetItem(3, out JsonValue last) && last.IsNull, "the last");
        Check.That(!value.TryGetItem(4, out _), "one that is not there");
    }

    private static void WrongType()
    {
        Check.Throws(() => Parse("\"1\"").GetDouble());
        Check.Throws(() => Parse("1").GetBoolean());
        Check.Throws(() => Parse("1.5").GetInt64());
    }

    private static void TooDeep()
    {
        var json = new byte[64];
        for (int i = 0; i < 64; i++) json[i] = (byte)(i < 32 ? '[' : ']');
        Check.That(JsonText.IsValid(json, 0, 64), "32 levels are read");
        for (int i = 0; i < 64; i++) json[i] = (byte)'[';
        Check.That(!JsonText.IsValid(json, 0, 64), "64 levels are refused");
    }
}
