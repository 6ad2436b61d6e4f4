using System;
using System.Runtime.CompilerServices;
using IoTC.Buffers;

namespace IoTC.Mqtt.Wire;

/// <summary>The argument checks of the writers; what they throw is built away from the data path.</summary>
internal static class Require
{
    /// <summary>Demands that <paramref name="length"/> bytes fit into the buffer from the offset.</summary>
    [MethodImpl(Inlining.Always)]
    public static void Room(byte[] buffer, int offset, int length)
    {
        if (!Bytes.IsRange(buffer, offset, length)) ThrowNoRoom();
    }

    /// <summary>Demands a range inside the array.</summary>
    [MethodImpl(Inlining.Always)]
    public static void Range(byte[] buffer, int offset, int count)
    {
        if (!Bytes.IsRange(buffer, offset, count)) ThrowNoRange();
    }

    // [MQTT-2.3.1-1]
    /// <summary>Demands 1–65535.</summary>
    public static void PacketId(int packetId)
    {
        if ((uint)(packetId - 1) >= MqttLimits.MaxPacketId) ThrowPacketId();
    }

    /// <summary>Demands that no rule is broken.</summary>
    public static void NoViolation(MqttViolation violation, string parameter)
    {
        if (violation != MqttViolation.None) throw MqttViolations.ToException(violation, parameter);
    }

    private static void ThrowNoRoom()
        => throw new ArgumentException("the packet does not fit: ask GetLength and give a buffer with that room", "buffer");

    private static void ThrowNoRange() => throw new ArgumentException("the range is not inside the array", "count");

    private static void ThrowPacketId()
        => throw new ArgumentException("[MQTT-2.3.1-1] a Packet Identifier is 1 to 65535, and 0 (none) with a QoS 0 PUBLISH alone", "packetId");
}
