using IoTC.Buffers;
using IoTC.Mqtt;

namespace IoTC.Hub;

/// <content>What the device sends.</content>
internal sealed partial class HubSession
{
    /// <summary>The part of the telemetry topic that every message has in common: content type and encoding.</summary>
    private byte[] _commonProperties = Bytes.Empty;

    /// <summary>Sets <c>$.ct</c> and <c>$.ce</c>; empty ones are left out.</summary>
    public void SetContent(string contentType, string contentEncoding)
    {
        var properties = new MessageProperties();
        if (contentType.Length > 0) properties.Add("$.ct", contentType);
        if (contentEncoding.Length > 0) properties.Add("$.ce", contentEncoding);
        _commonProperties = properties.Encoded.ToArray();
    }

    /// <summary>Queues telemetry at QoS 1.</summary>
    public MqttSendStatus TrySendTelemetry(byte[] payload, int offset, int count, MessageProperties? properties, int token)
    {
        _topic.Clear();
        _topic.Append(_topics.Events);
        _topic.Append(_commonProperties);
        if (properties != null && properties.Count > 0)
        {
            if (_commonProperties.Length > 0) _topic.Append('&');
            _topic.Append(properties.Encoded.Array, 0, properties.Encoded.Count);
        }

        if (_topic.Overflowed) return MqttSendStatus.TooLarge;
        return Publish(payload, offset, count, 1, token);
    }

    /// <summary>Queues the answer to a direct method.</summary>
    public MqttSendStatus TryReply(byte[] buffer, int requestIdOffset, int requestIdCount, int status, byte[] payload, int offset, int count)
    {
        _topic.Clear();
        _topic.Append(_topics.MethodResponse);
        _topic.AppendNumber(status);
        _topic.Append('/');
        _topic.Append(_topics.RequestId);
        _topic.Append(buffer, requestIdOffset, requestIdCount);
        return _topic.Overflowed ? MqttSendStatus.TooLarge : _mqtt.TryPublishFirst(_topic.Array, _topic.Count, payload, offset, count);
    }

    /// <summary>Queues a patch of reported properties at QoS 1.</summary>
    public MqttSendStatus TrySendReported(byte[] json, int offset, int count, int token)
    {
        if (_state == State.Offline) return MqttSendStatus.NotConnected;
        if (_twinRequests.IsFull) return MqttSendStatus.QueueFull;
        long requestId = _nextRequestId;
        _topic.Clear();
        _topic.Append(_topics.Reported);
        _topic.AppendNumber(requestId);
        MqttSendStatus status = Publish(json, offset, count, 1, NoToken);
        if (status != MqttSendStatus.Accepted) return status;

        _nextRequestId++;
        _twinRequests.Add(requestId, false, token, _nowMs);
        return status;
    }

    /// <summary>Asks for the twin, now or as soon as it can be asked for. Every desired property is told again when <paramref name="tellAgain"/>.</summary>
    public void RefreshTwin(bool tellAgain)
    {
        if (tellAgain) _mustTellAll = true;
        if (_state == State.Ready) RequestTwin();
    }

    private void RequestTwin()
    {
        _twinRetryMs = long.MaxValue;
        _isTwinWanted = true;
        if (_isTwinPending) return;
        if (_twinRequests.IsFull)
        {
            _twinRetryMs = _nowMs + 1000;
            return;
        }

        _topic.Clear();
        _topic.Append(_topics.TwinGet);
        _topic.AppendNumber(_nextRequestId);
        if (_mqtt.TryPublishFirst(_topic.Array, _topic.Count, Bytes.Empty, 0, 0) != MqttSendStatus.Accepted)
        {
            _twinRetryMs = _nowMs + 1000;
            return;
        }

        _isTwinPending = true;
        _isTwinWanted = false;
        _twinRequests.Add(_nextRequestId++, true, NoToken, _nowMs);
    }

    private MqttSendStatus Publish(byte[] payload, int offset, int count, int qos, int token)
        => _mqtt.TryPublishChecked(_topic.Array, 0, _topic.Count, payload, offset, count, qos, false, token, out _);
}
