using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>
/// Every PUBLISH that waits for being sent or acknowledged, encoded, in order, in one ring of bytes. Output is given straight from the ring,
/// as many packets as lie side by side; a packet leaves the ring when it and all before it are finished.
/// </summary>
internal sealed partial class OutboundQueue
{
    private static readonly OutboundEntry[] None = new OutboundEntry[0];

    private readonly int _maxBytes;
    private readonly int _maxEntries;
    private byte[] _bytes;
    private OutboundEntry[] _entries;
    private int _head;          // index of the oldest entry
    private int _count;         // entries held
    private int _next;          // distance from _head to the first entry not given to the transport on this connection
    private int _tail;          // where the next packet's bytes go
    private int _partial;       // bytes of the entry at _next that have been sent
    private int _handedOut;     // entries from _next that the transport is sending now
    private int _dropped;       // entries whose loss has not been told yet
    private int _inflight;      // entries Sent on this connection, and Released ones
    private int _joined;        // entries before _next that wait in the session's send buffer, and finished ones between
    private int _released;      // entries Released
    private long _releases;     // counts PUBRECs

    public OutboundQueue(int maxBytes, int maxEntries)
    {
        _maxBytes = maxBytes;
        _maxEntries = maxEntries;
        _bytes = Bytes.Empty;
        _entries = None;
    }

    /// <summary>Entries held, finished ones behind an unfinished one included.</summary>
    public int Count => _count;

    /// <summary>QoS 1 and 2 entries that wait for an acknowledgement: sent on this connection, or released.</summary>
    public int Inflight => _inflight;

    /// <summary>Whether the first bytes of a packet have left and its last have not.</summary>
    public bool IsPartlySent => _partial > 0;

    /// <summary>Whether losses are to be told.</summary>
    public bool HasDropped => _dropped > 0;

    /// <summary>The packet identifier sequence of the oldest entry, or <see cref="long.MaxValue"/>.</summary>
    public long OldestSequence
    {
        get
        {
            for (int i = 0; i < _count; i++)
            {
                int index = At(i);
                if (_entries[index].PacketId != 0) return _entries[index].Sequence;
            }

            return long.MaxValue;
        }
    }

    /// <summary>Whether an unfinished entry has this identifier.</summary>
    public bool Contains(int packetId) => Find(packetId) >= 0;

    /// <summary>Tells whether there is room, and makes it.</summary>
    public MqttSendStatus Reserve(int length)
    {
        if (length > _maxBytes) return MqttSendStatus.TooLarge;
        if (_count == _entries.Length && !TryGrowEntries()) return MqttSendStatus.QueueFull;
        return FindRoom(length) || TryGrowBytes(length) ? MqttSendStatus.Accepted : MqttSendStatus.QueueFull;
    }

    /// <summary>Appends a PUBLISH after <see cref="Reserve"/> has found room for it.</summary>
    public void Append(
        byte[] topic, int topicOffset, int topicCount, byte[] payload, int payloadOffset, int payloadCount,
        int qos, bool retain, int packetId, long sequence, int token)
    {
        int length = PublishPacket.Write(
            _bytes, _tail, topic, topicOffset, topicCount, payload, payloadOffset, payloadCount, qos, packetId,
            retain ? PublishFlags.Retain : PublishFlags.None);
        int index = At(_count);
        _entries[index].Offset = _tail;
        _entries[index].Length = length;
        _entries[index].PacketId = packetId;
        _entries[index].Token = token;
        _entries[index].Sequence = sequence;
        _entries[index].QoS = (byte)qos;
        _entries[index].State = OutboundState.Queued;
        _tail += length;
        _count++;
    }

    /// <summary>Whether something may be sent now within the window.</summary>
    public bool HasOutput(int maxInflight)
    {
        SkipFinished();
        return _next < _count && (_partial > 0 || FitsWindow(At(_next), _inflight, maxInflight));
    }

