namespace IoTC.Buffers;

/// <summary>Numbers and words in ASCII, written and read as bytes, the same on every target and culture.</summary>
internal static class Ascii
{
    /// <summary>The most bytes a number of 64 bits needs.</summary>
    public const int MaxInt64Length = 20;

    /// <summary>Writes a number in decimal.</summary>
    /// <returns>The number of bytes written, 1–20.</returns>
    public static int WriteInt64(byte[] buffer, int offset, long value)
    {
        int start = offset;
        // Digits are taken from the negative side, which has one value more.
        long rest = value > 0 ? -value : value;
        if (value < 0) buffer[offset++] = (byte)'-';
        int digits = 1;
        for (long r = rest / 10; r != 0; r /= 10) digits++;
        for (int i = offset + digits - 1; i >= offset; i--)
        {
            buffer[i] = (byte)('0' - (rest % 10));
            rest /= 10;
        }

        return offset + digits - start;
    }

    /// <summary>Reads a decimal number that fills the whole range; a sign is allowed, white space is not.</summary>
    /// <returns><see langword="false"/> when the range is empty, holds anything else, or the number does not fit.</returns>
    public static bool TryParseInt64(byte[] buffer, int offset, int count, out long value)
    {
        value = 0;
        int end = offset + count;
        bool negative = count > 0 && buffer[offset] == '-';
        if (negative) offset++;
        if (offset == end) return false;

        long sum = 0;
        for (; offset < end; offset++)
        {
            int digit = buffer[offset] - '0';
            if (digit < 0 || digit > 9) return false;
            if (sum < (long.MinValue + digit) / 10) return false;
            sum = (sum * 10) - digit;
        }

        if (!negative && sum == long.MinValue) return false;
        value = negative ? sum : -sum;
        return true;
    }

    /// <summary>Compares a range with an ASCII word given in lower case, ignoring the case of the range's letters.</summary>
    public static bool EqualsIgnoreCase(byte[] buffer, int offset, int count, byte[] lowerWord)
    {
        if (count != lowerWord.Length) return false;
        for (int i = 0; i < count; i++)
        {
            if (ToLower(buffer[offset + i]) != lowerWord[i]) return false;
        }

        return true;
    }

    /// <summary>Lower case of one ASCII letter; any other byte is returned as it is.</summary>
    public static byte ToLower(byte value) => value >= 'A' && value <= 'Z' ? (byte)(value | 0x20) : value;
}
