using System;
using System.Collections.Generic;
using System.Globalization;

namespace IoTC.Emulator.Hub;

internal sealed partial class DeviceConnection
{
    public void PushDesired(long version, byte[] patch)
    {
        if (Subscriptions.DesiredQos is { } qos && !hub.Faults.LostDesired.TryTake())
        {
            link.SendRequest(new OutgoingMessage(Text($"$iothub/twin/PATCH/properties/desired/?$version={version}"), patch, qos));
        }
    }

    public void PushMethod(string name, string requestId, byte[] payload)
    {
        if (Subscriptions.MethodQos is { } qos)
        {
            var request = new OutgoingMessage($"$iothub/methods/POST/{name}/?$rid={requestId}", payload, qos);
            link.SendRequest(request);
            if (hub.Faults.RepeatedMethods.TryTake())
            {
                link.SendRequest(request);
            }
        }
    }

    /// <summary>Sends a cloud-to-device message with the system properties that Azure adds.</summary>
    public void PushMessage(CloudToDeviceMessage message, int qos, Action done)
    {
        string to = $"/devices/{device.DeviceId}/messages/devicebound";
        var bag = new List<KeyValuePair<string, string?>> { new("$.mid", message.MessageId), new("$.to", to), new("iothub-ack", "none") };
        bag.AddRange(message.Properties);
        string topic = $"devices/{device.DeviceId}/messages/devicebound/{PropertyBag.Format(bag)}";
        bool isDuplicate = message.DeliveryCount > 1 && _sessionPresent && qos > 0;
        link.SendMessage(new OutgoingMessage(topic, message.Payload, qos, done, isDuplicate));
    }

    private void PushTwinResponse(int status, string requestId, long? version, byte[] body)
    {
        if (Subscriptions.TwinResponseQos is { } qos)
        {
            string suffix = version is { } number ? Text($"&$version={number}") : "";
            link.SendRequest(new OutgoingMessage(Text($"$iothub/twin/res/{status}/?$rid={requestId}{suffix}"), body, qos));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
