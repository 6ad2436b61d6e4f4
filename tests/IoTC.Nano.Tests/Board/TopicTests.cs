using IoTC.Mqtt.Wire;

namespace IoTC.Nano.Tests;

/// <summary>Topic Filters. MQTT 3.1.1 §4.7.</summary>
internal static class TopicTests
{
    public static void Run(Check check)
    {
        Matches(check, "a/b", "a/b", true);
        Matches(check, "a/+", "a/b", true);
        Matches(check, "a/+", "a/b/c", false);
        Matches(check, "a/#", "a", true);
        Matches(check, "#", "a/b", true);
        Matches(check, "#", "$iothub/x", false);
        Matches(check, "$iothub/twin/res/#", "$iothub/twin/res/200/?$rid=1", true);
        Matches(check, "+/b", "a/B", false);
    }

    private static void Matches(Check check, string filter, string topic, bool expected) => check.Test("topic: " + filter + " and " + topic, () =>
        Check.That(TopicFilter.Matches(Check.Utf8(filter), Check.Utf8(topic)) == expected, "the other way round"));
}
