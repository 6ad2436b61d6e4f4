using IoTC.Buffers;
using IoTC.Mqtt;

namespace IoTC.Hub;

/// <content>What the device sends.</content>
internal sealed partial class HubSession
{
    /// <summary>The most bytes of one telemetry message with its properties. The hub closes the connection on more.</summary>
    public const int MaxTelemetryBytes = 262144;

    // What messages have in common, unless they say otherwise: "$.ct=…" and "$.ce=…", encoded.
    private byte[] _contentType = Bytes.Empty;
    private byte[] _contentEncoding = Bytes.Empty;

    /// <summary>Sets <c>$.ct</c> and <c>$.ce</c>; empty ones are left out.</summary>
    public void SetContent(string contentType, string contentEncoding)
    {
        _contentType = Pair("$.ct", contentType);
        _contentEncoding = Pair("$.ce", contentEncoding);
    }

    /// <summary>Queues telemetry, at QoS 1 unless its properties say otherwise.</summary>
    public MqttSendStatus TrySendTelemetry(byte[] payload, int offset, int count, MessageProperties? properties, int token)
    {
        _topic.Clear();
        _topic.Append(_topics.Events);
        int start = _topic.Count;
        if (properties == null || !properties.HasContentType) AppendPairs(start, _contentType, _contentType.Length);
        if (properties == null || !properties.HasContentEncoding) AppendPairs(start, _contentEncoding, _contentEncoding.Length);
        if (properties != null) AppendPairs(start, properties.Encoded.Array, properties.Encoded.Count);
        if (_topic.Overflowed || (properties != null && properties.Encoded.Overflowed) || count > MaxTelemetryBytes - (_topic.Count - start)) return MqttSendStatus.TooLarge;
        return Publish(payload, offset, count, properties == null ? 1 : properties.QoS, token);
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
    /// <returns>The number of the reading that began no earlier than this call; it comes back as the token of <see cref="HubEventType.TwinReceived"/>, or a higher one does.</returns>
    public int RefreshTwin(bool tellAgain)
    {
        if (tellAgain) _mustTellAll = true;
        int reading = _twinReadings + 1;
        if (_state == State.Ready || (_isTwinPending && !tellAgain)) RequestTwin();
        return reading;
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

        _twinReadings++;
        _isTwinPending = true;
        _isTwinWanted = false;
        _twinRequests.Add(_nextRequestId++, true, NoToken, _nowMs);
    }

    private static byte[] Pair(string name, string value)
    {
        var pair = new MessageProperties();
        if (value.Length > 0) pair.Add(name, value);
        return pair.Encoded.ToArray();
    }

    private void AppendPairs(int start, byte[] pairs, int count)
    {
        if (count > 0 && _topic.Count > start) _topic.Append('&');
        _topic.Append(pairs, 0, count);
    }

    private MqttSendStatus Publish(byte[] payload, int offset, int count, int qos, int token)
        => _mqtt.TryPublishChecked(_topic.Array, 0, _topic.Count, payload, offset, count, qos, false, token, out _);
}
