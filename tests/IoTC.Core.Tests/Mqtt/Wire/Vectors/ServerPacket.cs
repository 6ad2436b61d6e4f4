using IoTC.Mqtt.Wire;

namespace IoTC.Core.Tests.Mqtt.Wire.Vectors;

/// <summary>A packet that a server sends, as bytes, and what they mean.</summary>
public sealed record ServerPacket(string Name, byte[] Bytes, PacketType Type)
{
    public int Flags { get; init; }

    public int PacketId { get; init; }

    public int QoS { get; init; }

    public bool Dup { get; init; }

    public bool Retain { get; init; }

    public byte[] Topic { get; init; } = [];

    public byte[] Payload { get; init; } = [];

    public byte[] ReturnCodes { get; init; } = [];

    public bool SessionPresent { get; init; }

    public ConnectReturnCode ReturnCode { get; init; }

    public override string ToString() => Name;
}
