using IoTC.Buffers;

namespace IoTC.Json;

/// <content>Plain arithmetic: exact where a power of ten is (see the members), a few units in the last place off elsewhere.</content>
internal static partial class JsonNumber
{
    private const int MaxDigits = 18;
    private const int MaxExactPower = 22;
    private const int ExponentCap = 9999;

    // Beyond it, a digit rounded up might read back as infinite.
    private const double LargestWritten = 1.79769313486231E308;

    // The powers of ten that a double holds exactly.
    private static readonly double[] PowersOfTen =
    {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };

    /// <summary>Reads a number; one that is too large becomes infinite.</summary>
    /// <remarks>
    /// Correctly rounded for up to 15 digits with a power of ten between -22 and 22. Otherwise half a unit in the last place may be
    /// lost for each further 22 powers, and one for digits after the 15th; digits after the 18th are not looked at.
    /// </remarks>
    /// <returns><see langword="false"/> when the range holds no number.</returns>
    public static bool TryParseDouble(byte[] buffer, int offset, int count, out double value)
    {
        value = 0;
        int end = offset + count;
        bool negative = count > 0 && buffer[offset] == '-';
        if (negative) offset++;

        long digits = 0;
        int taken = 0;
        int exponent = 0;
        bool fraction = false;
        int start = offset;
        for (; offset < end; offset++)
        {
            byte b = buffer[offset];
            if (b == '.' && !fraction)
            {
                fraction = true;
                continue;
            }

            if (b < '0' || b > '9') break;
            if (taken == MaxDigits)
            {
                if (!fraction) exponent++;
                continue;
            }

            digits = (digits * 10) + (b - '0');
            if (digits != 0) taken++;
            if (fraction) exponent--;
        }

        if (offset == start || (offset < end && !TryParseExponent(buffer, offset, end, ref exponent))) return false;
        value = digits == 0 ? 0 : Scale(digits, exponent);
        if (negative) value = -value;
        return true;
    }

    /// <summary>Writes a number that reads back as the same, or as near as <see cref="TryParseDouble"/> comes.</summary>
    /// <remarks>
    /// The first of 15, 16 and 17 digits that reads back as the same number is written; exact between 1e-7 and 1e22, a few units in the
    /// last place off elsewhere.
    /// </remarks>
    /// <returns>The number of bytes written, at most <see cref="MaxDoubleLength"/>.</returns>
    public static int WriteDouble(double value, byte[] buffer, int offset)
    {
        int start = offset;
        if (value < 0)
        {
            buffer[offset++] = (byte)'-';
            value = -value;
        }

        // 2^53: below it every whole number is exact.
        if (value < 9007199254740992d && value == (long)value)
        {
            return offset + Ascii.WriteInt64(buffer, offset, (long)value) - start;
        }

        if (value > LargestWritten) value = LargestWritten;
        int magnitude = Magnitude(value);
        int count = WriteDigits(value, 15, magnitude, buffer, offset);
        for (int precision = 16; precision <= 17; precision++)
        {
            TryParseDouble(buffer, offset, count, out double readBack);
            if (readBack == value) break;
            count = WriteDigits(value, precision, magnitude, buffer, offset);
        }

        return offset + count - start;
    }

    private static bool TryParseExponent(byte[] buffer, int offset, int end, ref int exponent)
    {
        if ((buffer[offset++] | 0x20) != 'e' || offset == end) return false;
        bool negative = buffer[offset] == '-';
        if (negative || buffer[offset] == '+') offset++;
        if (offset == end) return false;

        int value = 0;
        for (; offset < end; offset++)
        {
            int digit = buffer[offset] - '0';
            if (digit < 0 || digit > 9) return false;
            if (value < ExponentCap) value = (value * 10) + digit;
        }

        exponent += negative ? -value : value;
        return true;
    }

    /// <summary>digits × 10^exponent, in steps that a double holds exactly.</summary>
    private static double Scale(double value, int exponent)
    {
        for (; exponent > MaxExactPower && !double.IsInfinity(value); exponent -= MaxExactPower) value *= PowersOfTen[MaxExactPower];
        for (; exponent < -MaxExactPower && value != 0; exponent += MaxExactPower) value /= PowersOfTen[MaxExactPower];
        if (value == 0 || double.IsInfinity(value)) return value;
        return exponent < 0 ? value / PowersOfTen[-exponent] : value * PowersOfTen[exponent];
    }

    /// <summary>The power of ten of the first digit.</summary>
    private static int Magnitude(double value)
    {
        int power = 0;
        for (; value >= 1e22; power += MaxExactPower) value /= 1e22;
        for (; value < 1; power -= MaxExactPower) value *= 1e22;
        while (power < 400 && value >= 10)
        {
            value /= 10;
            power++;
        }

        return power;
    }

    private static int WriteDigits(double value, int precision, int magnitude, byte[] buffer, int offset)
    {
        long limit = (long)PowersOfTen[precision];
        long digits = (long)(Scale(value, precision - 1 - magnitude) + 0.5);
        if (digits < limit / 10)
        {
            // The magnitude was taken for one too many.
            magnitude--;
            digits = (long)(Scale(value, precision - 1 - magnitude) + 0.5);
        }

        if (digits >= limit)
        {
            // 9.99… rounded up to 10.
            digits = (digits + 5) / 10;
            magnitude++;
        }

        while (digits % 10 == 0) digits /= 10;
        int start = offset;
        int length = Ascii.WriteInt64(buffer, offset + 1, digits);
        if (magnitude >= -7 && magnitude < 0) return WriteSmall(buffer, offset, length, magnitude);

        // d.ddd: the first digit moves before the point.
        int whole = magnitude >= 0 && magnitude < length - 1 ? magnitude + 1 : 1;
        for (int i = 0; i < whole; i++) buffer[offset + i] = buffer[offset + i + 1];
        offset += whole;
        if (length > whole)
        {
            buffer[offset] = (byte)'.';
            offset += length - whole + 1;
        }

        int exponent = magnitude - (whole - 1);
        if (exponent == 0) return offset - start;
        buffer[offset++] = (byte)'E';
        return offset + Ascii.WriteInt64(buffer, offset, exponent) - start;
    }

    private static int WriteSmall(byte[] buffer, int offset, int length, int magnitude)
    {
        int zeros = -magnitude - 1;
        Bytes.Copy(buffer, offset + 1, buffer, offset + 2 + zeros, length);
        buffer[offset] = (byte)'0';
        buffer[offset + 1] = (byte)'.';
        for (int i = 0; i < zeros; i++) buffer[offset + 2 + i] = (byte)'0';
        return 2 + zeros + length;
    }
}
