using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <content>The text check in one pass over ASCII, a second only for other characters.</content>
public static partial class TopicName
{
    /// <summary>Tells whether a range is well-formed UTF-8 without U+0000, <c>+</c> and <c>#</c>.</summary>
    internal static bool HasValidText(byte[] topic, int offset, int count)
    {
        int seen = 0;
        for (int i = offset; i < offset + count; i++)
        {
            byte value = topic[i];
            if (value == 0 || value == '+' || value == '#') return false;
            seen |= value;
        }

        return seen < 0x80 || Utf8.IsWellFormed(topic, offset, count);
    }
}
