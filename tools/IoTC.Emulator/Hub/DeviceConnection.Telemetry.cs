using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using MQTTnet.Packets;

namespace IoTC.Emulator.Hub;

internal sealed partial class DeviceConnection
{
    private const int MaxMessage = 262_144;

    private string? ReceiveTelemetry(MqttPublishPacket publish, string bag)
    {
        if (hub.Faults.TelemetryDrops.TryTake())
        {
            return "telemetry dropped by a fault";
        }

        if (hub.Faults.Throttle.Exceeds(hub.Clock.UtcNow))
        {
            return "throttled (429002)";
        }

        TelemetryMessage message = CreateTelemetry(publish, bag, false);
        if (SizeOf(message) > MaxMessage)
        {
            return "message over 256 KB with its properties";
        }

        device.Receive(message);
        return null;
    }

    // What Azure counts: the payload, and names and values of the properties.
    private static int SizeOf(TelemetryMessage message) =>
        message.Payload.Length + message.Properties.Concat(message.SystemProperties).Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value ?? ""));

    private void ReceiveWill(MqttConnectPacket connect)
    {
        PublishTopic topic = PublishTopic.Parse(connect.WillTopic ?? "", device.DeviceId);
        if (topic.Kind == PublishKind.Telemetry)
        {
            var publish = new MqttPublishPacket
            {
                Topic = connect.WillTopic,
                PayloadSegment = new ArraySegment<byte>(connect.WillMessage ?? []),
                QualityOfServiceLevel = connect.WillQoS,
                Retain = connect.WillRetain,
            };
            device.Receive(CreateTelemetry(publish, topic.Tail, true));
        }
    }

    private TelemetryMessage CreateTelemetry(MqttPublishPacket publish, string bag, bool isWill)
    {
        Dictionary<string, string?> all = PropertyBag.Parse(bag);
        Dictionary<string, string?> application = all.Where(property => !PropertyBag.IsSystem(property.Key)).ToDictionary();
        if (publish.Retain)
        {
            application["mqtt-retain"] = "true";
        }

        if (isWill)
        {
            application["iothub-MessageType"] = "Will";
        }

        return new TelemetryMessage
        {
            Payload = publish.Payload.ToArray(),
            Topic = publish.Topic,
            Properties = application,
            SystemProperties = all.Where(property => PropertyBag.IsSystem(property.Key)).ToDictionary(),
            ArrivedAt = hub.Clock.UtcNow,
            QualityOfService = (int)publish.QualityOfServiceLevel,
            IsDuplicate = publish.Dup,
            IsWill = isWill,
            PacketId = publish.PacketIdentifier,
        };
    }
}
