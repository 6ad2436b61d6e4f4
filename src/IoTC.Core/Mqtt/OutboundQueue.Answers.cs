using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <content>PUBACK, PUBREC and PUBCOMP.</content>
internal sealed partial class OutboundQueue
{
    /// <summary>Takes PUBACK (QoS 1) or PUBCOMP (QoS 2).</summary>
    /// <returns><see langword="false"/> when nothing waits for it; it is ignored then.</returns>
    public bool TryComplete(int packetId, int qos, out int token)
    {
        token = 0;
        int distance = Find(packetId);
        if (distance < 0) return false;

        int index = At(distance);
        if (_entries[index].QoS != qos) return false;
        // A released message can stand behind one that has not been sent again yet.
        if (qos == 2 ? _entries[index].State != OutboundState.Released : !IsWithTransport(distance)) return false;
        if (IsCounted(index, distance)) _inflight--;
        if (qos == 2) _released--;
        token = _entries[index].Token;
        _entries[index].State = OutboundState.Done;
        FreeHead();
        return true;
    }

    /// <summary>Takes PUBREC.</summary>
    /// <returns><see langword="false"/> when no QoS 2 message with this identifier waits for it or for PUBCOMP.</returns>
    public bool TryRelease(int packetId, long nowMs)
    {
        int distance = Find(packetId);
        if (distance < 0) return false;

        int index = At(distance);
        if (_entries[index].QoS != 2) return false;
        if (_entries[index].State == OutboundState.Released) return true;
        if (!IsWithTransport(distance)) return false;
        if (!IsCounted(index, distance)) _inflight++;
        _released++;
        _entries[index].State = OutboundState.Released;
        _entries[index].ReleaseOrder = ++_releases;
        _entries[index].SinceMs = nowMs;
        return true;
    }

    /// <summary>Tells when the oldest unanswered packet was sent, or <see cref="long.MaxValue"/>.</summary>
    public long OldestWaitMs
    {
        get
        {
            long oldest = long.MaxValue;
            int left = _inflight;
            for (int i = 0; i < _count && left > 0; i++)
            {
                int index = At(i);
                if (!IsCounted(index, i)) continue;
                left--;
                oldest = Numbers.Min(oldest, _entries[index].SinceMs);
                // Packets are sent in order: without PUBRECs the first is the oldest.
                if (_released == 0) return oldest;
            }

            return oldest;
        }
    }
}
