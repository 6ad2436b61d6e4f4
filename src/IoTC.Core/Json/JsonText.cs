using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>Checks JSON that somebody else has written, without allocating.</summary>
public static class JsonText
{
    /// <summary>Tells whether a range holds exactly one JSON value, RFC 8259, nested at most 64 levels; white space around it is allowed.</summary>
    /// <param name="buffer">UTF-8.</param>
    /// <param name="offset">Where the text begins.</param>
    /// <param name="count">Its length in bytes.</param>
    public static bool IsValid(byte[] buffer, int offset, int count) => TryMeasure(buffer, offset, count, false, out _, out _);

    /// <summary>Tells whether a range holds exactly one JSON object.</summary>
    /// <param name="buffer">UTF-8.</param>
    /// <param name="offset">Where the text begins.</param>
    /// <param name="count">Its length in bytes.</param>
    public static bool IsObject(byte[] buffer, int offset, int count) => TryMeasure(buffer, offset, count, true, out _, out _);

    /// <summary>Checks a range, and gives its one value without the white space around it.</summary>
    internal static bool TryMeasure(byte[] buffer, int offset, int count, bool objectOnly, out int valueOffset, out int valueCount)
    {
        if (!Bytes.IsRange(buffer, offset, count)) throw JsonErrors.NotARange(nameof(buffer));
        valueOffset = 0;
        valueCount = 0;
        var scanner = default(JsonScanner);
        scanner.Reset(buffer, offset, count, JsonScanner.MaxDepthLimit);
        if (!scanner.Read() || (objectOnly && scanner.TokenType != JsonTokenType.StartObject)) return false;
        return scanner.TryReadRawValue(out valueOffset, out valueCount)
            && !scanner.Read() && scanner.TokenType == JsonTokenType.End;
    }
}
