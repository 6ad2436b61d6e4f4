using System.Collections.Generic;

namespace IoTC.Fuzz.Targets;

/// <summary>Texts and words of JSON.</summary>
internal static class JsonSeeds
{
    public static IEnumerable<byte[]> Texts =>
    [
        [.. "{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"e\"}}"u8],
        [.. " [ -0.0e+10 , 1E5, 123456789012345678901234567890 , \"\\u0041\\uD83D\\uDE00\\n\\\"\" ] "u8],
        [.. "\"aä€😀\\/\""u8],
        [.. "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"u8],
        [.. "9223372036854775807"u8],
        [.. "null"u8],
        [.. "{\"\":{}}"u8],
    ];

    public static IReadOnlyList<byte[]> Words =>
    [
        [.. "{\"a\":"u8], [.. "}"u8], [.. "["u8], [.. "]"u8], [.. ","u8], [.. ":"u8], [.. "\""u8], [.. "\\u0000"u8], [.. "\\uD800"u8], [.. "\\uDC00"u8], [.. "\\uD83D\\uDE00"u8],
        [.. "true"u8], [.. "false"u8], [.. "null"u8], [.. "-0"u8], [.. "1e400"u8], [.. "1e-400"u8], [.. "0.1"u8], [.. "-9223372036854775808"u8], [.. "\"a\""u8], [.. "\xEF\xBB\xBF"u8], [0xED, 0xA0, 0x80],
    ];
}
