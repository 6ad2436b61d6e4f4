using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>DPS over MQTT as a script: answers that were queued, then one "assigning" and the assignment.</summary>
internal sealed class ScriptedMqttDps
{
    /// <summary>What is sent for a request, given its <c>$rid</c>: topic and body.</summary>
    public Queue<Func<string, (string Topic, string Body)>> Script { get; } = new();

    public Queue<int> ConnackCodes { get; } = new();

    public byte SubackCode { get; set; } = 1;

    public bool Acknowledges { get; set; } = true;

    public string DeviceId { get; set; } = "dev1";

    public ScriptedMqttDps Then(int status, string body, string more = "")
    {
        Script.Enqueue(requestId => ($"$dps/registrations/res/{status.ToString(CultureInfo.InvariantCulture)}/?$rid={requestId}{more}", body));
        return this;
    }

    public void Handle(CloudConnection connection)
    {
        while (connection.CloseStatus == null && ServerPackets.TryRead(connection.Received) is { } packet)
        {
            connection.Packets.Add(packet);
            switch (packet.Type)
            {
                case ServerPackets.Connect:
                    int code = ConnackCodes.TryDequeue(out int next) ? next : 0;
                    connection.Send(ServerPackets.Connack(code));
                    if (code > 0) connection.Close(-1);
                    break;
                case ServerPackets.Subscribe:
                    connection.Send(ServerPackets.Suback(packet.PacketId, [SubackCode]));
                    break;
                case ServerPackets.Pingreq:
                    connection.Send(ServerPackets.Pingresp());
                    break;
                case ServerPackets.Publish:
                    Answer(connection, packet);
                    break;
            }
        }
    }

    private void Answer(CloudConnection connection, ServerPacket request)
    {
        string requestId = request.Topic.Split("$rid=")[1].Split('&')[0];
        (string topic, string body) = Script.Count > 0 ? Script.Dequeue()(requestId) : Default(request, requestId);
        // The answer first: nobody may wait for the PUBACK.
        if (topic.Length > 0) connection.Send(ServerPackets.PublishOf(topic, body, 1, connection.Packets.Count));
        if (Acknowledges) connection.Send(ServerPackets.PubackOf(request.PacketId));
    }

    private (string Topic, string Body) Default(ServerPacket request, string requestId)
        => request.Topic.Contains("/PUT/", StringComparison.Ordinal)
            ? ($"$dps/registrations/res/202/?$rid={requestId}&retry-after=3", """{"operationId":"4.op-1","status":"assigning"}""")
            : ($"$dps/registrations/res/200/?$rid={requestId}", Assigned("substatus", "initialAssignment"));

    private string Assigned(string name, string value)
        => $$$"""{"operationId":"4.op-1","status":"assigned","registrationState":{"registrationId":"dev1","assignedHub":"{{{ScriptedCloud.HubHost}}}","deviceId":"{{{DeviceId}}}","{{{name}}}":"{{{value}}}"}}""";

    /// <summary>What has been published over a connection.</summary>
    public static IEnumerable<ServerPacket> RequestsOf(CloudConnection connection) => connection.Packets.Where(packet => packet.Type == ServerPackets.Publish);
}
