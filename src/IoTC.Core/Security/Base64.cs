using System;
using IoTC.Buffers;

namespace IoTC.Security;

/// <summary>Base64 of RFC 4648 §4, strict: padded, without white space, and with no bit set that is not part of the data.</summary>
/// <remarks>Keys go through here, so no table is looked up with their bits, and no message holds the text.</remarks>
internal static class Base64
{
    /// <summary>Length of the text of <paramref name="count"/> bytes.</summary>
    public static int EncodedLength(int count) => (count + 2) / 3 * 4;

    /// <summary>Decodes a text.</summary>
    /// <returns><see langword="false"/>, and an empty array, when it is not what <see cref="Encode(byte[], int, int)"/> could have written.</returns>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = Bytes.Empty;
        if (text == null) return false;
        char[] characters = text.ToCharArray();
        int length = characters.Length;
        if (length == 0) return true;
        if (length % 4 != 0) return false;

        int padding = characters[length - 1] != '=' ? 0 : characters[length - 2] != '=' ? 1 : 2;
        var decoded = new byte[(length / 4 * 3) - padding];
        bool valid = TryDecode(characters, length - padding, decoded);
        Array.Clear(characters, 0, length);
        if (valid) bytes = decoded;
        else Array.Clear(decoded, 0, decoded.Length);
        return valid;
    }

    /// <summary>Encodes a range.</summary>
    public static string Encode(byte[] source, int offset, int count)
    {
        if (!Bytes.IsRange(source, offset, count)) throw new ArgumentException("Not a range inside the array.", nameof(source));
        var text = new byte[EncodedLength(count)];
        Encode(source, offset, count, text, 0);
        string result = Utf8.GetString(text, 0, text.Length);
        Array.Clear(text, 0, text.Length);
        return result;
    }

    /// <summary>Encodes a range as ASCII bytes.</summary>
    /// <returns>The number of bytes written: <see cref="EncodedLength"/>.</returns>
    public static int Encode(byte[] source, int offset, int count, byte[] target, int targetOffset)
    {
        int start = targetOffset;
        for (; count > 0; count -= 3)
        {
            int group = source[offset++] << 16;
            if (count > 1) group |= source[offset++] << 8;
            if (count > 2) group |= source[offset++];
            target[targetOffset++] = Letter(group >> 18);
            target[targetOffset++] = Letter((group >> 12) & 63);
            target[targetOffset++] = count > 1 ? Letter((group >> 6) & 63) : (byte)'=';
            target[targetOffset++] = count > 2 ? Letter(group & 63) : (byte)'=';
        }

        return targetOffset - start;
    }

    private static bool TryDecode(char[] characters, int length, byte[] decoded)
    {
        int group = 0;
        int bits = 0;
        int write = 0;
        for (int i = 0; i < length; i++)
        {
            int value = Value(characters[i]);
            if (value < 0) return false;
            group = (group << 6) | value;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            decoded[write++] = (byte)(group >> bits);
            group &= (1 << bits) - 1;
        }

        // RFC 4648 §3.5: bits that pad the last group are zero.
        return group == 0;
    }

    private static byte Letter(int value)
    {
        if (value < 26) return (byte)('A' + value);
        if (value < 52) return (byte)('a' + value - 26);
        if (value < 62) return (byte)('0' + value - 52);
        return value == 62 ? (byte)'+' : (byte)'/';
    }

    private static int Value(char letter)
    {
        if (letter >= 'A' && letter <= 'Z') return letter - 'A';
        if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
        if (letter >= '0' && letter <= '9') return letter - '0' + 52;
        return letter == '+' ? 62 : letter == '/' ? 63 : -1;
    }
}
