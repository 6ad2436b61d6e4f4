using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace IoTC.Buffers;

/// <content>Copy, compare and search with .NET's vectorised spans.</content>
internal static partial class Bytes
{
    /// <summary>Tells whether the three arguments name a range inside the array; caller misuse is refused with it.</summary>
    /// <remarks>In the words of a span's own check, so that a compiler that has seen the one leaves out the other. A negative number is more than any length.</remarks>
    [MethodImpl(Inlining.Always)]
    public static bool IsRange(byte[] buffer, int offset, int count)
        => buffer != null && (ulong)(uint)offset + (uint)count <= (uint)buffer.Length;

    /// <summary>Reads a big-endian 16-bit number.</summary>
    public static int ReadUInt16(byte[] buffer, int offset) => BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(buffer, offset, sizeof(ushort)));

    /// <summary>Writes a big-endian 16-bit number, 0–65535.</summary>
    public static void WriteUInt16(byte[] buffer, int offset, int value)
        => BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(buffer, offset, sizeof(ushort)), (ushort)value);

    /// <summary>Writes a big-endian 32-bit number.</summary>
    public static void WriteInt32(byte[] buffer, int offset, int value)
        => BinaryPrimitives.WriteInt32BigEndian(new Span<byte>(buffer, offset, sizeof(int)), value);

    /// <summary>Copies bytes; the ranges may overlap.</summary>
    [MethodImpl(Inlining.Always)]
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
