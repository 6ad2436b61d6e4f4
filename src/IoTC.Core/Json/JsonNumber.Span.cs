using System;
using System.Globalization;

namespace IoTC.Json;

/// <content>Correctly rounded in both directions, by .NET.</content>
internal static partial class JsonNumber
{
    /// <summary>Reads a number; one that is too large becomes infinite.</summary>
    /// <returns><see langword="false"/> when the range holds no number.</returns>
    public static bool TryParseDouble(byte[] buffer, int offset, int count, out double value)
        => double.TryParse(new ReadOnlySpan<byte>(buffer, offset, count), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>Writes the shortest text that reads back as the same number.</summary>
    /// <returns>The number of bytes written, at most <see cref="MaxDoubleLength"/>.</returns>
    public static int WriteDouble(double value, byte[] buffer, int offset)
    {
        value.TryFormat(new Span<byte>(buffer, offset, MaxDoubleLength), out int written, default, CultureInfo.InvariantCulture);
        return written;
    }
}
