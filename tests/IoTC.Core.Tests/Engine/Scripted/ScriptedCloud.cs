using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Transport;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>DPS and a hub without sockets: bytes in, bytes out. A name decides who answers.</summary>
internal sealed class ScriptedCloud
{
    public const string DpsHost = "dps.example";
    public const string HubHost = "hub.example";

    private static readonly byte[] KeyBytes = [.. Enumerable.Range(1, 32).Select(i => (byte)(i * 7))];

    public static string Key { get; } = Convert.ToBase64String(KeyBytes);

    public ScriptedDps Dps { get; } = new();

    public ScriptedMqttDps MqttDps { get; } = new();

    public ScriptedHub Hub { get; } = new();

    public List<CloudConnection> Connections { get; } = [];

    /// <summary>Statuses of attempts to open to come; open after them.</summary>
    public Queue<int> OpenStatuses { get; } = new();

    public CloudConnection Current => Connections[^1];

    public IEnumerable<CloudConnection> HubConnections => Connections.Where(c => c.Host != DpsHost);

    public IEnumerable<CloudConnection> DpsConnections => Connections.Where(c => c.Host == DpsHost);

    /// <summary>All that the hub has received, over all connections.</summary>
    public IEnumerable<ServerPacket> Packets => HubConnections.SelectMany(c => c.Packets);

    public IEnumerable<HttpRequest> Requests => DpsConnections.SelectMany(c => c.Requests);

    public IEnumerable<ServerPacket> Published(string topicStart) => Packets.Where(p => p.Type == ServerPackets.Publish && p.Topic.StartsWith(topicStart, StringComparison.Ordinal));

    public IEnumerable<ServerPacket> Telemetry => Published("devices/");

    public IEnumerable<ServerPacket> Replies => Published("$iothub/methods/res/");

    public IEnumerable<ServerPacket> Reported => Published("$iothub/twin/PATCH/properties/reported/");

    public IEnumerable<ServerPacket> TwinGets => Published("$iothub/twin/GET/");

    public static IoTCOptions Options(Action<IoTCOptions>? change = null)
    {
        var options = new IoTCOptions
        {
            IdScope = "0ne00000001",
            DeviceId = "dev1",
            Credential = DeviceCredential.DeviceKey(Key),
            ProvisioningHost = DpsHost,
            AllowUnsecuredTransport = true,
            RandomSeed = 17,
        };
        change?.Invoke(options);
        return options;
    }

    /// <summary>Options of a device that knows its hub.</summary>
    public static IoTCOptions HubOptions(Action<IoTCOptions>? change = null)
        => Options(o =>
        {
            o.HubHost = HubHost;
            change?.Invoke(o);
        });

    public int Open(string host, int port)
    {
        int status = OpenStatuses.TryDequeue(out int next) ? next : TransportStatus.Ok;
        if (status == TransportStatus.Ok) Connections.Add(new CloudConnection(host, port));
        return status;
    }

    public void Write(CloudConnection connection, ReadOnlySpan<byte> bytes)
    {
        connection.Received.AddRange(bytes);
        if (connection.Host == DpsHost && connection.Port == 8883) MqttDps.Handle(connection);
        else if (connection.Host == DpsHost) Dps.Handle(connection);
        else Hub.Handle(connection);
    }

    public void Method(string name, string requestId, string payload = "") => Current.Send(ServerPackets.PublishOf($"$iothub/methods/POST/{name}/?$rid={requestId}", payload));

    public void Desired(long version, string members)
        => Current.Send(ServerPackets.PublishOf($"$iothub/twin/PATCH/properties/desired/?$version={version}", $"{{{members},\"$version\":{version}}}"));

    public void DeviceBound(string bag, string payload, int packetId = 7) => Current.Send(ServerPackets.PublishOf("devices/dev1/messages/devicebound/" + bag, payload, 1, packetId));
}
