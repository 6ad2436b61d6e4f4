namespace IoTC.Buffers;

/// <summary>Works on ranges of byte arrays: the few operations every layer needs.</summary>
internal static partial class Bytes
{
    /// <summary>An array without elements, shared.</summary>
    public static readonly byte[] Empty = new byte[0];

    /// <summary>Tells whether a range begins with all of <paramref name="prefix"/>.</summary>
    public static bool StartsWith(byte[] buffer, int offset, int count, byte[] prefix)
        => count >= prefix.Length && AreEqual(buffer, offset, prefix, 0, prefix.Length);

    /// <summary>Tells whether a range is the same as all of <paramref name="other"/>.</summary>
    public static bool AreEqual(byte[] buffer, int offset, int count, byte[] other)
        => count == other.Length && AreEqual(buffer, offset, other, 0, count);

    /// <summary>Compares without telling by its duration where the difference is; for secrets.</summary>
    public static bool AreEqualInConstantTime(byte[] left, byte[] right)
    {
        if (left.Length != right.Length) return false;
        int difference = 0;
        for (int i = 0; i < left.Length; i++) difference |= left[i] ^ right[i];
        return difference == 0;
    }

    /// <summary>Copies a range to an array of its own.</summary>
    public static byte[] ToArray(byte[] buffer, int offset, int count)
    {
        if (count == 0) return Empty;
        var copy = new byte[count];
        Copy(buffer, offset, copy, 0, count);
        return copy;
    }
}
