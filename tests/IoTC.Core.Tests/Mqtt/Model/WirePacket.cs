namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>A Control Packet as the scripted broker sees it.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Id">Its Packet Identifier, or 0.</param>
internal sealed record WirePacket(WireKind Kind, int Id)
{
    public int QoS { get; init; }

    public bool Dup { get; init; }

    public bool Retain { get; init; }

    /// <summary>Number of the message: the digits behind the slash of its topic.</summary>
    public int Number { get; init; }

    /// <summary>Length of the payload, whose bytes follow from the number.</summary>
    public int Size { get; init; }

    /// <summary>Session Present of CONNACK, Clean Session of CONNECT.</summary>
    public bool Flag { get; init; }

    /// <summary>Number of Topic Filters.</summary>
    public int Filters { get; init; }

    public override string ToString() => Kind == WireKind.Publish
        ? $"PUBLISH #{Number} QoS {QoS} id {Id}{(Dup ? " DUP" : "")}"
        : $"{Kind.ToString().ToUpperInvariant()} id {Id}{(Flag ? " flag" : "")}";
}
