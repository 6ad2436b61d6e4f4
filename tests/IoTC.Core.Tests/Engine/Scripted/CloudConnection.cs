using System.Collections.Generic;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>One connection of a device with the scripted cloud: what has come, and what waits to be received.</summary>
internal sealed class CloudConnection(string host, int port)
{
    private readonly Queue<byte[]> _toClient = new();

    public string Host { get; } = host;

    public int Port { get; } = port;

    /// <summary>Bytes of the client that are not a whole packet or request yet.</summary>
    public List<byte> Received { get; } = [];

    public List<ServerPacket> Packets { get; } = [];

    public List<HttpRequest> Requests { get; } = [];

    /// <summary>Set when the server has ended it; the client learns of it after the last byte.</summary>
    public int? CloseStatus { get; private set; }

    public bool IsClosedByClient { get; set; }

    public bool HasBytes => _toClient.Count > 0;

    public void Send(params byte[][] packets)
    {
        if (CloseStatus != null) return;
        foreach (byte[] packet in packets)
        {
            if (packet.Length > 0) _toClient.Enqueue(packet);
        }
    }

    /// <summary>Sends several packets as one piece.</summary>
    public void SendTogether(params byte[][] packets)
    {
        var all = new List<byte>();
        foreach (byte[] packet in packets) all.AddRange(packet);
        Send([.. all]);
    }

    public void Close(int status) => CloseStatus ??= status;

    public byte[] Take() => _toClient.Dequeue();
}
