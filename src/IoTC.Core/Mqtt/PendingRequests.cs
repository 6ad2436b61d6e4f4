using System;
using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <summary>SUBSCRIBE and UNSUBSCRIBE packets that wait for SUBACK and UNSUBACK.</summary>
internal sealed class PendingRequests
{
    private static readonly Entry[] None = new Entry[0];

    private Entry[] _entries = None;

    /// <summary>Requests held.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest was sent, or <see cref="long.MaxValue"/>.</summary>
    public long OldestWaitMs => Count == 0 ? long.MaxValue : _entries[0].SinceMs;

    /// <summary>Whether a request has this identifier.</summary>
    public bool Contains(int packetId)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].PacketId == packetId) return true;
        }

        return false;
    }

    /// <summary>Adds a request.</summary>
    public void Add(PacketType answer, int packetId, int filterCount, int token, long nowMs)
    {
        if (Count == _entries.Length)
        {
            var larger = new Entry[Numbers.Max(2, Count * 2)];
            Array.Copy(_entries, 0, larger, 0, Count);
            _entries = larger;
        }

        _entries[Count].Answer = answer;
        _entries[Count].PacketId = packetId;
        _entries[Count].FilterCount = filterCount;
        _entries[Count].Token = token;
        _entries[Count].SinceMs = nowMs;
        Count++;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns><see langword="false"/> when no request of this kind has the identifier.</returns>
    public bool TryComplete(PacketType answer, int packetId, out int filterCount, out int token)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].PacketId != packetId || _entries[i].Answer != answer) continue;
            filterCount = _entries[i].FilterCount;
            token = _entries[i].Token;
            Count--;
            for (int k = i; k < Count; k++) _entries[k] = _entries[k + 1];
            return true;
        }

        filterCount = 0;
        token = 0;
        return false;
    }

    /// <summary>The connection has ended; the requests are void.</summary>
    public void Clear() => Count = 0;

    private struct Entry
    {
        public PacketType Answer;
        public int PacketId;
        public int FilterCount;
        public int Token;
        public long SinceMs;
    }
}
