using System;

namespace IoTC.Buffers;

/// <content>Copy, compare and search with .NET's vectorised spans.</content>
internal static partial class Bytes
{
    /// <summary>Copies bytes; the ranges may overlap.</summary>
    public static void Copy(byte[] source, int sourceOffset, byte[] target, int targetOffset, int count)
        => new ReadOnlySpan<byte>(source, sourceOffset, count).CopyTo(new Span<byte>(target, targetOffset, count));

    /// <summary>Tells whether two ranges hold the same bytes.</summary>
    public static bool AreEqual(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
        => new ReadOnlySpan<byte>(left, leftOffset, count).SequenceEqual(new ReadOnlySpan<byte>(right, rightOffset, count));

    /// <summary>Finds a byte in a range.</summary>
    /// <returns>Its index in the array, or -1.</returns>
    public static int IndexOf(byte[] buffer, int offset, int count, byte value)
    {
        int index = new ReadOnlySpan<byte>(buffer, offset, count).IndexOf(value);
        return index < 0 ? -1 : offset + index;
    }
}
