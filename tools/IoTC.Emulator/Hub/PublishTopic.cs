using System;
using System.Globalization;

namespace IoTC.Emulator.Hub;

/// <summary>A topic that devices may publish to, taken apart.</summary>
/// <param name="Kind">What the topic asks for.</param>
/// <param name="Tail">The property bag of telemetry; else the undecoded <c>$rid</c>.</param>
/// <param name="Status">The status in a method's reply.</param>
internal readonly record struct PublishTopic(PublishKind Kind, string Tail = "", int Status = 0)
{
    private const string TwinGet = "$iothub/twin/GET/";
    private const string ReportedPatch = "$iothub/twin/PATCH/properties/reported/";
    private const string MethodReply = "$iothub/methods/res/";

    public static PublishTopic Parse(string topic, string deviceId)
    {
        if (topic.AsSpan().ContainsAny("#+\0"))
        {
            return new PublishTopic(PublishKind.NotAllowed);
        }

        string events = $"devices/{deviceId}/messages/events";
        if (topic.StartsWith(events, StringComparison.Ordinal) && (topic.Length == events.Length || topic[events.Length] == '/'))
        {
            return new PublishTopic(PublishKind.Telemetry, topic.Length == events.Length ? "" : topic[(events.Length + 1)..]);
        }

        if (topic.StartsWith(TwinGet, StringComparison.Ordinal))
        {
            return WithRequestId(PublishKind.TwinGet, topic[TwinGet.Length..]);
        }

        if (topic.StartsWith(ReportedPatch, StringComparison.Ordinal))
        {
            return WithRequestId(PublishKind.ReportedPatch, topic[ReportedPatch.Length..]);
        }

        return topic.StartsWith(MethodReply, StringComparison.Ordinal) ? ParseMethodReply(topic[MethodReply.Length..]) : new PublishTopic(PublishKind.NotAllowed);
    }

    private static PublishTopic ParseMethodReply(string tail)
    {
        int slash = tail.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && int.TryParse(tail.AsSpan(0, slash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int status)
            ? WithRequestId(PublishKind.MethodReply, tail[(slash + 1)..], status)
            : new PublishTopic(PublishKind.NotAllowed);
    }

    private static PublishTopic WithRequestId(PublishKind kind, string query, int status = 0)
    {
        if (!query.StartsWith('?'))
        {
            return new PublishTopic(PublishKind.NoRequestId);
        }

        foreach (string field in query[1..].Split('&'))
        {
            if (field.StartsWith("$rid=", StringComparison.Ordinal) && field.Length > "$rid=".Length)
            {
                return new PublishTopic(kind, field["$rid=".Length..], status);
            }
        }

        return new PublishTopic(PublishKind.NoRequestId);
    }
}
