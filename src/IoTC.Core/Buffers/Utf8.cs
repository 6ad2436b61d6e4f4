using System.Text;

namespace IoTC.Buffers;

/// <summary>UTF-8 as MQTT 3.1.1 §1.5.3 wants it: well-formed, without surrogates and without U+0000.</summary>
internal static partial class Utf8
{
    /// <summary>The most bytes a string can need.</summary>
    public static int MaxByteCount(string text) => text.Length * 3;

    /// <summary>Encodes a string into an array of its own.</summary>
    public static byte[] GetBytes(string text) => text.Length == 0 ? Bytes.Empty : Encoding.UTF8.GetBytes(text);

    /// <summary>Decodes a range to a string; ill-formed sequences become U+FFFD.</summary>
    public static string GetString(byte[] buffer, int offset, int count)
        => count == 0 ? "" : Encoding.UTF8.GetString(buffer, offset, count);

    /// <summary>Encodes a string into a buffer that has room for <see cref="MaxByteCount"/> bytes.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Write(string text, byte[] buffer, int offset)
        => text.Length == 0 ? 0 : Encoding.UTF8.GetBytes(text, 0, text.Length, buffer, offset);

    /// <summary>Tells whether a string can be sent as an MQTT string: no U+0000 and no lone surrogate.</summary>
    // [MQTT-1.5.3-1] [MQTT-1.5.3-2]
    public static bool IsMqttString(string text)
    {
        char[] characters = text.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            char c = characters[i];
            if (c == '\0') return false;
            if (c < 0xD800 || c > 0xDFFF) continue;
            bool isPair = c <= 0xDBFF && i + 1 < characters.Length && characters[i + 1] >= 0xDC00 && characters[i + 1] <= 0xDFFF;
            if (!isPair) return false;
            i++;
        }

        return true;
    }
}
