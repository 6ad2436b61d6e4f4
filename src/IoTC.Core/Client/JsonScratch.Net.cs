using System;
using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IoTC.Engine;
using IoTC.Json;

namespace IoTC;

/// <summary>What JSON is written into before it is queued: one for each thread, used again and again, so that a message written with a writer or a serializer allocates nothing for it.</summary>
/// <remarks>Rented and returned within one call, without a wait in between. A rented one is not there for a second rent, so that a callback may send too.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writer holds nothing but this buffer.")]
internal sealed class JsonScratch : IBufferWriter<byte>
{
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonScratch? _spare;

    // Made by Serialize alone: a NativeAOT program that serializes nothing has no System.Text.Json in it.
    private Utf8JsonWriter? _serializing;
    private byte[] _bytes = new byte[256];

    private JsonScratch()
    {
    }

    /// <summary>The writer for a callback.</summary>
    public JsonWriter Json { get; private set; } = new(256, DeviceEngine.MaxTelemetryBytes);

    /// <summary>What <see cref="Serialize"/> has written.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Its length.</summary>
    public int Count { get; private set; }

    /// <summary>Takes this thread's, or a new one; empty.</summary>
    public static JsonScratch Rent()
    {
        JsonScratch scratch = _spare ?? new JsonScratch();
        _spare = null;
        scratch.Count = 0;
        scratch.Json.Clear();
        return scratch;
    }

    /// <summary>Gives it back; one that a large message has made large gives its memory up.</summary>
    public void Return()
    {
        if (_bytes.Length > MaxKeptBytes) _bytes = new byte[256];
        if (Json.Buffer.Length > MaxKeptBytes) Json = new JsonWriter(256, DeviceEngine.MaxTelemetryBytes);
        _spare = this;
    }

    /// <summary>Writes an object; <see cref="Bytes"/> holds it then.</summary>
    public void Serialize<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        ArgumentNullException.ThrowIfNull(typeInfo);
        JsonSerializerOptions options = typeInfo.Options;
        // The kept writer escapes as System.Text.Json does by default; options that say otherwise have a writer of their own.
        if (options.Encoder == null && !options.WriteIndented)
        {
            if (_serializing == null) _serializing = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true });
            else _serializing.Reset(this);
            Write(_serializing, value, typeInfo);
            return;
        }

        using var writer = new Utf8JsonWriter(this, new JsonWriterOptions { SkipValidation = true, Encoder = options.Encoder, Indented = options.WriteIndented });
        Write(writer, value, typeInfo);
    }

    void IBufferWriter<byte>.Advance(int count) => Count += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Count);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Count);
    }

    private static void Write<T>(Utf8JsonWriter writer, T value, JsonTypeInfo<T> typeInfo)
    {
        JsonSerializer.Serialize(writer, value, typeInfo);
        writer.Flush();
    }

    private void Reserve(int count)
    {
        int needed = Count + Math.Max(count, 1);
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
