using System;
using System.Buffers;

namespace IoTC.Json;

/// <summary>The byte search under strings, vectorised.</summary>
internal static class JsonBytes
{
    private static readonly SearchValues<byte> Stops = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F"u8 +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\"u8);

    /// <summary>Finds the first quote, backslash or control byte; <paramref name="end"/> when there is none.</summary>
    /// <param name="buffer">Where to look.</param>
    /// <param name="offset">First index.</param>
    /// <param name="end">Index after the last.</param>
    /// <param name="mayBeNonAscii">Always set: the check that follows is faster than finding out.</param>
    public static int FindStringStop(byte[] buffer, int offset, int end, ref bool mayBeNonAscii)
    {
        mayBeNonAscii = true;
        int index = new ReadOnlySpan<byte>(buffer, offset, end - offset).IndexOfAny(Stops);
        return index < 0 ? end : offset + index;
    }
}
