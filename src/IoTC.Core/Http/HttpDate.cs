using IoTC.Buffers;

namespace IoTC.Http;

/// <summary>Dates of RFC 9110 §5.6.7: the form that is sent today, and the two obsolete ones that must be understood.</summary>
internal static class HttpDate
{
    private const int Jan = ('J' << 16) | ('a' << 8) | 'n';
    private const int Feb = ('F' << 16) | ('e' << 8) | 'b';
    private const int Mar = ('M' << 16) | ('a' << 8) | 'r';
    private const int Apr = ('A' << 16) | ('p' << 8) | 'r';
    private const int May = ('M' << 16) | ('a' << 8) | 'y';
    private const int Jun = ('J' << 16) | ('u' << 8) | 'n';
    private const int Jul = ('J' << 16) | ('u' << 8) | 'l';
    private const int Aug = ('A' << 16) | ('u' << 8) | 'g';
    private const int Sep = ('S' << 16) | ('e' << 8) | 'p';
    private const int Oct = ('O' << 16) | ('c' << 8) | 't';
    private const int Nov = ('N' << 16) | ('o' << 8) | 'v';
    private const int Dec = ('D' << 16) | ('e' << 8) | 'c';

    /// <summary>Reads a date.</summary>
    /// <returns><see langword="false"/> when the range is none of the three forms, or no such day exists.</returns>
    public static bool TryParse(byte[] buffer, int offset, int count, out long unixSeconds)
    {
        unixSeconds = 0;
        int comma = Bytes.IndexOf(buffer, offset, count, (byte)',');
        if (comma < 0) return TryParseAsctime(buffer, offset, count, out unixSeconds);
        if (comma + 1 == offset + count || buffer[comma + 1] != ' ') return false;

        int dayNameLength = comma - offset;
        int restCount = count - dayNameLength - 2;
        return dayNameLength == 3
            ? TryParseFixdate(buffer, comma + 2, restCount, out unixSeconds)
            : TryParseRfc850(buffer, comma + 2, restCount, out unixSeconds);
    }

    // 06 Nov 1994 08:49:37 GMT
    private static bool TryParseFixdate(byte[] buffer, int i, int count, out long unixSeconds)
    {
        unixSeconds = 0;
        return count == 24 && buffer[i + 2] == ' ' && buffer[i + 6] == ' ' && buffer[i + 11] == ' ' && IsGmt(buffer, i + 20)
            && TryJoin(
                Number(buffer, i + 7, 4), Month(buffer, i + 3), Number(buffer, i, 2), TimeOfDay(buffer, i + 12), out unixSeconds);
    }

    // 06-Nov-94 08:49:37 GMT
    private static bool TryParseRfc850(byte[] buffer, int i, int count, out long unixSeconds)
    {
        unixSeconds = 0;
        if (count != 22 || buffer[i + 2] != '-' || buffer[i + 6] != '-' || buffer[i + 9] != ' ' || !IsGmt(buffer, i + 18)) return false;
        int year = Number(buffer, i + 7, 2);
        if (year < 0) return false;
        year += year < 70 ? 2000 : 1900;
        return TryJoin(year, Month(buffer, i + 3), Number(buffer, i, 2), TimeOfDay(buffer, i + 10), out unixSeconds);
    }

    // Sun Nov  6 08:49:37 1994
    private static bool TryParseAsctime(byte[] buffer, int i, int count, out long unixSeconds)
    {
        unixSeconds = 0;
        if (count != 24 || buffer[i + 3] != ' ' || buffer[i + 7] != ' ' || buffer[i + 10] != ' ' || buffer[i + 19] != ' ') return false;
        int day = buffer[i + 8] == ' ' ? Number(buffer, i + 9, 1) : Number(buffer, i + 8, 2);
        return TryJoin(Number(buffer, i + 20, 4), Month(buffer, i + 4), day, TimeOfDay(buffer, i + 11), out unixSeconds);
    }

    private static bool IsGmt(byte[] buffer, int i) => buffer[i] == ' ' && buffer[i + 1] == 'G' && buffer[i + 2] == 'M' && buffer[i + 3] == 'T';

    /// <summary>A number of so many digits, or -1.</summary>
    private static int Number(byte[] buffer, int offset, int count)
    {
        int value = 0;
        for (int i = offset; i < offset + count; i++)
        {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) return -1;
            value = (value * 10) + digit;
        }

        return value;
    }

    /// <summary>Seconds of <c>08:49:37</c>, or -1.</summary>
    private static int TimeOfDay(byte[] buffer, int i)
    {
        int hour = Number(buffer, i, 2);
        int minute = Number(buffer, i + 3, 2);
        int second = Number(buffer, i + 6, 2);
        bool valid = buffer[i + 2] == ':' && buffer[i + 5] == ':'
            && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
        return valid ? (hour * 3600) + (minute * 60) + second : -1;
    }

    private static int Month(byte[] buffer, int i)
    {
        switch ((buffer[i] << 16) | (buffer[i + 1] << 8) | buffer[i + 2])
        {
            case Jan: return 1;
            case Feb: return 2;
            case Mar: return 3;
            case Apr: return 4;
            case May: return 5;
            case Jun: return 6;
            case Jul: return 7;
            case Aug: return 8;
            case Sep: return 9;
            case Oct: return 10;
            case Nov: return 11;
            case Dec: return 12;
            default: return -1;
        }
    }

    private static bool TryJoin(int year, int month, int day, int timeOfDay, out long unixSeconds)
    {
        unixSeconds = 0;
        if (year < 1601 || month < 1 || day < 1 || day > DaysInMonth(year, month) || timeOfDay < 0) return false;

        // Days since 1970 in years that begin on 1 March, so that the leap day is the last.
        int shifted = month > 2 ? month - 3 : month + 9;
        long marchYear = month > 2 ? year : year - 1;
        long dayOfYear = (((153 * shifted) + 2) / 5) + day - 1;
        long days = (marchYear * 365) + (marchYear / 4) - (marchYear / 100) + (marchYear / 400) + dayOfYear - 719468;
        unixSeconds = (days * 86400) + timeOfDay;
        return true;
    }

    private static int DaysInMonth(int year, int month)
    {
        if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
