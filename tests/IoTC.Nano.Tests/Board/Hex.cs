namespace IoTC.Nano.Tests;

/// <summary>Bytes as pairs of hexadecimal digits.</summary>
internal static class Hex
{
    public static byte[] Decode(string text)
    {
        char[] digits = text.ToCharArray();
        var bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)((Value(digits[2 * i]) << 4) | Value(digits[(2 * i) + 1]));
        return bytes;
    }

    public static string Encode(byte[] bytes, int offset, int count)
    {
        var digits = new char[count * 2];
        for (int i = 0; i < count; i++)
        {
            digits[2 * i] = Digit(bytes[offset + i] >> 4);
            digits[(2 * i) + 1] = Digit(bytes[offset + i] & 15);
        }

        return new string(digits);
    }

    private static int Value(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'A' + value - 10);
}
