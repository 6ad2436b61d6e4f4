using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Engine.Scripted;

/// <summary>An IoT Hub as a script: it accepts, grants, acknowledges and answers, unless it is told otherwise.</summary>
internal sealed class ScriptedHub
{
    private long _reportedVersion = 1;

    /// <summary>CONNACK return codes to come; 0 after them; negative: no answer.</summary>
    public Queue<int> ConnackCodes { get; } = new();

    /// <summary>Statuses of answers to GET twin to come; 200 after them; negative: no answer.</summary>
    public Queue<int> TwinStatuses { get; } = new();

    /// <summary>Statuses of answers to reported patches to come; 204 after them; negative: no answer.</summary>
    public Queue<int> ReportedStatuses { get; } = new();

    public bool SessionPresent { get; set; }

    public byte[] SubackCodes { get; set; } = [0, 0, 0, 1];

    public bool AcknowledgesTelemetry { get; set; } = true;

    public bool AnswersPings { get; set; } = true;

    public string Twin { get; set; } = """{"desired":{"$version":1},"reported":{"$version":1}}""";

    /// <summary>Looks at each packet first; true when nothing more is to be done about it.</summary>
    public Func<CloudConnection, ServerPacket, bool> Intercept { get; set; } = (_, _) => false;

    public void Handle(CloudConnection connection)
    {
        while (connection.CloseStatus == null && ServerPackets.TryRead(connection.Received) is { } packet)
        {
            connection.Packets.Add(packet);
            if (!Intercept(connection, packet)) Answer(connection, packet);
        }
    }

    public static void AnswerTwin(CloudConnection connection, ServerPacket request, int status, string body)
        => connection.Send(ServerPackets.PublishOf($"$iothub/twin/res/{status}/?$rid={RequestId(request.Topic)}", body));

    public static string RequestId(string topic) => topic[(topic.IndexOf("$rid=", StringComparison.Ordinal) + 5)..];

    private void Answer(CloudConnection connection, ServerPacket packet)
    {
        switch (packet.Type)
        {
            case ServerPackets.Connect:
                int code = ConnackCodes.TryDequeue(out int next) ? next : 0;
                if (code >= 0) connection.Send(ServerPackets.Connack(code, SessionPresent && code == 0));
                if (code > 0) connection.Close(-1);
                break;
            case ServerPackets.Subscribe:
                connection.Send(ServerPackets.Suback(packet.PacketId, SubackCodes));
                break;
            case ServerPackets.Pingreq when AnswersPings:
                connection.Send(ServerPackets.Pingresp());
                break;
            case ServerPackets.Disconnect:
                connection.Close(-1);
                break;
            case ServerPackets.Publish:
                HandlePublish(connection, packet);
                break;
        }
    }

    private void HandlePublish(CloudConnection connection, ServerPacket packet)
    {
        if (packet.QoS == 1 && AcknowledgesTelemetry) connection.Send(ServerPackets.PubackOf(packet.PacketId));
        if (packet.Topic.StartsWith("$iothub/twin/GET/", StringComparison.Ordinal))
        {
            int status = TwinStatuses.TryDequeue(out int next) ? next : 200;
            if (status >= 0) AnswerTwin(connection, packet, status, status == 200 ? Twin : "");
        }
        else if (packet.Topic.StartsWith("$iothub/twin/PATCH/properties/reported/", StringComparison.Ordinal))
        {
            int status = ReportedStatuses.TryDequeue(out int next) ? next : 204;
            string version = status == 204 ? $"&$version={++_reportedVersion}" : "";
            if (status >= 0) connection.Send(ServerPackets.PublishOf($"$iothub/twin/res/{status}/?$rid={RequestId(packet.Topic)}{version}", ""));
        }
    }
}
