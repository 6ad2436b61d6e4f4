using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>Received QoS 1 and 2 messages whose PUBACK or PUBREC waits for the application. They leave in the order the messages came. [MQTT-4.6.0-2] [MQTT-4.6.0-3]</summary>
internal sealed class DeferredAcknowledges
{
    private static readonly Entry[] None = new Entry[0];

    private readonly int _maxCount;
    private Entry[] _entries = None;
    private int _head;
    private int _count;
    private int _lastToken;

    public DeferredAcknowledges(int maxCount) => _maxCount = maxCount;

    /// <summary>Whether no further message can be waited for.</summary>
    public bool IsFull => _count >= _maxCount;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds a message that has just been received.</summary>
    /// <returns>Its name for <see cref="MarkDone"/>: never 0, and not given a second time.</returns>
    public int Add(PacketType answer, int packetId)
    {
        if (_count == _entries.Length) Grow();
        int index = At(_count++);
        _entries[index].Answer = answer;
        _entries[index].PacketId = packetId;
        _entries[index].IsDone = false;
        _lastToken = _lastToken == int.MaxValue ? 1 : _lastToken + 1;
        _entries[index].Token = _lastToken;
        return _lastToken;
    }

    /// <summary>Marks a message as handled. An unknown name, one of an earlier connection for instance, is ignored.</summary>
    public void MarkDone(int token)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[At(i)].Token != token || _entries[At(i)].IsDone) continue;
            _entries[At(i)].IsDone = true;
            return;
        }
    }

    /// <summary>Gives the oldest answer when it is due.</summary>
    public bool TryPeekDue(out PacketType answer, out int packetId)
    {
        bool isDue = _count > 0 && _entries[_head].IsDone;
        answer = isDue ? _entries[_head].Answer : PacketType.Puback;
        packetId = isDue ? _entries[_head].PacketId : 0;
        return isDue;
    }

    /// <summary>Removes the oldest.</summary>
    public void RemoveOldest()
    {
        _head = At(1);
        _count--;
    }

    /// <summary>The connection has ended: the server sends again what was not acknowledged.</summary>
    public void Clear()
    {
        _count = 0;
        _head = 0;
    }

    private int At(int distance)
    {
        int index = _head + distance;
        return index >= _entries.Length ? index - _entries.Length : index;
    }

    private void Grow()
    {
        var larger = new Entry[Numbers.Max(2, _entries.Length * 2)];
        for (int i = 0; i < _count; i++) larger[i] = _entries[At(i)];
        _entries = larger;
        _head = 0;
    }

    private struct Entry
    {
        public PacketType Answer;
        public int PacketId;
        public int Token;
        public bool IsDone;
    }
}
