using System;
using System.Text;
using IoTC.Json;

namespace IoTC.Hub;

/// <summary>What the hub takes as reported properties, checked before anything is sent: it would answer 400 without saying what is wrong.</summary>
/// <remarks>Azure: "Understand and use device twins in IoT Hub", Device twin format. On a board the hub's answer has to do.</remarks>
internal static class ReportedRules
{
    private const int MaxDepth = 10;
    private const int MaxNameBytes = 1024;
    private const int MaxStringBytes = 4096;
    private const long MaxInteger = 4503599627370495;

    /// <summary>Refuses what the hub would refuse.</summary>
    /// <exception cref="ArgumentException">The message names what is wrong, and the limit.</exception>
    public static void Require(byte[] json, int offset, int count)
    {
        var scanner = default(JsonScanner);
        scanner.Reset(json, offset, count, JsonScanner.MaxDepthLimit);
        int depth = 0;
        while (scanner.Read())
        {
            switch (scanner.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    // The patch itself is no level.
                    if (++depth > MaxDepth + 1) throw new ArgumentException($"Reported properties may be nested {MaxDepth} levels deep.");
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.PropertyName:
                    RequireName(new ReadOnlySpan<byte>(json, scanner.ValueOffset, scanner.ValueCount));
                    break;
                case JsonTokenType.String:
                    if (scanner.ValueCount > MaxStringBytes && Unescape(new ReadOnlySpan<byte>(json, scanner.ValueOffset, scanner.ValueCount)).Length > MaxStringBytes)
                    {
                        throw new ArgumentException("A string in reported properties may have 4 KB at most.");
                    }

                    break;
                case JsonTokenType.Number:
                    RequireInteger(json, scanner.ValueOffset, scanner.ValueCount);
                    break;
            }
        }
    }

    private static void RequireName(ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)'\\')) name = Unescape(name);
        bool isGood = name.Length is > 0 and <= MaxNameBytes && !name.ContainsAny(". $"u8);
        int mark = name.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E);
        if (isGood && mark >= 0)
        {
            foreach (char letter in Encoding.UTF8.GetString(name[mark..])) isGood &= !char.IsControl(letter);
        }

        if (!isGood) throw new ArgumentException($"\"{Encoding.UTF8.GetString(name)}\" cannot be a reported property: a name has 1 to {MaxNameBytes} bytes, without '.', '$', spaces and control characters.");
    }

    // A fraction or an exponent makes it a double, which has no such limit.
    private static void RequireInteger(byte[] json, int offset, int count)
    {
        if (new ReadOnlySpan<byte>(json, offset, count).ContainsAny(".eE"u8)) return;
        bool isGood = Buffers.Ascii.TryParseInt64(json, offset, count, out long number) && number is >= -MaxInteger - 1 and <= MaxInteger;
        if (!isGood) throw new ArgumentException($"An integer in reported properties must be {-MaxInteger - 1} to {MaxInteger}.");
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped)
        => Encoding.UTF8.GetBytes(JsonString.GetString(escaped.ToArray(), 0, escaped.Length));
}
