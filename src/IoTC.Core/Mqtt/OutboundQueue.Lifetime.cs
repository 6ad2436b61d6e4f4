using IoTC.Buffers;
using IoTC.Mqtt.Wire;

namespace IoTC.Mqtt;

/// <content>What happens to messages when connections and sessions end and begin.</content>
internal sealed partial class OutboundQueue
{
    /// <summary>The connection has ended: nothing is with the transport any more, and unsent QoS 0 messages are lost.</summary>
    public void HandleClosed()
    {
        int touched = _next + Numbers.Max(_handedOut, _partial > 0 ? 1 : 0);
        for (int i = _next; i < touched; i++)
        {
            // Nobody can tell how much of it has left: the next sending counts as a re-delivery.
            if (_entries[At(i)].State == OutboundState.Queued) _entries[At(i)].State = OutboundState.Sent;
        }

        _next = 0;
        _partial = 0;
        _handedOut = 0;
        _joined = 0;
        _inflight = _released;
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].QoS == 0 && _entries[index].State < OutboundState.Dropped) _entries[index].State = OutboundState.Done;
        }

        FreeHead();
    }

    /// <summary>A connection begins: what an earlier one left unacknowledged is sent again, under its identifier. [MQTT-4.4.0-1]</summary>
    public void Resume()
    {
        _next = 0;
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].State == OutboundState.Sent) PublishPacket.SetDup(_bytes, _entries[index].Offset); // [MQTT-3.3.1-1]
        }
    }

    /// <summary>The session is lost and its messages with it: what was sent is given up. What was never sent stays.</summary>
    // [MQTT-3.1.2-6]
    public void DropSent()
    {
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].State == OutboundState.Sent || _entries[index].State == OutboundState.Released) Drop(i);
        }
    }

    /// <summary>Gives up everything, sent or not.</summary>
    public void DropAll()
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[At(i)].State < OutboundState.Dropped) Drop(i);
        }
    }

    /// <summary>Gives up the oldest message to make room at once; it is not told as dropped, <paramref name="token"/> names it.</summary>
    /// <returns><see langword="false"/> when there is none, or the transport is sending it now.</returns>
    public bool TryDropOldest(out int token)
    {
        token = 0;
        if (_count == 0 || _entries[_head].State > OutboundState.Sent || (_next == 0 && (_handedOut > 0 || _partial > 0))) return false;
        token = _entries[_head].Token;
        if (IsCounted(_head, 0))
        {
            _inflight--;
            // The next one takes over how long the peer has been silent.
            if (_count > 1 && IsCounted(At(1), 1)) _entries[At(1)].SinceMs = _entries[_head].SinceMs;
        }

        _entries[_head].State = OutboundState.Done;
        FreeHead();
        return true;
    }

    private void Drop(int distance)
    {
        int index = At(distance);
        if (IsCounted(index, distance)) _inflight--;
        if (_entries[index].State == OutboundState.Released) _released--;
        _entries[index].State = OutboundState.Dropped;
        _dropped++;
    }

    /// <summary>Tells one loss after the other, oldest first.</summary>
    public bool TryTakeDropped(out int packetId, out int token)
    {
        packetId = 0;
        token = 0;
        if (_dropped == 0) return false;
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].State != OutboundState.Dropped) continue;
            packetId = _entries[index].PacketId;
            token = _entries[index].Token;
            _entries[index].State = OutboundState.Done;
            _dropped--;
            FreeHead();
            return true;
        }

        return false;
    }

    /// <summary>Finds the message whose PUBREL is to be sent again after <paramref name="order"/>, in the order of the PUBRECs.</summary>
    // [MQTT-4.6.0-4]
    public bool TryGetNextRelease(ref long order, long nowMs, out int packetId)
    {
        int best = -1;
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            if (_entries[index].State != OutboundState.Released || _entries[index].ReleaseOrder <= order) continue;
            if (best < 0 || _entries[index].ReleaseOrder < _entries[best].ReleaseOrder) best = index;
        }

        packetId = best < 0 ? 0 : _entries[best].PacketId;
        if (best < 0) return false;
        order = _entries[best].ReleaseOrder;
        _entries[best].SinceMs = nowMs;
        return true;
    }
}
