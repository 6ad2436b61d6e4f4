using System;

namespace IoTC.Transport.Tls.Der;

/// <summary>Reads the two kinds of time in a certificate.</summary>
/// <remarks>RFC 5280 §4.1.2.5: UTCTime YYMMDDHHMMSSZ up to 2049, GeneralizedTime YYYYMMDDHHMMSSZ after; always with seconds, never with fractions.</remarks>
internal static class DerTime
{
    /// <summary>Reads one time.</summary>
    /// <returns>Seconds since 1970 UTC.</returns>
    /// <exception cref="DerException">It is no such time.</exception>
    public static long Read(ref DerReader reader)
    {
        ReadOnlySpan<byte> text = reader.Read(out byte tag);
        int yearDigits = tag switch
        {
            DerTag.UtcTime => 2,
            DerTag.GeneralizedTime => 4,
            _ => throw new DerException("a time is of neither type"),
        };

        if (text.Length != yearDigits + 11 || text[^1] != (byte)'Z')
        {
            throw new DerException("a time is malformed");
        }

        int year = Number(text[..yearDigits]);
        year += yearDigits == 4 ? 0 : year < 50 ? 2000 : 1900;
        ReadOnlySpan<byte> rest = text[yearDigits..];
        int month = Number(rest[..2]);
        int day = Number(rest.Slice(2, 2));
        int hour = Number(rest.Slice(4, 2));
        int minute = Number(rest.Slice(6, 2));
        int second = Number(rest.Slice(8, 2));
        bool isTime = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
        return isTime
            ? (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond
            : throw new DerException("a time is malformed");
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        int value = 0;
        foreach (byte digit in digits)
        {
            value = digit is >= (byte)'0' and <= (byte)'9' ? (value * 10) + digit - '0' : throw new DerException("a time is malformed");
        }

        return value;
    }
}
