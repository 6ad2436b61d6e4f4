using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Buffers;

namespace IoTC.Mqtt;

/// <content>What the program sends.</content>
public sealed partial class MqttAsyncClient
{
    private readonly AsyncOperationTable _operations = new();
    private MqttTopicCache? _topics;
    private byte[] _scratch = Bytes.Empty;
    private SemaphoreSlim? _publishing;
    private TaskCompletionSource? _room;
    private int _waitingForRoom;

    /// <summary>Publishes; completes with the server's PUBACK (QoS 1) or PUBCOMP (QoS 2), at QoS 0 when the message is taken. Allocates nothing in steady state.</summary>
    /// <param name="topic">The Topic Name, without wildcards; the last few are remembered encoded.</param>
    /// <param name="payload">The message; copied before the call returns.</param>
    /// <param name="qos">How surely it is to be delivered.</param>
    /// <param name="retain">Asks the server to keep it for later subscribers.</param>
    /// <param name="cancellationToken">Ends the wait; the message itself stays queued.</param>
    /// <remarks>
    /// While too much is queued, it waits for room, and calls keep their order. After a loss the wait goes on when the client reconnects and the message is
    /// kept: always when it had not been sent, otherwise with a kept session or <see cref="MqttOptions.ResendAfterSessionLoss"/>.
    /// </remarks>
    /// <exception cref="ArgumentException">The topic cannot be published to.</exception>
    /// <exception cref="IoTCException">There is no connection (nor an attempt, for QoS 1 and 2), it is too large, or the connection ended for good before the answer.</exception>
    public ValueTask PublishAsync(string topic, ReadOnlySpan<byte> payload, MqttQualityOfService qos, bool retain, CancellationToken cancellationToken = default)
        => Publish(GetTopic(topic), null, 0, payload, qos, retain, cancellationToken);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlySpan{byte}, MqttQualityOfService, bool, CancellationToken)"/>
    public ValueTask PublishAsync(string topic, ReadOnlySpan<byte> payload, MqttQualityOfService qos, CancellationToken cancellationToken = default)
        => Publish(GetTopic(topic), null, 0, payload, qos, false, cancellationToken);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlySpan{byte}, MqttQualityOfService, bool, CancellationToken)"/>
    public ValueTask PublishAsync(MqttTopic topic, ReadOnlySpan<byte> payload, MqttQualityOfService qos, bool retain = false, CancellationToken cancellationToken = default)
        => Publish(Checked(topic), null, 0, payload, qos, retain, cancellationToken);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlySpan{byte}, MqttQualityOfService, bool, CancellationToken)"/>
    public ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQualityOfService qos, bool retain = false, CancellationToken cancellationToken = default)
        => Publish(GetTopic(topic), payload, qos, retain, cancellationToken);

    /// <inheritdoc cref="PublishAsync(string, ReadOnlySpan{byte}, MqttQualityOfService, bool, CancellationToken)"/>
    public ValueTask PublishAsync(MqttTopic topic, ReadOnlyMemory<byte> payload, MqttQualityOfService qos, bool retain = false, CancellationToken cancellationToken = default)
        => Publish(Checked(topic), payload, qos, retain, cancellationToken);

    private MqttTopic GetTopic(string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return (_topics ??= new MqttTopicCache()).Get(topic);
    }

    private static MqttTopic Checked(MqttTopic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic;
    }

    private ValueTask Publish(MqttTopic topic, ReadOnlyMemory<byte> payload, MqttQualityOfService qos, bool retain, CancellationToken cancellationToken)
        => MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment)
            ? Publish(topic, segment.Array!, segment.Offset, payload.Span, qos, retain, cancellationToken)
            : Publish(topic, null, 0, payload.Span, qos, retain, cancellationToken);

    // payload is the range of array that begins at offset, or stands for itself when array is null.
    private ValueTask Publish(
        MqttTopic topic, byte[]? array, int offset, ReadOnlySpan<byte> payload, MqttQualityOfService qos, bool retain, CancellationToken cancellationToken)
    {
        if (qos > MqttQualityOfService.ExactlyOnce) throw new ArgumentOutOfRangeException(nameof(qos));
        cancellationToken.ThrowIfCancellationRequested();
        MqttSendStatus status = MqttSendStatus.QueueFull;
        ValueTask task = default;
        if (Volatile.Read(ref _waitingForRoom) == 0) task = TryPublish(topic, array, offset, payload, qos, retain, cancellationToken, out status);
        if (status == MqttSendStatus.Accepted) return task;
        if (status != MqttSendStatus.QueueFull) throw MqttErrors.NotSent(status, "The message");
        return PublishWhenRoomAsync(topic, payload.ToArray(), qos, retain, cancellationToken);
    }

    private ValueTask TryPublish(
        MqttTopic topic, byte[]? array, int offset, ReadOnlySpan<byte> payload, MqttQualityOfService qos, bool retain,
        CancellationToken cancellationToken, out MqttSendStatus status)
    {
        // The wait begins before the message leaves: the answer may be quick.
        AsyncOperation? operation = null;
        ValueTask task = default;
        if (qos != MqttQualityOfService.AtMostOnce)
        {
            operation = _operations.Rent();
            task = operation.Start(cancellationToken);
        }

        int token = operation == null ? MqttConnector.NoToken : operation.Token;
        lock (_pump.Gate)
        {
            if (array == null)
            {
                CopyToScratch(payload);
                array = _scratch;
                offset = 0;
            }

            if (operation != null) _operations.Add(operation);
            status = _connector.IsStopped
                ? MqttSendStatus.NotConnected
                : _connector.Session.TryPublishChecked(topic.Encoded, 0, topic.Encoded.Length, array, offset, payload.Length, (int)qos, retain, token, out _);
        }

        if (status == MqttSendStatus.Accepted)
        {
            _pump.Turn();
        }
        else if (operation != null)
        {
            _operations.Take(token);
            operation.Abandon();
        }

        return task;
    }

    private void CopyToScratch(ReadOnlySpan<byte> payload)
    {
        if (_scratch.Length < payload.Length) _scratch = new byte[Math.Max(64, payload.Length)];
        payload.CopyTo(_scratch);
    }

    private async ValueTask PublishWhenRoomAsync(MqttTopic topic, byte[] payload, MqttQualityOfService qos, bool retain, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waitingForRoom);
        SemaphoreSlim publishing = LazyInitializer.EnsureInitialized(ref _publishing, static () => new SemaphoreSlim(1, 1));
        ValueTask task;
        try
        {
            // First come, first served.
            await publishing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                task = await TryUntilRoomAsync(topic, payload, qos, retain, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                publishing.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waitingForRoom);
        }

        await task.ConfigureAwait(false);
    }

    private async ValueTask<ValueTask> TryUntilRoomAsync(MqttTopic topic, byte[] payload, MqttQualityOfService qos, bool retain, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_pump.Gate)
            {
                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            ValueTask task = TryPublish(topic, payload, 0, payload, qos, retain, cancellationToken, out MqttSendStatus status);
            if (status == MqttSendStatus.Accepted) return task;
            if (status != MqttSendStatus.QueueFull) throw MqttErrors.NotSent(status, "The message");
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
