using System;
using System.Globalization;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;

namespace IoTC.Simulation.Tests.Cloud;

/// <content>What the device publishes, and what it is sent.</content>
internal sealed partial class SimHub
{
    private const int ThrottledAfter = 5;

    private void HandlePublish(SimConnection connection, ServerPacket packet)
    {
        if (packet.Topic.StartsWith("devices/", StringComparison.Ordinal)) HandleTelemetry(connection, packet);
        else if (packet.Topic.StartsWith("$iothub/twin/", StringComparison.Ordinal)) HandleTwin(connection, packet);
        else if (packet.Topic.StartsWith("$iothub/methods/res/", StringComparison.Ordinal)) ledger.Answer(RequestId(packet));
    }

    private void HandleTelemetry(SimConnection connection, ServerPacket packet)
    {
        if (world.NowMs < QuotaUntilMs)
        {
            End(connection, TransportStatus.Closed);
            return;
        }

        string text = Encoding.ASCII.GetString(packet.Payload);
        ledger.Arrive(int.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture));
        world.Log($"{Host}: telemetry {text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)).ToString()}{(packet.Dup ? " dup" : "")}{(world.NowMs >= NoPubackUntilMs ? "" : ", not acknowledged")}");
        if (world.NowMs >= NoPubackUntilMs) connection.Link.SendToDevice(ServerPackets.PubackOf(packet.PacketId));
        if (world.NowMs < ThrottleUntilMs && ++connection.TelemetryCount >= ThrottledAfter) End(connection, TransportStatus.Closed);
    }

    private void HandleTwin(SimConnection connection, ServerPacket packet)
    {
        if (packet.QoS == 1) connection.Link.SendToDevice(ServerPackets.PubackOf(packet.PacketId));
        if (world.NowMs < TwinThrottleUntilMs)
        {
            world.Log($"{Host}: twin out of order");
            if (world.Chance(0.8)) Publish(connection, $"$iothub/twin/res/{(world.Chance(0.7) ? 429 : 500)}/?$rid={RequestId(packet)}", "");
            return;
        }

        if (packet.Topic.StartsWith("$iothub/twin/GET/", StringComparison.Ordinal))
        {
            cloud.SeenEpoch = cloud.Twin.Epoch;
            Publish(connection, $"$iothub/twin/res/200/?$rid={RequestId(packet)}", cloud.Twin.ToJson());
            return;
        }

        world.Log($"{Host}: reported {packet.Text}");
        cloud.Twin.Report(packet.Text);
        Publish(connection, $"$iothub/twin/res/204/?$rid={RequestId(packet)}&$version={cloud.Twin.ReportedVersion}", "");
    }

    private void DeliverNext()
    {
        if (_connection is not { IsSubscribed: true, InFlight: null } connection || _messages.Count == 0) return;
        connection.InFlight = (connection.NextPacketId++, _messages[0]);
        connection.Link.SendToDevice(ServerPackets.PublishOf(
            $"devices/{SimCloud.DeviceId}/messages/devicebound/%24.mid={_messages[0]}", _messages[0].ToString(CultureInfo.InvariantCulture), 1, connection.InFlight.Value.PacketId));
    }

    private static void Publish(SimConnection connection, string topic, string payload) => connection.Link.SendToDevice(ServerPackets.PublishOf(topic, payload));

    private static string RequestId(ServerPacket packet) => packet.Topic[(packet.Topic.IndexOf("$rid=", StringComparison.Ordinal) + 5)..];
}
