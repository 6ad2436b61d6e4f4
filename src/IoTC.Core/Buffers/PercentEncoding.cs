namespace IoTC.Buffers;

/// <summary>Percent-encoding of RFC 3986 §2.1, over UTF-8 bytes: letters, digits and <c>- . _ ~</c> stay, all else becomes <c>%XX</c>.</summary>
internal static class PercentEncoding
{
    /// <summary>Appends a range, encoded with upper-case digits.</summary>
    public static void Encode(byte[] bytes, int offset, int count, ByteBuffer output)
    {
        for (int i = offset; i < offset + count; i++)
        {
            byte value = bytes[i];
            if (IsUnreserved(value))
            {
                output.Append(value);
                continue;
            }

            output.Append('%');
            output.Append(HexDigit(value >> 4));
            output.Append(HexDigit(value & 15));
        }
    }

    /// <summary>Appends a string, encoded as UTF-8 and then percent-encoded.</summary>
    public static void Encode(string text, ByteBuffer output)
    {
        int mark = output.Count;
        output.Append(text);
        if (output.Overflowed || IsUnreserved(output.Array, mark, output.Count - mark)) return;

        byte[] plain = Bytes.ToArray(output.Array, mark, output.Count - mark);
        output.Truncate(mark);
        Encode(plain, 0, plain.Length, output);
    }

    /// <summary>Decodes a range into a buffer that may be the same array at the same offset.</summary>
    /// <remarks>A <c>%</c> that is not followed by two hexadecimal digits stays as it is.</remarks>
    /// <returns>The number of bytes written, never more than <paramref name="count"/>.</returns>
    public static int Decode(byte[] bytes, int offset, int count, byte[] target, int targetOffset)
    {
        int end = offset + count;
        int write = targetOffset;
        while (offset < end)
        {
            byte value = bytes[offset++];
            if (value == '%' && end - offset >= 2)
            {
                int high = HexValue(bytes[offset]);
                int low = HexValue(bytes[offset + 1]);
                if (high >= 0 && low >= 0)
                {
                    value = (byte)((high << 4) | low);
                    offset += 2;
                }
            }

            target[write++] = value;
        }

        return write - targetOffset;
    }

    private static bool IsUnreserved(byte[] bytes, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (!IsUnreserved(bytes[i])) return false;
        }

        return true;
    }

    private static bool IsUnreserved(byte value)
        => (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9')
        || value == '-' || value == '.' || value == '_' || value == '~';

    private static byte HexDigit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static int HexValue(byte digit)
    {
        if (digit >= '0' && digit <= '9') return digit - '0';
        int letter = digit | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
