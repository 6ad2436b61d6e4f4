using System.Collections.Generic;
using System.Text;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>A packet as the scripted hub has read it: MQTT 3.1.1 from the server's side, written without a look at the client's codec.</summary>
internal sealed class ServerPacket
{
    public int Type { get; init; }

    public int Flags { get; init; }

    public int PacketId { get; set; }

    public string Topic { get; set; } = "";

    public byte[] Payload { get; set; } = [];

    public string ClientId { get; set; } = "";

    public string? UserName { get; set; }

    public string? Password { get; set; }

    public int KeepAliveSeconds { get; set; }

    public bool CleanSession { get; set; }

    public List<(string Filter, int QoS)> Filters { get; } = [];

    public int QoS => (Flags >> 1) & 3;

    public bool Dup => (Flags & 8) != 0;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>What two packets have in common when they say the same.</summary>
    public override string ToString() => Type switch
    {
        ServerPackets.Connect => $"CONNECT {ClientId} {UserName} ka={KeepAliveSeconds} clean={CleanSession}",
        ServerPackets.Publish => $"PUBLISH q{QoS}{(Dup ? " dup" : "")} {Topic} {Text}",
        ServerPackets.Subscribe => "SUBSCRIBE " + string.Join(" ", Filters),
        ServerPackets.Puback => $"PUBACK {PacketId}",
        ServerPackets.Pingreq => "PINGREQ",
        ServerPackets.Disconnect => "DISCONNECT",
        _ => $"type {Type}",
    };
}
