using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC;

/// <content>Many messages at once.</content>
public sealed partial class IoTCAsyncClient
{
    private TaskCompletionSource? _room;

    /// <summary>Sends messages that are there together, in order, as one piece as far as the window of unacknowledged messages reaches; completes when the hub has acknowledged all.</summary>
    /// <param name="payloads">The payloads, each at most 256 KB with the properties; copied before the task completes.</param>
    /// <param name="properties">Properties of each of the messages, or null.</param>
    /// <param name="cancellationToken">Ends the waiting and the queueing; what is queued stays queued.</param>
    /// <exception cref="IoTCException">One is too large, and nothing was sent; or the connection ended for good before all were acknowledged; with a durable outbox the message says how many that has taken.</exception>
    /// <remarks>A batch may be larger than the outbox: the rest is queued as acknowledgements make room. <see cref="IoTCOptions.MaxInflight"/> is the window.</remarks>
    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once, or abandoned unawaited.")]
    public async Task SendTelemetryBatchAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> payloads, MessageProperties? properties = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payloads);
        for (int i = 0; i < payloads.Count; i++)
        {
            if (payloads[i].Length > Engine.DeviceEngine.MaxTelemetryBytes - (properties?.Encoded.Count ?? 0)) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        }

        if (_outbox != null && properties is not { QoS: 0 })
        {
            await _outbox.SendAllAsync(payloads, properties, cancellationToken).ConfigureAwait(false);
            return;
        }

        var sent = new List<ValueTask>(payloads.Count);
        try
        {
            Task? room;
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                room = QueueBatch(payloads, properties, sent, cancellationToken);
                _pump.Turn();
                if (room != null) await room.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            while (room != null);
        }
        catch
        {
            // What is queued stays queued; its operations are used again only when somebody has awaited them.
            _ = AwaitAllAsync(sent);
            throw;
        }

        Exception? failure = await AwaitAllAsync(sent).ConfigureAwait(false);
        if (failure != null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    [SuppressMessage("Reliability", "CA2012", Justification = "Each is awaited once.")]
    private static async Task<Exception?> AwaitAllAsync(List<ValueTask> sent)
    {
        Exception? failure = null;
        foreach (ValueTask message in sent)
        {
            try
            {
                await message.ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IoTCException or OperationCanceledException)
            {
                failure ??= exception;
            }
        }

        return failure;
    }

    // Null when all are queued; else what completes when there is room for more.
    [SuppressMessage("Reliability", "CA2012", Justification = "Kept for the caller, who awaits each once.")]
    private Task? QueueBatch(IReadOnlyList<ReadOnlyMemory<byte>> payloads, MessageProperties? properties, List<ValueTask> sent, CancellationToken cancellationToken)
    {
        lock (_pump.Gate)
        {
            while (sent.Count < payloads.Count)
            {
                ReadOnlyMemory<byte> payload = payloads[sent.Count];
                if (!MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> bytes)) bytes = payload.ToArray();
                AsyncOperation operation = _operations.Rent();
                ValueTask task = operation.Start(cancellationToken);
                IoTCError error = QueueTelemetry(bytes.Array!, bytes.Offset, bytes.Count, properties, operation);
                if (error == IoTCError.None)
                {
                    sent.Add(task);
                    continue;
                }

                _operations.Take(operation.Token);
                operation.Abandon();
                if (error != IoTCError.OutboxFull || _engine.Status == ConnectionStatus.Disconnected) throw ThrowHelper.NotSent(error, "telemetry");
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _room.Task;
            }

            return null;
        }
    }

    // Under the gate: a message has left the outbox, or nobody empties it any more.
    private void TellRoom()
    {
        _room?.TrySetResult();
        _room = null;
    }
}
