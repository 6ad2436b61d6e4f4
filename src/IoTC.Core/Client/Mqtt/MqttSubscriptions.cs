using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>Topic Filters with their handlers, in the order they came, and whether the server is to have them.</summary>
internal sealed class MqttSubscriptions
{
    private static readonly Entry[] None = new Entry[0];

    private Entry[] _entries = None;

    /// <summary>Filters held.</summary>
    public int Count { get; private set; }

    /// <summary>Sets the handler of a filter; the same filter again replaces it.</summary>
    public void SetHandler(byte[] filter, object handler)
    {
        // The array may be another one afterwards.
        int index = FindOrAdd(filter);
        _entries[index].Handler = handler;
    }

    /// <summary>The server has the filter, with this QoS asked for: it is to be renewed after a loss.</summary>
    public void SetSubscribed(byte[] filter, int qos)
    {
        int index = FindOrAdd(filter);
        _entries[index].QoS = qos;
        _entries[index].IsSubscribed = true;
    }

    /// <summary>Forgets a filter.</summary>
    public void Remove(byte[] filter)
    {
        int index = Find(filter);
        if (index < 0) return;
        Count--;
        for (int i = index; i < Count; i++) _entries[i] = _entries[i + 1];
        _entries[Count] = default;
    }

    /// <summary>Whether the server has the filter.</summary>
    public bool IsSubscribed(byte[] filter)
    {
        int index = Find(filter);
        return index >= 0 && _entries[index].IsSubscribed;
    }

    /// <summary>Finds the next handler for a message.</summary>
    /// <param name="position">0 at first; moved on.</param>
    /// <param name="message">The message.</param>
    /// <returns>The handler, or null when there is no other.</returns>
    public object? FindNext(ref int position, MqttMessage message)
    {
        while (position < Count)
        {
            Entry entry = _entries[position++];
            if (entry.Handler != null && Matches(entry.Filter, message)) return entry.Handler;
        }

        return null;
    }

    /// <summary>Lists what the server is to have, for one SUBSCRIBE.</summary>
    public TopicSubscription[] GetSubscribed()
    {
        int count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].IsSubscribed) count++;
        }

        var subscribed = new TopicSubscription[count];
        count = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].IsSubscribed) subscribed[count++] = new TopicSubscription(_entries[i].Filter, _entries[i].QoS);
        }

        return subscribed;
    }

    private static bool Matches(byte[] filter, MqttMessage message)
        => TopicFilter.Matches(filter, 0, filter.Length, message.Buffer, message.TopicOffset, message.TopicCount);

    private int FindOrAdd(byte[] filter)
    {
        int index = Find(filter);
        if (index >= 0) return index;
        if (Count == _entries.Length)
        {
            var larger = new Entry[Count + 4];
            for (int i = 0; i < Count; i++) larger[i] = _entries[i];
            _entries = larger;
        }

        _entries[Count].Filter = filter;
        return Count++;
    }

    private int Find(byte[] filter)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Bytes.AreEqual(filter, 0, filter.Length, _entries[i].Filter)) return i;
        }

        return -1;
    }

    private struct Entry
    {
        public byte[] Filter;
        public object? Handler;
        public int QoS;
        public bool IsSubscribed;
    }
}
