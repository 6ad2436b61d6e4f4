using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes what every Control Packet begins with: its type and flags, and the Remaining Length. MQTT 3.1.1 §2.2.</summary>
internal static class FixedHeader
{
    /// <summary>Number of bytes of a whole packet.</summary>
    /// <exception cref="System.ArgumentException">The Remaining Length is out of range.</exception>
    public static int GetPacketLength(int remaining) => 1 + RemainingLength.GetLength(remaining) + remaining;

    /// <summary>Demands room for the whole packet, then writes its fixed header.</summary>
    /// <returns>The index after the header.</returns>
    /// <exception cref="System.ArgumentException">The Remaining Length is out of range, or the buffer has no room.</exception>
    [MethodImpl(Inlining.Always)]
    public static int Write(byte[] buffer, int offset, byte firstByte, int remaining)
    {
        if ((uint)remaining >= 0x4000) return WriteLong(buffer, offset, firstByte, remaining);
        if (remaining < 0x80)
        {
            Require.Room(buffer, offset, 2 + remaining);
            Bytes.WriteUInt16(buffer, offset, (firstByte << 8) | remaining);
            return offset + 2;
        }

        Require.Room(buffer, offset, 3 + remaining);
        buffer[offset] = firstByte;
        Bytes.WriteUInt16(buffer, offset + 1, ((remaining | 0x80) << 8) | (remaining >> 7));
        return offset + 3;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteLong(byte[] buffer, int offset, byte firstByte, int remaining)
    {
        Require.Room(buffer, offset, GetPacketLength(remaining));
        buffer[offset] = firstByte;
        return RemainingLength.WriteUnchecked(buffer, offset + 1, remaining);
    }
}
