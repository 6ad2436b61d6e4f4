using System;
using System.Globalization;

namespace IoTC.Provisioning;

/// <summary>The topic of an answer of DPS over MQTT: <c>$dps/registrations/res/{status}/?$rid={n}[&amp;retry-after={s}]</c>, names in any case.</summary>
/// <param name="Status">As in HTTP: 200, 202, 401 …</param>
/// <param name="RequestId">The number of the request; -1 when it names none of ours.</param>
/// <param name="RetryAfterSeconds">-1 when it does not say.</param>
internal readonly record struct DpsAnswerTopic(int Status, int RequestId, int RetryAfterSeconds)
{
    public const string Prefix = "$dps/registrations/res/";

    public static bool TryParse(string topic, out DpsAnswerTopic answer)
    {
        answer = default;
        if (!topic.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        ReadOnlySpan<char> rest = topic.AsSpan(Prefix.Length);
        int slash = rest.IndexOf('/');
        if (slash <= 0 || !TryParseNumber(rest[..slash], out int status)) return false;
        int requestId = -1;
        int retryAfter = -1;
        ReadOnlySpan<char> query = rest[(slash + 1)..].TrimStart('?');
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> field = query[range];
            int equals = field.IndexOf('=');
            if (equals < 0 || !TryParseNumber(field[(equals + 1)..], out int value)) continue;
            if (field[..equals].Equals("$rid", StringComparison.OrdinalIgnoreCase)) requestId = value;
            else if (field[..equals].Equals("retry-after", StringComparison.OrdinalIgnoreCase)) retryAfter = value;
        }

        answer = new DpsAnswerTopic(status, requestId, retryAfter);
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