    /// <summary>Gives the longest run of bytes that may be sent now: whole packets side by side within the window.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool TryGetOutput(int maxInflight, out byte[] buffer, out int offset, out int count)
    {
        buffer = _bytes;
        offset = 0;
        count = 0;
        // Asking again takes back what was given before.
        _handedOut = 0;
        FreeHead();
        if (!HasOutput(maxInflight)) return false;

        int inflight = _inflight;
        int end = 0;
        int entries = 0;
        while (_next + entries < _count)
        {
            int index = At(_next + entries);
            bool resumed = entries == 0 && _partial > 0;
            // What was begun is finished, even when a hasty peer has answered it already.
            if (!resumed && (_entries[index].State > OutboundState.Sent || !FitsWindow(index, inflight, maxInflight))) break;
            if (entries == 0)
            {
                offset = _entries[index].Offset + _partial;
                end = _entries[index].Offset;
            }
            else if (_entries[index].Offset != end)
            {
                break;
            }

            end += _entries[index].Length;
            if (_entries[index].QoS > 0) inflight++;
            entries++;
        }

        _handedOut = entries;
        count = end - offset;
        return true;
    }

    /// <summary>Counts bytes that have been sent of what <see cref="TryGetOutput"/> gave.</summary>
    public void Advance(int count, long nowMs)
    {
        _partial += count;
        while (_handedOut > 0 && _partial >= _entries[At(_next)].Length)
        {
            int index = At(_next);
            _partial -= _entries[index].Length;
            // The answer may have come before the transport told us that the packet had left.
            if (_entries[index].State <= OutboundState.Sent) MarkSent(index, nowMs);
            _next++;
            _handedOut--;
        }

        _handedOut = 0;
        FreeHead();
    }

    /// <summary>What <see cref="TryGetOutput"/> gave was copied to the send buffer; its time limit starts when that leaves.</summary>
    public void Join(int count)
    {
        _joined += _handedOut;
        Advance(count, long.MaxValue);
    }

    /// <summary>The send buffer has left, or its first bytes.</summary>
    public void HandleJoinedSent(long nowMs)
    {
        for (int i = Numbers.Max(0, _next - _joined); i < _next; i++)
        {
            int index = At(i);
            if (_entries[index].SinceMs == long.MaxValue) _entries[index].SinceMs = nowMs;
        }

        _joined = 0;
    }

    /// <summary>Takes back what <see cref="TryGetOutput"/> gave: nothing of it has been sent.</summary>
    public void Cancel() => _handedOut = 0;

    private int At(int distance)
    {
        int index = _head + distance;
        return index >= _entries.Length ? index - _entries.Length : index;
    }

    private int Find(int packetId)
    {
        // Answers come in order nearly always: the first unfinished entry is the one.
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].PacketId == packetId && _entries[index].State < OutboundState.Dropped) return packetId == 0 ? -1 : i;
        }

        return -1;
    }

    private bool IsWithTransport(int distance) => distance < _next + _handedOut;

    private bool IsCounted(int index, int distance)
        => _entries[index].State == OutboundState.Released || (_entries[index].State == OutboundState.Sent && distance < _next);

    private bool FitsWindow(int index, int inflight, int maxInflight) => _entries[index].QoS == 0 || inflight < maxInflight;

    private void MarkSent(int index, long nowMs)
    {
        _entries[index].State = _entries[index].QoS == 0 ? OutboundState.Done : OutboundState.Sent;
        if (_entries[index].QoS == 0) return;
        _entries[index].SinceMs = nowMs;
        _inflight++;
    }

    private void SkipFinished()
    {
        while (_partial == 0 && _handedOut == 0 && _next < _count && _entries[At(_next)].State > OutboundState.Sent)
        {
            _next++;
            if (_joined > 0) _joined++;
        }
    }

    private void FreeHead()
    {
        while (_count > 0 && _entries[_head].State == OutboundState.Done && (_next > 0 || (_handedOut == 0 && _partial == 0)))
        {
            _head = At(1);
            _count--;
            if (_next > 0) _next--;
        }

        if (_count == 0) _tail = 0;
    }
}
