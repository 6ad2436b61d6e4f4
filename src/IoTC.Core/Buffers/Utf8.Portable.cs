namespace IoTC.Buffers;

/// <content>A scalar validator: the table of well-formed sequences, Unicode §3.9.</content>
internal static partial class Utf8
{
    /// <summary>Tells whether a range is well-formed UTF-8 without U+0000.</summary>
    public static bool IsMqttString(byte[] buffer, int offset, int count) => IsWellFormed(buffer, offset, count, false);

    /// <summary>Tells whether a range is well-formed UTF-8; U+0000 is allowed.</summary>
    public static bool IsWellFormed(byte[] buffer, int offset, int count) => IsWellFormed(buffer, offset, count, true);

    private static bool IsWellFormed(byte[] buffer, int offset, int count, bool allowNul)
    {
        int end = offset + count;
        while (offset < end)
        {
            int lead = buffer[offset++];
            if (lead < 0x80)
            {
                if (lead == 0 && !allowNul) return false;
                continue;
            }

            int more = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
            if (more == 0 || more > end - offset) return false;

            int second = buffer[offset];
            int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            if (second < low || second > high) return false;
            for (int i = 1; i < more; i++)
            {
                if ((buffer[offset + i] & 0xC0) != 0x80) return false;
            }

            offset += more;
        }

        return true;
    }
}
