using System;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <content>What the device sends.</content>
public sealed partial class IoTCAsyncClient
{
    private readonly JsonWriter _json = new(0, DeviceEngine.MaxReportedBytes);

    /// <summary>Sends telemetry at QoS 1; completes when the hub has acknowledged it. Allocates nothing in steady state.</summary>
    /// <param name="payload">The payload, at most 256 KB with its properties; copied before the first wait.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <exception cref="IoTCException">It was not taken (outbox full, too large), or the connection ended for good before it was acknowledged.</exception>
    public ValueTask SendTelemetryAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
    {
        if (MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment))
        {
            return SendTelemetryAsync(segment.Array!, segment.Offset, segment.Count, properties, cancellationToken);
        }

        byte[] copy = payload.ToArray();
        return SendTelemetryAsync(copy, 0, copy.Length, properties, cancellationToken);
    }

    /// <summary>Sends telemetry at QoS 1; completes when the hub has acknowledged it.</summary>
    /// <param name="payload">JSON, or whatever <see cref="IoTCOptions.ContentType"/> says.</param>
    /// <inheritdoc cref="SendTelemetryAsync(ReadOnlyMemory{byte}, MessageProperties?, CancellationToken)"/>
    /// <param name="properties"><inheritdoc/></param>
    /// <param name="cancellationToken"><inheritdoc/></param>
    public ValueTask SendTelemetryAsync(string payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payload);
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return SendTelemetryAsync(bytes, 0, bytes.Length, properties, cancellationToken);
    }

    /// <summary>Sends an object as JSON telemetry at QoS 1; completes when the hub has acknowledged it.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is written; source-generated, so that nothing is looked up by reflection.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <exception cref="IoTCException">It was not taken (outbox full, too large), or the connection ended for good before it was acknowledged.</exception>
    public ValueTask SendTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(value, typeInfo);
        return SendTelemetryAsync(bytes, 0, bytes.Length, null, cancellationToken);
    }

    /// <summary>Reports properties in one patch; completes when the hub has taken it.</summary>
    /// <param name="write">Writes the members of the patch; a null removes a property. It must not call the client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; the message says why.</exception>
    public ValueTask UpdatePropertiesAsync(Action<JsonWriter> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_json)
        {
            _json.Clear();
            _json.WriteStartObject();
            write(_json);
            _json.WriteEndObject();
            if (_json.Overflowed) throw ThrowHelper.NotSent(IoTCError.TooLarge, "property");
            return SendReportedAsync(_json.Buffer, _json.Count, cancellationToken);
        }
    }

    /// <summary>Reports one property; completes when the hub has taken it.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="value">Its value, a string; <see cref="UpdatePropertiesAsync"/> writes any other.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IoTCException">It was not sent, or the hub refused it; the message says why.</exception>
    public ValueTask SendPropertyAsync(string name, string value, CancellationToken cancellationToken = default)
        => UpdatePropertiesAsync(json => json.WriteString(name, value), cancellationToken);

    private ValueTask SendTelemetryAsync(byte[] payload, int offset, int count, MessageProperties? properties, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_outbox != null) return _outbox.SendAsync(payload.AsMemory(offset, count), properties, cancellationToken);
        AsyncOperation operation = _operations.Rent();
        ValueTask task = operation.Start(cancellationToken);
        IoTCError error;
        lock (_pump.Gate)
        {
            _operations.Add(operation);
            error = _engine.TrySendTelemetry(payload, offset, count, properties, operation.Token);
            while (error == IoTCError.OutboxFull && TryDropOldest()) error = _engine.TrySendTelemetry(payload, offset, count, properties, operation.Token);
        }

        return Finish(operation, task, error, "telemetry");
    }

    private bool TryDropOldest()
    {
        if (_options.OutboxFullPolicy != OutboxFullPolicy.DropOldest || !_engine.TryDropOldest(out int token)) return false;
        _droppedCount++;
        if (token >= 0) Complete(token, ThrowHelper.Dropped());
        return true;
    }

    private ValueTask SendReportedAsync(byte[] json, int count, CancellationToken cancellationToken)
    {
        AsyncOperation operation = _operations.Rent();
        ValueTask task = operation.Start(cancellationToken);
        IoTCError error;
        lock (_pump.Gate)
        {
            _operations.Add(operation);
            error = _engine.TrySendReported(json, 0, count, operation.Token);
        }

        return Finish(operation, task, error, "property");
    }

    private ValueTask Finish(AsyncOperation operation, ValueTask task, IoTCError error, string what)
    {
        if (error != IoTCError.None)
        {
            _operations.Take(operation.Token);
            operation.Abandon();
            throw ThrowHelper.NotSent(error, what);
        }

        _log.All(what == "telemetry" ? "telemetry queued" : "property reported");
        _pump.Turn();
        return task;
    }
}
