using System;

namespace IoTC.Buffers;

/// <content>Copy, compare and search with what every target has.</content>
internal static partial class Bytes
{
    /// <summary>Tells whether the three arguments name a range inside the array; caller misuse is refused with it.</summary>
    public static bool IsRange(byte[] buffer, int offset, int count)
        => buffer != null && offset >= 0 && count >= 0 && count <= buffer.Length - offset;

    /// <summary>Reads a big-endian 16-bit number.</summary>
    public static int ReadUInt16(byte[] buffer, int offset) => (buffer[offset] << 8) | buffer[offset + 1];

    /// <summary>Writes a big-endian 16-bit number, 0–65535.</summary>
    public static void WriteUInt16(byte[] buffer, int offset, int value)
    {
        buffer[offset] = (byte)(value >> 8);
        buffer[offset + 1] = (byte)value;
    }

    /// <summary>Writes a big-endian 32-bit number.</summary>
    public static void WriteInt32(byte[] buffer, int offset, int value)
    {
        WriteUInt16(buffer, offset, value >> 16);
        WriteUInt16(buffer, offset + 2, value);
    }

    /// <summary>Copies bytes; the ranges may overlap.</summary>
    public static void Copy(byte[] source, int sourceOffset, byte[] target, int targetOffset, int count)
        => Array.Copy(source, sourceOffset, target, targetOffset, count);

    /// <summary>Tells whether two ranges hold the same bytes.</summary>
    public static bool AreEqual(byte[] left, int leftOffset, byte[] right, int rightOffset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (left[leftOffset + i] != right[rightOffset + i]) return false;
        }

        return true;
    }

    /// <summary>Finds a byte in a range.</summary>
    /// <returns>Its index in the array, or -1.</returns>
    public static int IndexOf(byte[] buffer, int offset, int count, byte value)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (buffer[i] == value) return i;
        }

        return -1;
    }
}
