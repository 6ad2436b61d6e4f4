using System;

namespace IoTC.Mqtt.Wire;

/// <content>The text check with .NET's vectorised spans.</content>
public static partial class TopicName
{
    /// <summary>Tells whether a range is well-formed UTF-8 without U+0000, <c>+</c> and <c>#</c>.</summary>
    internal static bool HasValidText(byte[] topic, int offset, int count)
    {
        var text = new ReadOnlySpan<byte>(topic, offset, count);
        return System.Text.Unicode.Utf8.IsValid(text) && text.IndexOfAny((byte)0, (byte)'+', (byte)'#') < 0;
    }
}
