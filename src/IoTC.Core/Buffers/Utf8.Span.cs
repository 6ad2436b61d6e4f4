using System;

namespace IoTC.Buffers;

/// <content>.NET's vectorised validator.</content>
internal static partial class Utf8
{
    /// <summary>Tells whether a range is well-formed UTF-8 without U+0000.</summary>
    public static bool IsMqttString(byte[] buffer, int offset, int count)
    {
        var text = new ReadOnlySpan<byte>(buffer, offset, count);
        return System.Text.Unicode.Utf8.IsValid(text) && !text.Contains((byte)0);
    }

    /// <summary>Tells whether a range is well-formed UTF-8; U+0000 is allowed.</summary>
    public static bool IsWellFormed(byte[] buffer, int offset, int count)
        => System.Text.Unicode.Utf8.IsValid(new ReadOnlySpan<byte>(buffer, offset, count));
}
