using System;

namespace IoTC.Mqtt.Wire;

/// <summary>Writes DISCONNECT: the last packet of a connection that ends in order. MQTT 3.1.1 §3.14.</summary>
public static class DisconnectPacket
{
    /// <summary>Number of bytes.</summary>
    public const int Length = 2;

    /// <summary>Writes the packet.</summary>
    /// <param name="buffer">Has room for <see cref="Length"/> bytes from <paramref name="offset"/>.</param>
    /// <param name="offset">Where the packet begins.</param>
    /// <returns><see cref="Length"/>.</returns>
    /// <exception cref="ArgumentException">The buffer has no room.</exception>
    public static int Write(byte[] buffer, int offset)
    {
        Require.Room(buffer, offset, Length);
        buffer[offset + 1] = 0;
        // [MQTT-3.14.1-1] reserved bits are 0
        buffer[offset] = 0xE0;
        return Length;
    }
}
