using System.Collections.Generic;

namespace IoTC.Simulation.Tests.Cloud;

/// <summary>The hub's end of one connection.</summary>
internal sealed class SimConnection(SimLink link)
{
    public SimLink Link { get; } = link;

    public List<byte> Received { get; } = [];

    public bool IsAccepted { get; set; }

    public bool IsSubscribed { get; set; }

    public long LastSeenMs { get; set; }

    public int KeepAliveSeconds { get; set; }

    public int TelemetryCount { get; set; }

    public int NextPacketId { get; set; } = 1;

    /// <summary>The cloud-to-device message that waits for its PUBACK, by packet id; one at a time.</summary>
    public (int PacketId, int Message)? InFlight { get; set; }

    /// <summary>Commands sent, and when.</summary>
    public List<(string RequestId, long SentMs)> Commands { get; } = [];
}
