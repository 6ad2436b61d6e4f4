using System;
using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>The number of bytes after the fixed header: seven bits a byte, least significant first. MQTT 3.1.1 §2.2.3.</summary>
public static class RemainingLength
{
    /// <summary>The number of bytes the encoding takes.</summary>
    /// <param name="value">0–<see cref="MqttLimits.MaxRemainingLength"/>.</param>
    /// <returns>1–4.</returns>
    /// <exception cref="ArgumentException">The value is out of range.</exception>
    [MethodImpl(Inlining.Always)]
    public static int GetLength(int value)
    {
        if ((uint)value > MqttLimits.MaxRemainingLength) ThrowTooLarge();
        return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : 4;
    }

    /// <summary>Writes the shortest encoding.</summary>
    /// <returns>The number of bytes written, 1–4.</returns>
    /// <exception cref="ArgumentException">The value is out of range, or the buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset, int value)
    {
        int length = GetLength(value);
        Require.Room(buffer, offset, length);
        return WriteUnchecked(buffer, offset, value) - offset;
    }

    /// <summary>Reads an encoding; one that is longer than it need be is accepted, as the standard does not forbid it.</summary>
    /// <param name="buffer">Holds the encoding at <paramref name="offset"/>.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Number of bytes there are.</param>
    /// <param name="value">The value, or 0 when not read.</param>
    /// <param name="length">Number of bytes read, 1–4, or 0 when not read.</param>
    /// <returns><c>Done</c>, <c>NeedMore</c>, or <c>Malformed</c> as soon as the fourth byte asks for a fifth.</returns>
    /// <exception cref="ArgumentException">The range is not inside the array.</exception>
    public static MqttReadStatus TryRead(byte[] buffer, int offset, int count, out int value, out int length)
    {
        Require.Range(buffer, offset, count);
        value = 0;
        length = 0;
        int sum = 0;
        for (int i = 0; i < 4; i++)
        {
            if (i == count) return MqttReadStatus.NeedMore;
            int digit = buffer[offset + i];
            sum |= (digit & 0x7F) << (7 * i);
            if (digit < 0x80)
            {
                value = sum;
                length = i + 1;
                return MqttReadStatus.Done;
            }
        }

        return MqttReadStatus.Malformed;
    }

    /// <summary>Writes a value that is known to be in range to a buffer that is known to have room.</summary>
    /// <returns>The index after the last byte written.</returns>
    [MethodImpl(Inlining.Always)]
    internal static int WriteUnchecked(byte[] buffer, int offset, int value)
    {
        while (value >= 0x80)
        {
            buffer[offset++] = (byte)(value | 0x80);
            value >>= 7;
        }

        buffer[offset] = (byte)value;
        return offset + 1;
    }

    private static void ThrowTooLarge() => throw MqttViolations.ToException(MqttViolation.PacketTooLarge, "value");
}
