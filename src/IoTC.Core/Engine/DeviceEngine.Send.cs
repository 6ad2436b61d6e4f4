using System;
using IoTC.Buffers;
using IoTC.Hub;
using IoTC.Json;
using IoTC.Mqtt;

namespace IoTC.Engine;

/// <content>What the device sends.</content>
public sealed partial class DeviceEngine
{
    private ComponentNames _components = new ComponentNames();

    /// <summary>The most bytes of one telemetry message with its properties. The hub closes the connection on more.</summary>
    public const int MaxTelemetryBytes = HubSession.MaxTelemetryBytes;

    /// <summary>The most bytes of a command's answer.</summary>
    public const int MaxReplyBytes = 128 * 1024;

    /// <summary>The most bytes of one patch of reported properties.</summary>
    public const int MaxReportedBytes = 32 * 1024;

    /// <summary>Sets content type and encoding of telemetry from now on; empty ones are left out.</summary>
    /// <param name="contentType">For instance <c>application/json</c>.</param>
    /// <param name="contentEncoding">For instance <c>utf-8</c>.</param>
    public void SetContent(string contentType, string contentEncoding) => _hub.SetContent(contentType, contentEncoding);

    /// <summary>Queues telemetry at QoS 1; it stays queued until the hub acknowledges it, across reconnects. At QoS 0 nothing more is told of it.</summary>
    /// <param name="payload">Holds the payload; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length; with its properties at most <see cref="MaxTelemetryBytes"/>.</param>
    /// <param name="properties">Properties, which may ask for QoS 0; or null.</param>
    /// <param name="token">0 or more; comes back with <see cref="DeviceEventType.TelemetryCompleted"/> or <see cref="DeviceEventType.TelemetryDropped"/>.</param>
    /// <returns><see cref="IoTCError.None"/>, <see cref="IoTCError.OutboxFull"/> (try after the next acknowledgement) or <see cref="IoTCError.TooLarge"/>.</returns>
    /// <remarks>Topic <c>devices/{id}/messages/events/{properties}</c>. Before the first registration it is refused with <see cref="IoTCError.NotConnected"/>, because the device id is not known yet.</remarks>
    public IoTCError TrySendTelemetry(byte[] payload, int offset, int count, MessageProperties? properties, int token)
    {
        RequireRange(payload, offset, count);
        if (token < 0) throw new ArgumentOutOfRangeException(nameof(token));
        if (DeviceId.Length == 0) return IoTCError.NotConnected;
        return FromSend(_hub.TrySendTelemetry(payload, offset, count, properties, token));
    }

    /// <summary>Gives up the oldest queued message to make room for another one. If it has been sent already, the hub may have got it.</summary>
    /// <param name="token">The number that the caller gave with it; nothing more is told of it. Below 0: a patch of reported properties, which is told as unanswered later.</param>
    /// <returns><see langword="false"/> when there is none, or the transport is sending it now.</returns>
    public bool TryDropOldest(out int token) => _mqtt.TryDropOldest(out token);

    /// <summary>Queues a patch of reported properties.</summary>
    /// <param name="json">Holds a JSON object; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length; at most <see cref="MaxReportedBytes"/>.</param>
    /// <param name="token">0 or more; comes back with <see cref="DeviceEventType.ReportedCompleted"/> and the hub's status.</param>
    /// <returns><see cref="IoTCError.None"/>, <see cref="IoTCError.NotConnected"/>, <see cref="IoTCError.OutboxFull"/> or <see cref="IoTCError.TooLarge"/>.</returns>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    public IoTCError TrySendReported(byte[] json, int offset, int count, int token)
    {
        RequireRange(json, offset, count);
        if (token < 0) throw new ArgumentOutOfRangeException(nameof(token));
        if (count > MaxReportedBytes) return IoTCError.TooLarge;
        if (!JsonText.IsObject(json, offset, count)) throw new ArgumentException("Reported properties must be one JSON object.");
        return IsConnected ? FromSend(_hub.TrySendReported(json, offset, count, token)) : IoTCError.NotConnected;
    }

