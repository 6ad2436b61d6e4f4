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
    /// <remarks>
    /// IoT Central keeps the names EventEnqueuedUtcTime, EventProcessedUtcTime, PartitionId, EventHub, User, $metadata and $version for itself, and takes
    /// no names that begin with an underscore.
    /// </remarks>
    public bool SendTelemetry(string payload, MessageProperties? properties = null)
    {
        if (payload == null) throw new ArgumentNullException(nameof(payload));
        _scratch.Clear();
        _scratch.Append(payload);
        if (_scratch.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        return SendTelemetry(_scratch.Array, 0, _scratch.Count, properties);
    }

    /// <summary>Queues telemetry written with a JSON writer; it leaves with the next <see cref="Listen"/>. Allocates nothing in steady state: clear the writer and use it again.</summary>
    /// <param name="json">Has written one whole value; copied before return.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <returns><see langword="false"/> when the outbox is full: call <see cref="Listen"/> and try again.</returns>
    /// <exception cref="ArgumentException">Not exactly one JSON value has been written.</exception>
    /// <exception cref="IoTCException">It is too large, or the device has not been provisioned yet.</exception>
    public bool SendTelemetry(JsonWriter json, MessageProperties? properties = null)
    {
        RequireWritten(json, "telemetry");
        return SendTelemetry(json.Buffer, 0, json.Count, properties);
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
        Begin("").WriteString(name, value);
        End("");
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, double value)
    {
        Begin("").WriteNumber(name, value);
        End("");
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, long value)
    {
        Begin("").WriteNumber(name, value);
        End("");
    }

    /// <inheritdoc cref="SendProperty(string, string)"/>
    public void SendProperty(string name, bool value)
    {
        Begin("").WriteBoolean(name, value);
        End("");
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

    /// <summary>Reports several properties in one patch, written with a JSON writer.</summary>
    /// <param name="json">Has written one JSON object, at most 32 KB; copied before return.</param>
    /// <exception cref="ArgumentException">It is not a JSON object.</exception>
    /// <exception cref="IoTCException">There is no connection, the outbox is full, or it is too large.</exception>
    public void SendProperties(JsonWriter json)
    {
        RequireWritten(json, "property");
        SendReported(json.Buffer, json.Count);
    }

    /// <summary>Asks for the twin, which <see cref="OnTwin"/>'s handler is told; without a connection, as soon as there is one.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Connect"/> was not called before.</exception>
    public void RequestTwin()
    {
        if (_engine == null) throw new InvalidOperationException("Connect comes before RequestTwin.");
        _engine.RequestTwin();
    }

    /// <summary>A component of the device, known to it from now on.</summary>
    /// <param name="name">Its name in the model: letters, digits and <c>_</c>.</param>
    /// <exception cref="ArgumentException">It is no name of a component.</exception>
    public IoTCComponent Component(string name)
    {
        _components.Add(name);
        return new IoTCComponent(this, name);
    }

    /// <summary>Begins a patch of the device, or of a component.</summary>
    internal JsonWriter Begin(string component)
    {
        _json.Clear();
        _json.WriteStartObject();
        if (component.Length == 0) return _json;
        _json.WritePropertyName(component);
        _json.WriteStartObject();
        _json.WriteString("__t", "c");
        return _json;
    }

    /// <summary>Ends and sends it.</summary>
    internal void End(string component)
    {
        if (component.Length > 0) _json.WriteEndObject();
        _json.WriteEndObject();
        SendProperties(_json);
    }

    private static void RequireWritten(JsonWriter json, string what)
    {
        if (json == null) throw new ArgumentNullException(nameof(json));
        if (json.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, what);
        if (!json.IsComplete) throw new ArgumentException("The JSON writer has not written one whole value.");
    }

    // What the hub would refuse is refused here, where there is room for the code.
    static partial void CheckReported(byte[] json, int count);

    private void SendReported(byte[] json, int count)
    {
        CheckReported(json, count);
        IoTCError error = _engine == null ? IoTCError.NotConnected : _engine.TrySendReported(json, 0, count, 0);
        if (error != IoTCError.None) throw ThrowHelper.NotSent(error, "property");
        _log.Api("property reported");
    }
}
