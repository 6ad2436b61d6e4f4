using IoTC.Buffers;
using IoTC.Json;

namespace IoTC.Nano.Tests;

/// <summary>What a board does otherwise in silence: its strings end at U+0000, and it divides, counts and prints in its own way. The core must not notice.</summary>
internal static class StringTests
{
    public static void Run(Check check)
    {
        check.Test("board: U+0000 in a JSON string is kept as bytes", NulInJson);
        check.Test("board: U+0000 in a name does not make two names one", NulInName);
        check.Test("board: U+0000 from the peer does not move what follows", NulMovesNothing);
        check.Test("board: surrogate pairs", SurrogatePairs);
        check.Test("board: integers are printed by the core itself", Integers);
        check.Test("board: zero as a number of a peer divides nothing", Zero);
        check.Test("board: percent encoding works on bytes", Percent);
    }

    private static void NulInJson()
    {
        byte[] json = Check.Utf8("\"a\\u0000b\"");
        var reader = new JsonReader();
        reader.Reset(json, 0, json.Length);
        Check.That(reader.Read() && reader.TokenType == JsonTokenType.String, "it is refused");
        var bytes = new byte[8];
        Check.Equal("610062", Hex.Encode(bytes, 0, reader.CopyUnescaped(bytes, 0)));
        Check.That(reader.ValueIs(Hex.Decode("610062")), "it is not itself");
        Check.That(!reader.ValueIs(Hex.Decode("61")), "it ends at U+0000");
    }

    private static void NulInName()
    {
        byte[] json = Check.Utf8("{\"a\\u0000b\":1,\"a\":2}");
        Check.That(JsonValue.TryParse(json, 0, json.Length, out JsonValue value), "it is refused");
        Check.That(value.TryGetProperty("a", out JsonValue member) && member.GetInt64() == 2, "the wrong member");
    }

    private static void NulMovesNothing()
    {
        byte[] json = Check.Utf8("[\"\\u0000\",\"after\"]");
        Check.That(JsonValue.TryParse(json, 0, json.Length, out JsonValue value), "it is refused");
        Check.That(value.TryGetItem(1, out JsonValue item), "it is lost");
        Check.Equal("after", item.GetString());
    }

    private static void SurrogatePairs()
    {
        byte[] json = Check.Utf8("\"\\ud83d\\ude00\"");
        var reader = new JsonReader();
        reader.Reset(json, 0, json.Length);
        Check.That(reader.Read(), "it is refused");
        var bytes = new byte[16];
        Check.Equal("F09F9880", Hex.Encode(bytes, 0, reader.CopyUnescaped(bytes, 0)));
        byte[] lone = Check.Utf8("\"\\ud83d\"");
        Check.That(!JsonText.IsValid(lone, 0, lone.Length) || Utf8.GetString(lone, 0, lone.Length).Length > 0, "half a pair ends in disorder");
    }

    private static void Integers()
    {
        var buffer = new byte[Ascii.MaxInt64Length];
        int count = Ascii.WriteInt64(buffer, 0, long.MinValue);
        Check.Equal("-9223372036854775808", Check.Text(buffer, 0, count));
        Check.That(Ascii.TryParseInt64(buffer, 0, count, out long value) && value == long.MinValue, "it is not read back");
    }

    private static void Zero()
    {
        byte[] json = Check.Utf8("[0,0.0,-0,0e5,0e-400]");
        Check.That(JsonValue.TryParse(json, 0, json.Length, out JsonValue value), "it is refused");
        for (int i = 0; i < 5; i++)
        {
            Check.That(value.TryGetItem(i, out JsonValue item) && item.GetDouble() == 0, "item " + i.ToString());
        }
    }

    private static void Percent()
    {
        var output = new ByteBuffer(16, 256);
        PercentEncoding.Encode("a b/é%", output);
        Check.Equal("a%20b%2F%C3%A9%25", output.GetString());
        byte[] bytes = Check.Utf8("%00%41");
        var decoded = new byte[8];
        Check.Equal("0041", Hex.Encode(decoded, 0, PercentEncoding.Decode(bytes, 0, bytes.Length, decoded, 0)));
    }
}
