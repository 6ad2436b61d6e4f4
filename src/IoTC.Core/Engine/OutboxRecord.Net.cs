using System;

namespace IoTC;

/// <summary>A message as it is read back from an <see cref="IOutbox"/>. One object, made by the reader, is filled again and again.</summary>
public sealed class OutboxRecord
{
    /// <summary>Its number in the outbox, above 0; grows with every message, across restarts too.</summary>
    public long Sequence { get; set; }

    /// <summary>When the message was made, in milliseconds since 1970 UTC by the device's clock; it becomes <c>$.ctime</c>.</summary>
    public long CreatedUnixMs { get; set; }

    /// <summary>A short ASCII name that no other message of this device has, the same at each reading; it becomes <c>$.mid</c> when the message has none of its own.</summary>
    public ReadOnlyMemory<byte> MessageId { get; set; }

    /// <summary>The message's properties as they stand in the topic, encoded: <c>k=v&amp;k2=v2</c>. A view until the next reading.</summary>
    public ReadOnlyMemory<byte> Properties { get; set; }

    /// <summary>The payload. A view until the next reading.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }
}
