using System;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;

namespace IoTC;

/// <content>Telemetry that is done with, for the program, when the outbox has it.</content>
public sealed partial class IoTCAsyncClient
{
    /// <summary>Hands telemetry to the durable outbox; completes when that has accepted it, as firmly as its policy says. It is sent when it can be, by this process or the next.</summary>
    /// <param name="payload">The payload, at most 256 KB with its properties; copied before the first wait.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <exception cref="IoTCException">It was not taken: the outbox is full, the disk failed, or it is too large.</exception>
    /// <exception cref="InvalidOperationException">There is no durable outbox: <see cref="IoTCOptions.Outbox"/> is not set.</exception>
    public ValueTask EnqueueTelemetryAsync(ReadOnlyMemory<byte> payload, MessageProperties? properties = null)
        => (_outbox ?? throw new InvalidOperationException("EnqueueTelemetryAsync needs a durable outbox: set IoTCOptions.Outbox, to a FileOutbox for instance.")).EnqueueAsync(payload, properties);

    /// <param name="payload">JSON, or whatever <see cref="IoTCOptions.ContentType"/> says.</param>
    /// <inheritdoc cref="EnqueueTelemetryAsync(ReadOnlyMemory{byte}, MessageProperties?)"/>
    /// <param name="properties"><inheritdoc/></param>
    public ValueTask EnqueueTelemetryAsync(string payload, MessageProperties? properties = null)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return EnqueueTelemetryAsync(Encoding.UTF8.GetBytes(payload), properties);
    }

    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is written; source-generated, so that nothing is looked up by reflection.</param>
    /// <inheritdoc cref="EnqueueTelemetryAsync(ReadOnlyMemory{byte}, MessageProperties?)"/>
    public ValueTask EnqueueTelemetryAsync<T>(T value, JsonTypeInfo<T> typeInfo) => EnqueueTelemetryAsync(JsonSerializer.SerializeToUtf8Bytes(value, typeInfo));
}
