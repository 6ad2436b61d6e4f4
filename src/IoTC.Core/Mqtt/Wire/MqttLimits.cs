namespace IoTC.Mqtt.Wire;

/// <summary>The numbers that MQTT 3.1.1 itself sets; a server may set lower ones.</summary>
public static class MqttLimits
{
    /// <summary>The largest Remaining Length, 256 MiB − 1. §2.2.3.</summary>
    public const int MaxRemainingLength = 268435455;

    /// <summary>The most bytes of a string, a topic, a password or a will message. §1.5.3.</summary>
    public const int MaxStringLength = 65535;

    /// <summary>The most bytes of a fixed header: one for type and flags, four for the Remaining Length. §2.2.</summary>
    public const int MaxFixedHeaderLength = 5;

    /// <summary>The largest Control Packet in bytes.</summary>
    public const int MaxPacketLength = MaxFixedHeaderLength + MaxRemainingLength;

    /// <summary>The largest Packet Identifier; the smallest is 1. §2.3.1.</summary>
    public const int MaxPacketId = 65535;

    /// <summary>The largest Keep Alive in seconds, 18 h 12 min 15 s; 0 turns it off. §3.1.2.10.</summary>
    public const int MaxKeepAliveSeconds = 65535;
}
