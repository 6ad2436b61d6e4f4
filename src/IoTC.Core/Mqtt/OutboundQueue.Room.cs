using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <content>Room in the ring of bytes.</content>
internal sealed partial class OutboundQueue
{
    private bool FindRoom(int length)
    {
        if (_count == 0)
        {
            _tail = 0;
            return length <= _bytes.Length;
        }

        int head = _entries[_head].Offset;
        if (_tail <= head) return length <= head - _tail;
        if (length <= _bytes.Length - _tail) return true;
        if (length > head) return false;
        _tail = 0;
        return true;
    }

    private bool TryGrowEntries()
    {
        if (_entries.Length >= _maxEntries) return false;
        var larger = new OutboundEntry[Numbers.Min(_maxEntries, Numbers.Max(4, _entries.Length * 2))];
        for (int i = 0; i < _count; i++) larger[i] = _entries[At(i)];
        _entries = larger;
        _head = 0;
        return true;
    }

    // The transport may still be reading the old array; its bytes stay as they are.
    private bool TryGrowBytes(int length)
    {
        int used = 0;
        for (int i = 0; i < _count; i++) used += _entries[At(i)].Length;
        if (length > _maxBytes - used || _bytes.Length >= _maxBytes) return false;

        int size = Numbers.Min(_maxBytes, Numbers.Max(Numbers.Max(256, _bytes.Length * 2), used + length));
        var larger = new byte[size];
        int offset = 0;
        for (int i = 0; i < _count; i++)
        {
            int index = At(i);
            Bytes.Copy(_bytes, _entries[index].Offset, larger, offset, _entries[index].Length);
            _entries[index].Offset = offset;
            offset += _entries[index].Length;
        }

        _bytes = larger;
        _tail = offset;
        return true;
    }
}
