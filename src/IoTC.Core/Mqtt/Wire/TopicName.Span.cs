using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>The text check with vectors: one look at each byte of a topic that is plain ASCII.</content>
public static partial class TopicName
{
    /// <summary>Tells whether a range is well-formed UTF-8 without U+0000, <c>+</c> and <c>#</c>.</summary>
    internal static bool HasValidText(byte[] topic, int offset, int count)
    {
        var text = new ReadOnlySpan<byte>(topic, offset, count);
        return IsPlainAscii(text) || IsValidUnicode(text);
    }

    // Kept apart, so that its locals cost the ordinary topic nothing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsValidUnicode(ReadOnlySpan<byte> text)
        => System.Text.Unicode.Utf8.IsValid(text) && text.IndexOfAny((byte)0, (byte)'+', (byte)'#') < 0;

    /// <summary>Tells whether a text that fills a vector holds nothing but ASCII without U+0000, <c>+</c> and <c>#</c>.</summary>
    private static bool IsPlainAscii(ReadOnlySpan<byte> text)
    {
        int last = text.Length - Vector<byte>.Count;
        if (last < 0) return false;

        // The last vector may overlap the one before it.
        Vector<byte> suspects = Suspects(new Vector<byte>(text.Slice(last)));
        for (int i = 0; i < last; i += Vector<byte>.Count) suspects |= Suspects(new Vector<byte>(text.Slice(i)));
        return suspects == Vector<byte>.Zero;
    }

    /// <summary>Marks U+0000 and what is not ASCII, neither of them positive when signed; and <c>#</c> 0x23 and <c>+</c> 0x2B, one bit apart.</summary>
    [MethodImpl(Inlining.Always)]
    private static Vector<byte> Suspects(Vector<byte> text)
        => Vector.LessThanOrEqual(text.As<byte, sbyte>(), Vector<sbyte>.Zero).As<sbyte, byte>()
        | Vector.Equals(text | new Vector<byte>(0x08), new Vector<byte>(0x2B));
}
