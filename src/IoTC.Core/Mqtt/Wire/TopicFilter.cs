using System;

namespace IoTC.Mqtt.Wire;

/// <summary>The rules for a Topic Filter, and what it matches. MQTT 3.1.1 §4.7.</summary>
public static class TopicFilter
{
    private const byte Separator = (byte)'/';
    private const byte SingleLevel = (byte)'+';
    private const byte MultiLevel = (byte)'#';

    /// <summary>Tells whether a range can be subscribed to.</summary>
    /// <param name="filter">Holds the Topic Filter as UTF-8.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <returns><see cref="MqttViolation.None"/>, or the first rule that is broken.</returns>
    /// <exception cref="ArgumentException">The range is not inside the array.</exception>
    public static MqttViolation Validate(byte[] filter, int offset, int count)
    {
        Require.Range(filter, offset, count);
        // [MQTT-4.7.3-1] to [MQTT-4.7.3-3]
        if (count == 0) return MqttViolation.EmptyTopic;
        MqttViolation violation = MqttString.Validate(filter, offset, count);
        if (violation != MqttViolation.None) return violation;

        int end = offset + count;
        for (int i = offset; i < end; i++)
        {
            byte value = filter[i];
            if (value != SingleLevel && value != MultiLevel) continue;
            bool startsLevel = i == offset || filter[i - 1] == Separator;
            bool isLast = i + 1 == end;
            // [MQTT-4.7.1-2]
            if (value == MultiLevel && !(startsLevel && isLast)) return MqttViolation.MisplacedMultiLevelWildcard;
            // [MQTT-4.7.1-3]
            if (value == SingleLevel && !(startsLevel && (isLast || filter[i + 1] == Separator))) return MqttViolation.MisplacedSingleLevelWildcard;
        }

        return MqttViolation.None;
    }

    /// <summary>Names what is wrong with the length of a filter that is null, empty or too long.</summary>
    internal static MqttViolation ValidateLength(byte[]? filter)
        => filter == null || filter.Length == 0 ? MqttViolation.EmptyTopic : MqttViolation.StringTooLong;

    /// <summary>Tells whether a valid Topic Filter matches a valid Topic Name.</summary>
    public static bool Matches(byte[] filter, byte[] topic)
    {
        if (filter == null || topic == null) throw new ArgumentNullException(filter == null ? nameof(filter) : nameof(topic));
        return Matches(filter, 0, filter.Length, topic, 0, topic.Length);
    }

    /// <summary>Tells whether a valid Topic Filter matches a valid Topic Name; both are compared byte for byte.</summary>
    /// <exception cref="ArgumentException">A range is not inside its array.</exception>
    public static bool Matches(byte[] filter, int filterOffset, int filterCount, byte[] topic, int topicOffset, int topicCount)
    {
        Require.Range(filter, filterOffset, filterCount);
        Require.Range(topic, topicOffset, topicCount);
        if (filterCount == 0 || topicCount == 0) return false;

        // [MQTT-4.7.2-1] a leading wildcard does not reach topics that begin with '$'
        bool startsWithWildcard = filter[filterOffset] == SingleLevel || filter[filterOffset] == MultiLevel;
        if (startsWithWildcard && topic[topicOffset] == '$') return false;

        int f = filterOffset;
        int t = topicOffset;
        int filterEnd = filterOffset + filterCount;
        int topicEnd = topicOffset + topicCount;
        for (; f < filterEnd; f++)
        {
            byte expected = filter[f];
            if (expected == MultiLevel) return true;
            if (expected == SingleLevel)
            {
                while (t < topicEnd && topic[t] != Separator) t++;
                continue;
            }

            // "sport/#" matches its parent level "sport" too, §4.7.1.2.
            if (t == topicEnd) return expected == Separator && f + 2 == filterEnd && filter[f + 1] == MultiLevel;
            if (topic[t] != expected) return false;
            t++;
        }

        return t == topicEnd;
    }
}
