using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Engine;
using IoTC.Hub;

namespace IoTC;

/// <content>What the device sends.</content>
public sealed partial class IoTCAsyncClient
{
    /// <summary>Sends telemetry at QoS 1; completes when the hub has acknowledged it. Allocates nothing in steady state.</summary>
    /// <param name="payload">The payload, at most 256 KB with its properties; copied before the first wait.</param>
    /// <param name="properties">Properties of the message, or null. With <see cref="MessageProperties.QoS"/> 0 it completes when it is queued, and may be lost.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <exception cref="IoTCException">It was not taken (outbox full, too large), or the connection ended for good before it was acknowledged.</exception>
    /// <remarks>
    /// IoT Central keeps the names EventEnqueuedUtcTime, EventProcessedUtcTime, PartitionId, EventHub, User, $metadata and $version for itself, and takes
    /// no names that begin with an underscore.
    /// </remarks>
    public ValueTask SendTelemetryAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(payload, properties, null, cancellationToken);

    /// <summary>Sends telemetry at QoS 1; completes when the hub has acknowledged it.</summary>
    /// <param name="payload">JSON, or whatever <see cref="IoTCOptions.ContentType"/> says.</param>
    /// <inheritdoc cref="SendTelemetryAsync(ReadOnlyMemory{byte}, MessageProperties?, CancellationToken)"/>
    /// <param name="properties"><inheritdoc/></param>
    /// <param name="cancellationToken"><inheritdoc/></param>
    [OverloadResolutionPriority(1)]
    public ValueTask SendTelemetryAsync(string payload, MessageProperties? properties = null, CancellationToken cancellationToken = default)
        => SendTelemetryAsync(payload, properties, null, cancellationToken);

    /// <summary>Sends from a component when one is given.</summary>
    internal ValueTask SendTelemetryAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties, ComponentProperties? component, CancellationToken cancellationToken)
    {
        if (MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment))
        {
            return SendTelemetryAsync(segment.Array!, segment.Offset, segment.Count, properties, component, cancellationToken);
        }

        byte[] copy = payload.ToArray();
        return SendTelemetryAsync(copy, 0, copy.Length, properties, component, cancellationToken);
    }

    internal ValueTask SendTelemetryAsync(string payload, MessageProperties? properties, ComponentProperties? component, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(payload);
        byte[] bytes = Encoding.UTF8.GetBytes(payload);
        return SendTelemetryAsync(bytes, 0, bytes.Length, properties, component, cancellationToken);
    }

    private ValueTask SendTelemetryAsync(
        byte[] payload, int offset, int count, MessageProperties? properties, ComponentProperties? component, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (component != null) ComponentProperties.Check(properties);
        if (_outbox != null && properties is not { QoS: 0 })
        {
            if (component != null) properties = Join(component, properties);
            return _outbox.SendAsync(payload.AsMemory(offset, count), properties, cancellationToken);
        }

        AsyncOperation operation = _operations.Rent();
        ValueTask task = operation.Start(cancellationToken);
        IoTCError error;
        lock (_pump.Gate)
        {
            if (component != null) properties = component.With(properties);
            error = QueueTelemetry(payload, offset, count, properties, operation);
        }

        return Finish(operation, task, error, "telemetry");
    }

    // The component's own object is filled again under the gate, and the outbox reads it outside.
    private MessageProperties Join(ComponentProperties component, MessageProperties? properties)
    {
        var joined = new MessageProperties();
        lock (_pump.Gate) joined.AddAll(component.With(properties));
        return joined;
    }

    // Under the gate. What a durable outbox has handed over makes no room for QoS 0, which goes past it.
    private bool TryDropOldest()
    {
        if (_outbox != null || _options.OutboxFullPolicy != OutboxFullPolicy.DropOldest || !_engine.TryDropOldest(out int token)) return false;
        _droppedCount++;
        if (token >= 0) Complete(token, ThrowHelper.Dropped());
        return true;
    }

    // Under the gate.
    private IoTCError QueueTelemetry(byte[] payload, int offset, int count, MessageProperties? properties, AsyncOperation operation)
    {
        _operations.Add(operation);
        IoTCError error = _engine.TrySendTelemetry(payload, offset, count, properties, operation.Token);
        while (error == IoTCError.OutboxFull && TryDropOldest()) error = _engine.TrySendTelemetry(payload, offset, count, properties, operation.Token);
        // Nobody answers QoS 0.
        if (error == IoTCError.None && properties is { QoS: 0 }) Complete(operation.Token, null);
        return error;
    }

    private ValueTask SendReportedAsync(byte[] json, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (count <= DeviceEngine.MaxReportedBytes) ReportedRules.Require(json, 0, count);
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
