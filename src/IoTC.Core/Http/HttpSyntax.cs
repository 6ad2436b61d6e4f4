using IoTC.Buffers;

namespace IoTC.Http;

/// <summary>Character classes of RFC 9110 §5.</summary>
internal static class HttpSyntax
{
    /// <summary>Tells whether a range is a token: a method, or the name of a field. RFC 9110 §5.6.2.</summary>
    public static bool IsToken(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (!IsTokenByte(buffer[i])) return false;
        }

        return count > 0;
    }

    /// <summary>Tells whether a range can be the value of a field: no control characters but the tab. RFC 9110 §5.5.</summary>
    public static bool IsFieldValue(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            byte value = buffer[i];
            if ((value < ' ' && value != '\t') || value == 0x7F) return false;
        }

        return true;
    }

    /// <summary>Tells whether a range is visible ASCII without white space: a request target, or a host.</summary>
    public static bool IsVisible(byte[] buffer, int offset, int count)
    {
        for (int i = offset; i < offset + count; i++)
        {
            if (buffer[i] <= ' ' || buffer[i] >= 0x7F) return false;
        }

        return count > 0;
    }

    /// <summary>Leaves out spaces and tabs on both sides.</summary>
    public static void Trim(byte[] buffer, ref int offset, ref int count)
    {
        while (count > 0 && IsBlank(buffer[offset]))
        {
            offset++;
            count--;
        }

        while (count > 0 && IsBlank(buffer[offset + count - 1])) count--;
    }

    /// <summary>Tells whether a list separated by commas names a word, in any case. RFC 9110 §5.6.1.</summary>
    public static bool ListContains(byte[] buffer, int offset, int count, byte[] lowerWord)
    {
        int end = offset + count;
        while (offset <= end)
        {
            int comma = Bytes.IndexOf(buffer, offset, end - offset, (byte)',');
            int itemEnd = comma < 0 ? end : comma;
            int itemOffset = offset;
            int itemCount = itemEnd - offset;
            Trim(buffer, ref itemOffset, ref itemCount);
            if (Ascii.EqualsIgnoreCase(buffer, itemOffset, itemCount, lowerWord)) return true;
            offset = itemEnd + 1;
        }

        return false;
    }

    /// <summary>Space or tab.</summary>
    public static bool IsBlank(byte value) => value == ' ' || value == '\t';

    private static bool IsTokenByte(byte value)
    {
        if ((value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9')) return true;
        switch ((char)value)
        {
            case '!':
            case '#':
            case '$':
            case '%':
            case '&':
            case '\'':
            case '*':
            case '+':
            case '-':
            case '.':
            case '^':
            case '_':
            case '`':
            case '|':
            case '~':
                return true;
            default:
                return false;
        }
    }
}
