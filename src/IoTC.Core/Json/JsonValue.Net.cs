using System;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IoTC.Json;

/// <content>As an object, by a source-generated serializer.</content>
public readonly partial struct JsonValue
{
    /// <summary>The value as an object.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="typeInfo">How it is read; source-generated, so that nothing is looked up by reflection.</param>
    /// <returns>The object; null when the value is <c>null</c>.</returns>
    /// <exception cref="JsonException">The value is not of this shape, or there is none.</exception>
    public T? Get<T>(JsonTypeInfo<T> typeInfo) => JsonSerializer.Deserialize(new ReadOnlySpan<byte>(Buffer, Offset, Count), typeInfo);
}
