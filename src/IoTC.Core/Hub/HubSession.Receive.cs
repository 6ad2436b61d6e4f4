using IoTC.Buffers;
using IoTC.Mqtt;

namespace IoTC.Hub;

/// <content>What the hub sends.</content>
internal sealed partial class HubSession
{
    private readonly byte[] _methodName = Utf8.GetBytes("method-name");
    private readonly byte[] _oldCommandPrefix = Utf8.GetBytes("Commands:");

    /// <summary>Reads the next event.</summary>
    public bool TryReadEvent(HubEvent hubEvent)
    {
        hubEvent.Clear();
        if (TryTellTwinTimeout(hubEvent) || TryTellReady(hubEvent) || TryTellDesired(hubEvent)) return true;
        while (_mqtt.TryReadEvent(hubEvent.Mqtt))
        {
            if (Handle(hubEvent.Mqtt, hubEvent) || TryTellReady(hubEvent) || TryTellDesired(hubEvent)) return true;
        }

        return false;
    }

    private bool Handle(MqttEvent mqttEvent, HubEvent hubEvent)
    {
        switch (mqttEvent.Type)
        {
            case MqttEventType.MessageReceived:
                return HandleMessage(mqttEvent, hubEvent);
            case MqttEventType.PublishCompleted:
                hubEvent.Token = mqttEvent.Token;
                return Tell(hubEvent, HubEventType.PublishCompleted);
            case MqttEventType.PublishDropped:
                hubEvent.Token = mqttEvent.Token;
                return Tell(hubEvent, HubEventType.PublishDropped);
            case MqttEventType.Connected:
                Subscribe();
                return Tell(hubEvent, HubEventType.Accepted);
            case MqttEventType.SubscribeCompleted:
                return HandleSubscribed(mqttEvent, hubEvent);
            case MqttEventType.Disconnected:
                GoOffline();
                return Tell(hubEvent, HubEventType.Disconnected);
            default:
                return false;
        }
    }

    private bool HandleSubscribed(MqttEvent mqttEvent, HubEvent hubEvent)
    {
        for (int i = 0; i < mqttEvent.PayloadCount; i++)
        {
            if (mqttEvent.GetSubscribeReturnCode(i) != 128) continue;
            hubEvent.Status = 128;
            hubEvent.Detail = "the hub refused a subscription of the device";
            return Tell(hubEvent, HubEventType.SetupFailed);
        }

        _state = State.ReadingTwin;
        RequestTwin();
        return false;
    }

    private bool HandleMessage(MqttEvent message, HubEvent hubEvent)
    {
        byte[] buffer = message.Buffer;
        int offset = message.TopicOffset;
        int count = message.TopicCount;
        hubEvent.Buffer = buffer;
        hubEvent.PayloadOffset = message.PayloadOffset;
        hubEvent.PayloadCount = message.PayloadCount;
        if (Bytes.StartsWith(buffer, offset, count, _topics.Method)) return HandleMethod(buffer, offset, count, hubEvent);
        if (Bytes.StartsWith(buffer, offset, count, _topics.TwinResponse)) return HandleTwinResponse(buffer, offset, count, hubEvent);
        if (Bytes.StartsWith(buffer, offset, count, _topics.Desired)) return HandleDesired(buffer, offset, count, hubEvent);
        if (Bytes.StartsWith(buffer, offset, count, _topics.DeviceBound)) return HandleDeviceBound(buffer, offset, count, hubEvent);
        return false;
    }

    // $iothub/methods/POST/{name}/?$rid={rid}: the rid is opaque, echoed byte for byte.
    private bool HandleMethod(byte[] buffer, int offset, int count, HubEvent hubEvent)
    {
        int end = offset + count;
        int name = offset + _topics.Method.Length;
        int slash = Bytes.IndexOf(buffer, name, end - name, (byte)'/');
        if (slash <= name || !TryFindValue(buffer, slash + 1, end, _topics.RequestId, out int requestId, out int requestIdCount)) return false;
        if (!_recentRequests.TryAdd(buffer, requestId, requestIdCount)) return false;

        hubEvent.RequestIdOffset = requestId;
        hubEvent.RequestIdCount = requestIdCount;
        SetCommandName(buffer, name, slash - name, hubEvent);
        return Tell(hubEvent, HubEventType.Command);
    }

    // A queued command of IoT Central carries the property method-name; any other message is the application's.
    private bool HandleDeviceBound(byte[] buffer, int offset, int count, HubEvent hubEvent)
    {
        hubEvent.PropertiesOffset = offset + _topics.DeviceBound.Length;
        hubEvent.PropertiesCount = count - _topics.DeviceBound.Length;
        var bag = new PropertyBag(buffer, hubEvent.PropertiesOffset, hubEvent.PropertiesCount);
        while (bag.MoveNext())
        {
            if (!bag.KeyIs(_methodName, _scratch)) continue;
            SetQueuedCommand(buffer, bag.ValueOffset, bag.ValueCount, hubEvent);
            return Tell(hubEvent, HubEventType.Command);
        }

        return Tell(hubEvent, HubEventType.CloudMessage);
    }

    private void SetQueuedCommand(byte[] buffer, int value, int valueCount, HubEvent hubEvent)
    {
        // Decoded in place: the bytes are the session's own until the next event.
        int count = PercentEncoding.Decode(buffer, value, valueCount, buffer, value);
        hubEvent.PropertiesCount = 0;
        if (Bytes.StartsWith(buffer, value, count, _oldCommandPrefix))
        {
            value += _oldCommandPrefix.Length;
            count -= _oldCommandPrefix.Length;
        }

        SetCommandName(buffer, value, count, hubEvent);
        if (hubEvent.PayloadCount == 1 && buffer[hubEvent.PayloadOffset] == '@') hubEvent.PayloadCount = 0;
    }

    // component*command
    private static void SetCommandName(byte[] buffer, int offset, int count, HubEvent hubEvent)
    {
        int star = Bytes.IndexOf(buffer, offset, count, (byte)'*');
        hubEvent.ComponentOffset = offset;
        hubEvent.ComponentCount = star < 0 ? 0 : star - offset;
        hubEvent.NameOffset = star < 0 ? offset : star + 1;
        hubEvent.NameCount = offset + count - hubEvent.NameOffset;
    }

    /// <summary>Finds the value behind a key such as <c>$version=</c>, up to the next <c>&amp;</c>.</summary>
    private static bool TryFindValue(byte[] buffer, int offset, int end, byte[] key, out int valueOffset, out int valueCount)
    {
        for (int i = offset; i <= end - key.Length; i++)
        {
            if (buffer[i] != key[0] || !Bytes.AreEqual(buffer, i, key, 0, key.Length)) continue;
            valueOffset = i + key.Length;
            int next = Bytes.IndexOf(buffer, valueOffset, end - valueOffset, (byte)'&');
            valueCount = (next < 0 ? end : next) - valueOffset;
            return true;
        }

        valueOffset = 0;
        valueCount = 0;
        return false;
    }

    private static bool Tell(HubEvent hubEvent, HubEventType type)
    {
        hubEvent.Type = type;
        return true;
    }
}
