using System;
using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <summary>Packet identifiers of QoS 2 messages that were received and not yet released by PUBREL: what keeps a repeated PUBLISH from being delivered twice. [MQTT-4.3.3-2]</summary>
/// <remarks>Grows by identifiers that have really come; two bytes each, 128 KiB at the very most.</remarks>
internal sealed class PacketIdSet
{
    private static readonly ushort[] None = new ushort[0];

    private ushort[] _ids = None;

    /// <summary>Identifiers held.</summary>
    public int Count { get; private set; }

    /// <summary>Whether an identifier is held.</summary>
    public bool Contains(int packetId) => IndexOf(packetId) >= 0;

    /// <summary>Adds an identifier that is not held.</summary>
    public void Add(int packetId)
    {
        if (Count == _ids.Length)
        {
            var larger = new ushort[Numbers.Max(2, Count * 2)];
            Array.Copy(_ids, 0, larger, 0, Count);
            _ids = larger;
        }

        _ids[Count++] = (ushort)packetId;
    }

    /// <summary>Removes an identifier, if it is held.</summary>
    public void Remove(int packetId)
    {
        int index = IndexOf(packetId);
        if (index < 0) return;
        Count--;
        for (int i = index; i < Count; i++) _ids[i] = _ids[i + 1];
    }

    /// <summary>Removes all.</summary>
    public void Clear() => Count = 0;

    private int IndexOf(int packetId)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_ids[i] == packetId) return i;
        }

        return -1;
    }
}
