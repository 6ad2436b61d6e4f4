namespace IoTC.Mqtt;

/// <summary>Remembers the topics that were given as strings lately, so that a string that comes again is not encoded again.</summary>
/// <remarks>Entries never change once made: threads that meet here may at worst encode a topic twice.</remarks>
internal sealed class MqttTopicCache
{
    private const int Size = 8;

    private readonly MqttTopic?[] _topics = new MqttTopic?[Size];
    private int _next;

    public MqttTopic Get(string name)
    {
        for (int i = 0; i < Size; i++)
        {
            MqttTopic? topic = _topics[i];
            if (topic != null && topic.ToString() == name) return topic;
        }

        var added = new MqttTopic(name);
        int place = _next & (Size - 1);
        _next = place + 1;
        _topics[place] = added;
        return added;
    }
}