    /// <summary>Queues the answer to a direct command.</summary>
    /// <param name="buffer">Holds the request id, byte for byte as the command's event had it.</param>
    /// <param name="requestIdOffset">Index of its first byte.</param>
    /// <param name="requestIdCount">Its length.</param>
    /// <param name="status">200 done, 404 unknown, 500 failed, or the program's own.</param>
    /// <param name="payload">Holds JSON, or nothing; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length; at most <see cref="MaxReplyBytes"/>.</param>
    /// <returns><see cref="IoTCError.None"/>, <see cref="IoTCError.NotConnected"/>, <see cref="IoTCError.OutboxFull"/> or <see cref="IoTCError.TooLarge"/>.</returns>
    public IoTCError TryReply(byte[] buffer, int requestIdOffset, int requestIdCount, int status, byte[] payload, int offset, int count)
    {
        RequireRange(buffer, requestIdOffset, requestIdCount);
        RequireRange(payload, offset, count);
        if (count > MaxReplyBytes) return IoTCError.TooLarge;
        IoTCError error = FromSend(_hub.TryReply(buffer, requestIdOffset, requestIdCount, status, payload, offset, count));
        if (error == IoTCError.None && _unanswered > 0) _unanswered--;
        return error;
    }

    /// <summary>Adds the acknowledgement of a desired property; <see cref="FlushAcknowledgements"/> sends what has been added, in one patch.</summary>
    /// <param name="buffer">Holds the event's component, name and value, or a copy of them.</param>
    /// <param name="componentOffset">Index of the component's name.</param>
    /// <param name="componentCount">Its length; 0 for the device itself.</param>
    /// <param name="nameOffset">Index of the property's name, JSON text as it came.</param>
    /// <param name="nameCount">Its length.</param>
    /// <param name="valueOffset">Index of the value, JSON.</param>
    /// <param name="valueCount">Its length.</param>
    /// <param name="version">The event's version (<c>av</c>).</param>
    /// <param name="code">200 done, 202 pending, 4xx refused, 5xx failed (<c>ac</c>).</param>
    /// <param name="description">For people, or empty (<c>ad</c>).</param>
    public void AcknowledgeProperty(
        byte[] buffer, int componentOffset, int componentCount, int nameOffset, int nameCount, int valueOffset, int valueCount, long version, int code, string description)
    {
        RequireRange(buffer, componentOffset, componentCount);
        RequireRange(buffer, nameOffset, nameCount);
        RequireRange(buffer, valueOffset, valueCount);
        _hub.Acknowledge(
            new ByteRange(buffer, componentOffset, componentCount), new ByteRange(buffer, nameOffset, nameCount),
            new ByteRange(buffer, valueOffset, valueCount), version, code, description);
    }

    /// <summary>Sends the property acknowledgements added since the last call.</summary>
    public void FlushAcknowledgements() => _hub.FlushAcknowledgements();

    /// <summary>Reads the twin again, and tells every desired property again.</summary>
    public void RefreshTwin() => _hub.RefreshTwin(true);

    /// <summary>Reads the twin, now or as soon as there is a connection; what is known of it is not told again.</summary>
    /// <returns>A number: <see cref="DeviceEventType.TwinReceived"/> with this <see cref="DeviceEvent.Token"/> or a higher one has the twin as it was after this call.</returns>
    public int RequestTwin() => _hub.RefreshTwin(false);

    /// <summary>Makes a component known: a desired object under its name is told as its properties, also when the service leaves out <c>"__t":"c"</c>.</summary>
    /// <param name="name">Letters, digits and <c>_</c>.</param>
    /// <exception cref="ArgumentException">It is no name of a component.</exception>
    public void AddComponent(string name) => _components.Add(name);

    /// <summary>Takes the components that a client knows.</summary>
    internal void SetComponents(ComponentNames components)
    {
        _components = components;
        _hub.SetComponents(components);
    }

    /// <summary>Acknowledges a message whose event was deferred.</summary>
    /// <param name="acknowledgeToken"><see cref="DeviceEvent.AcknowledgeToken"/>.</param>
    public void AcknowledgeMessage(int acknowledgeToken) => _mqtt.Acknowledge(acknowledgeToken);

    private static void RequireRange(byte[] buffer, int offset, int count)
    {
        if (!Bytes.IsRange(buffer, offset, count)) throw new ArgumentException("Offset and count are not a range of the array.");
    }

    private static IoTCError FromSend(MqttSendStatus status)
    {
        switch (status)
        {
            case MqttSendStatus.Accepted: return IoTCError.None;
            case MqttSendStatus.QueueFull: return IoTCError.OutboxFull;
            case MqttSendStatus.TooLarge: return IoTCError.TooLarge;
            default: return IoTCError.NotConnected;
        }
    }
}
