using System;

namespace IoTC.Emulator.Hub;

/// <summary>
/// Reads along with the raw bytes of a connection and finds what the codec behind it is too kind to refuse: wrong fixed header
/// flags [MQTT-2.2.2-2], packets a client never sends, an over-long Remaining Length, and a protocol level other than 4.
/// </summary>
internal sealed class FrameGuard
{
    /// <summary>A PUBLISH holds at most 256 KB of payload behind a topic of at most 64 KB.</summary>
    private const int MaxRemainingLength = (256 * 1024) + 65_535 + 4;

    /// <summary>The length of "MQTT"; level 3 had another name.</summary>
    private const int NameLength = 4;

    private int _state;          // 0 first byte, 1 Remaining Length, 2 body
    private int _type;
    private int _lengthBytes;
    private int _remaining;
    private int _bodyOffset;
    private int _nameLength;
    private bool _levelSeen;

    public FrameVerdict Accept(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (_state == 2)
            {
                int take = Math.Min(_remaining, bytes.Length - at);
                FrameVerdict verdict = Body(bytes.Slice(at, take));
                if (verdict != FrameVerdict.Good)
                {
                    return verdict;
                }

                at += take;
                _bodyOffset += take;
                _remaining -= take;
                _state = _remaining == 0 ? 0 : 2;
            }
            else if (!(_state == 0 ? FirstByte(bytes[at++]) : Length(bytes[at++])))
            {
                return FrameVerdict.Bad;
            }
        }

        return FrameVerdict.Good;
    }

    private bool FirstByte(byte value)
    {
        _type = value >> 4;
        _state = 1;
        _lengthBytes = 0;
        _remaining = 0;
        _bodyOffset = 0;
        int flags = value & 0x0F;
        return _type switch
        {
            1 => flags == 0 && !_levelSeen,          // [MQTT-3.1.0-2] a second CONNECT
            3 => (flags & 0x06) != 0x06,             // [MQTT-3.3.1-4] QoS 3
            8 or 10 or 6 => flags == 2,
            4 or 5 or 7 or 12 or 14 => flags == 0,
            _ => false,
        };
    }

    private bool Length(byte value)
    {
        _remaining |= (value & 0x7F) << (7 * _lengthBytes++);
        if (value < 0x80)
        {
            _state = _remaining == 0 ? 0 : 2;
            return _remaining <= MaxRemainingLength && (_remaining == 0) == (_type is 12 or 14);
        }

        return _lengthBytes < 4;
    }

    private FrameVerdict Body(ReadOnlySpan<byte> bytes)
    {
        if (_type != 1 || _levelSeen)
        {
            return FrameVerdict.Good;
        }

        for (int i = 0; i < bytes.Length && !_levelSeen; i++)
        {
            int offset = _bodyOffset + i;
            if (offset < 2)
            {
                _nameLength = (_nameLength << 8) | bytes[i];
            }
            else if (offset == 2 + _nameLength)
            {
                _levelSeen = true;
                return _nameLength == NameLength && bytes[i] == 4 ? FrameVerdict.Good : FrameVerdict.WrongLevel;
            }
        }

        return FrameVerdict.Good;
    }
}
