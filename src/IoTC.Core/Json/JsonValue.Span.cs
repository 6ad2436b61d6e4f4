using System;

namespace IoTC.Json;

/// <content>The view as a span.</content>
public readonly partial struct JsonValue
{
    /// <summary>The raw JSON text, UTF-8; lasts as long as the array it views is left alone.</summary>
    public ReadOnlySpan<byte> Raw => new(Buffer, Offset, Count);
}
