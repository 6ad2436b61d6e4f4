using System;
using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <content>What the device sends.</content>
public sealed partial class IoTCClient
{
    private readonly JsonWriter _json = new JsonWriter(0, DeviceEngine.MaxReportedBytes);
    private long _droppedCount;

    /// <summary>How many messages have been given up because the outbox was full, with <see cref="OutboxFullPolicy.DropOldest"/>.</summary>
    public long DroppedCount
    {
        get
        {
            long count = _droppedCount;
            CountDropped(ref count);
            return count;
        }
    }

    /// <summary>Queues telemetry; it leaves with the next <see cref="Listen"/> and stays queued until the hub acknowledges it. Never waits for the network.</summary>
    /// <param name="payload">JSON, or whatever <see cref="SetContentType"/> says; at most 256 KB as UTF-8, its properties included.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <returns><see langword="false"/> when the outbox is full: call <see cref="Listen"/> and try again.</returns>
    /// <exception cref="IoTCException">It is too large, or the device has not been provisioned yet.</exception>
    public bool SendTelemetry(string payload, MessageProperties? properties = null)
    {
        if (payload == null) throw new ArgumentNullException(nameof(payload));
        _scratch.Clear();
        _scratch.Append(payload);
        if (_scratch.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        return SendTelemetry(_scratch.Array, 0, _scratch.Count, properties);
    }

    /// <summary>Queues telemetry from bytes; it leaves with the next <see cref="Listen"/> and stays queued until the hub acknowledges it. Allocates nothing in steady state.</summary>
    /// <param name="payload">Holds the payload; copied before return.</param>
    /// <param name="offset">Index of its first byte.</param>
    /// <param name="count">Its length, at most 256 KB with its properties.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <returns><see langword="false"/> when the outbox is full: call <see cref="Listen"/> and try again.</returns>
    /// <exception cref="IoTCException">It is too large, or the device has not been provisioned yet.</exception>
    public bool SendTelemetry(byte[] payload, int offset, int count, MessageProperties? properties = null)
    {
        IoTCError error = IoTCError.NotConnected;
        bool isTaken = false;
        SendToOutbox(payload, offset, count, properties, ref error, ref isTaken);
        if (_engine != null && !isTaken)
        {
            error = _engine.TrySendTelemetry(payload, offset, count, properties, 0);
            while (error == IoTCError.OutboxFull && _options.OutboxFullPolicy == OutboxFullPolicy.DropOldest && _engine.TryDropOldest(out _))
            {
                _droppedCount++;
                error = _engine.TrySendTelemetry(payload, offset, count, properties, 0);
            }
        }

        if (error == IoTCError.None)
        {
            _log.All("telemetry queued");
            return true;
        }

        if (error == IoTCError.OutboxFull) return false;
        throw ThrowHelper.NotSent(error, "telemetry");
    }

    /// <summary>Reports a property.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="IoTCException">There is no connection, or the outbox is full.</exception>
    public void SendProperty(string name, string value)
    {
        Begin();
        _json.WriteString(name, value);
        End();
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, double value)
    {
        Begin();
        _json.WriteNumber(name, value);
        End();
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, long value)
    {
        Begin();
        _json.WriteNumber(name, value);
        End();
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, bool value)
    {
        Begin();
        _json.WriteBoolean(name, value);
        End();
    }

    /// <summary>Reports several properties in one patch; a member that is <c>null</c> removes the property.</summary>
    /// <param name="json">A JSON object, at most 32 KB.</param>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    /// <exception cref="IoTCException">There is no connection, the outbox is full, or it is too large.</exception>
    public void SendProperties(string json)
    {
        byte[] bytes = Utf8.GetBytes(json);
        SendReported(bytes, bytes.Length);
    }

    // X.Net.cs: the durable outbox. On a board there is none, and these calls are none.
    partial void SendToOutbox(byte[] payload, int offset, int count, MessageProperties? properties, ref IoTCError error, ref bool isTaken);

    partial void CountDropped(ref long count);

    private void Begin()
    {
        _json.Clear();
        _json.WriteStartObject();
    }

    private void End()
    {
        _json.WriteEndObject();
        if (_json.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "property");
        SendReported(_json.Buffer, _json.Count);
    }

    private void SendReported(byte[] json, int count)
    {
        IoTCError error = _engine == null ? IoTCError.NotConnected : _engine.TrySendReported(json, 0, count, 0);
        if (error != IoTCError.None) throw ThrowHelper.NotSent(error, "property");
        _log.Api("property reported");
    }
}
