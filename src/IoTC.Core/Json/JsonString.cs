using IoTC.Buffers;

namespace IoTC.Json;

/// <summary>Escapes inside strings, RFC 8259 §7, in both directions.</summary>
internal static class JsonString
{
    private const byte Malformed = (byte)'?';

    /// <summary>Length of the escape at a backslash, a surrogate pair counted as one; 0 when it is ill-formed or cut short.</summary>
    public static int MeasureEscape(byte[] buffer, int offset, int end)
    {
        if (end - offset < 2) return 0;
        if (buffer[offset + 1] != 'u') return SimpleEscape(buffer[offset + 1]) < 0 ? 0 : 2;

        int unit = HexUnit(buffer, offset, end);
        if (unit < 0 || IsLowSurrogate(unit)) return 0;
        if (!IsHighSurrogate(unit)) return 6;
        return IsLowSurrogate(HexUnit(buffer, offset + 6, end)) ? 12 : 0;
    }

    /// <summary>Decodes the inside of a string to UTF-8.</summary>
    /// <returns>The number of bytes written, never more than <paramref name="count"/>.</returns>
    public static int Unescape(byte[] buffer, int offset, int count, byte[] target, int targetOffset)
    {
        int end = offset + count;
        int write = targetOffset;
        while (offset < end)
        {
            if (buffer[offset] != '\\')
            {
                target[write++] = buffer[offset++];
                continue;
            }

            int scalar = ReadEscape(buffer, ref offset, end);
            int length = EncodedLength(scalar);
            for (int i = 0; i < length; i++) target[write++] = EncodedByte(scalar, length, i);
        }

        return write - targetOffset;
    }

    /// <summary>Compares the inside of a string with plain UTF-8, without writing it out.</summary>
    public static bool UnescapedEquals(byte[] buffer, int offset, int count, byte[] utf8)
    {
        int end = offset + count;
        int index = 0;
        while (offset < end)
        {
            if (buffer[offset] != '\\')
            {
                if (index == utf8.Length || utf8[index++] != buffer[offset++]) return false;
                continue;
            }

            int scalar = ReadEscape(buffer, ref offset, end);
            int length = EncodedLength(scalar);
            if (length > utf8.Length - index) return false;
            for (int i = 0; i < length; i++)
            {
                if (utf8[index++] != EncodedByte(scalar, length, i)) return false;
            }
        }

        return index == utf8.Length;
    }

    /// <summary>Decodes the inside of a string.</summary>
    public static string GetString(byte[] buffer, int offset, int count)
    {
        if (Bytes.IndexOf(buffer, offset, count, (byte)'\\') < 0) return Utf8.GetString(buffer, offset, count);
        var plain = new byte[count];
        return Utf8.GetString(plain, 0, Unescape(buffer, offset, count, plain, 0));
    }

    /// <summary>Escapes what has been appended since <paramref name="mark"/>, in place, from its end to its beginning.</summary>
    public static void Escape(ByteBuffer output, int mark)
    {
        bool ignored = false;
        int first = JsonBytes.FindStringStop(output.Array, mark, output.Count, ref ignored);
        int extra = 0;
        for (int i = first; i < output.Count; i++) extra += EscapedLength(output.Array[i]) - 1;
        if (extra == 0 || !output.TryReserve(extra)) return;

        byte[] array = output.Array;
        int read = output.Count - 1;
        output.Commit(extra);
        for (int write = output.Count; write > read + 1; read--)
        {
            int length = EscapedLength(array[read]);
            write -= length;
            WriteEscaped(array[read], length, array, write);
        }
    }

    private static int EscapedLength(byte value)
    {
        if (value == '"' || value == '\\') return 2;
        if (value >= ' ') return 1;
        return ShortEscape(value) != 0 ? 2 : 6;
    }

    private static void WriteEscaped(byte value, int length, byte[] array, int offset)
    {
        if (length == 1)
        {
            array[offset] = value;
            return;
        }

        array[offset] = (byte)'\\';
        if (length == 2)
        {
            array[offset + 1] = value < ' ' ? ShortEscape(value) : value;
            return;
        }

        array[offset + 1] = (byte)'u';
        array[offset + 2] = (byte)'0';
        array[offset + 3] = (byte)'0';
        array[offset + 4] = (byte)('0' + (value >> 4));
        int low = value & 15;
        array[offset + 5] = (byte)(low < 10 ? '0' + low : 'A' + low - 10);
    }

    private static byte ShortEscape(byte value)
    {
        switch (value)
        {
            case 8: return (byte)'b';
            case 9: return (byte)'t';
            case 10: return (byte)'n';
            case 12: return (byte)'f';
            case 13: return (byte)'r';
            default: return 0;
        }
    }

    private static int SimpleEscape(byte letter)
    {
        switch ((char)letter)
        {
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            default: return -1;
        }
    }

    /// <summary>Reads an escape and moves past it; one that is ill-formed gives <c>?</c> and is passed by one byte.</summary>
    private static int ReadEscape(byte[] buffer, ref int offset, int end)
    {
        int start = offset;
        int length = MeasureEscape(buffer, start, end);
        offset = start + (length == 0 ? 1 : length);
        switch (length)
        {
            case 0: return Malformed;
            case 2: return SimpleEscape(buffer[start + 1]);
            case 6: return HexUnit(buffer, start, end);
            default: return 0x10000 + ((HexUnit(buffer, start, end) - 0xD800) << 10) + (HexUnit(buffer, start + 6, end) - 0xDC00);
        }
    }

    /// <summary>Value of <c>\uXXXX</c>, or -1.</summary>
    private static int HexUnit(byte[] buffer, int offset, int end)
    {
        if (end - offset < 6 || buffer[offset] != '\\' || buffer[offset + 1] != 'u') return -1;
        int unit = 0;
        for (int i = offset + 2; i < offset + 6; i++)
        {
            int digit = HexValue(buffer[i]);
            if (digit < 0) return -1;
            unit = (unit << 4) | digit;
        }

        return unit;
    }

    private static int HexValue(byte digit)
    {
        if (digit >= '0' && digit <= '9') return digit - '0';
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static bool IsHighSurrogate(int unit) => unit >= 0xD800 && unit <= 0xDBFF;

    private static bool IsLowSurrogate(int unit) => unit >= 0xDC00 && unit <= 0xDFFF;

    private static int EncodedLength(int scalar) => scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;

    private static byte EncodedByte(int scalar, int length, int index)
    {
        if (length == 1) return (byte)scalar;
        int bits = scalar >> (6 * (length - 1 - index));
        if (index > 0) return (byte)(0x80 | (bits & 0x3F));
        int prefix = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0;
        return (byte)(prefix | bits);
    }
}
