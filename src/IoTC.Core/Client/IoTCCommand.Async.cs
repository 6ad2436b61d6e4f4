using System;
using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Buffers;
using IoTC.Engine;

namespace IoTC;

/// <content>For <see cref="IoTCAsyncClient"/>.</content>
public sealed partial class IoTCCommand
{
    /// <summary>The payload; a view that ends when the handler has completed.</summary>
    public ReadOnlyMemory<byte> PayloadBytes => new(_buffer, _payloadOffset, _payloadCount);

    /// <summary>The payload as an object.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="typeInfo">How it is read; source-generated.</param>
    /// <returns>The object; null when the payload is <c>null</c>.</returns>
    /// <exception cref="JsonException">The payload is not of this shape, or there is none. Left to itself it is answered 500.</exception>
    public T? GetPayload<T>(JsonTypeInfo<T> typeInfo) => Payload.Get(typeInfo);

    /// <summary>Answers 202 (in progress), and detaches: the result follows as a property, with <see cref="IoTCAsyncClient.ReportResultAsync"/>.</summary>
    /// <returns>A command of its own, answered already, that names the result.</returns>
    public IoTCCommand Accept()
    {
        Reply(202);
        IoTCCommand copy = Detach();
        copy.IsAnswered = true;
        return copy;
    }

    /// <summary>Answers with a payload.</summary>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="json">UTF-8 JSON, at most 128 KB; copied before return.</param>
    /// <exception cref="IoTCException">There is no connection any more, or the answer is too large.</exception>
    public void Reply(int status, ReadOnlySpan<byte> json)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(json.Length);
        json.CopyTo(bytes);
        try
        {
            Reply(status, bytes, 0, json.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Answers with an object as JSON.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is written; source-generated.</param>
    /// <exception cref="IoTCException">There is no connection any more, or the answer is too large.</exception>
    public void Reply<T>(int status, T value, JsonTypeInfo<T> typeInfo)
    {
        JsonScratch scratch = JsonScratch.Rent();
        scratch.Serialize(value, typeInfo);
        Reply(status, scratch.Bytes, 0, scratch.Count);
        scratch.Return();
    }

    /// <inheritdoc cref="Reply{T}(int, T, JsonTypeInfo{T})"/>
    /// <param name="status"><inheritdoc/></param>
    /// <param name="value"><inheritdoc/></param>
    /// <param name="typeInfo"><inheritdoc/></param>
    /// <param name="cancellationToken">Not used: the answer is queued at once.</param>
    public ValueTask ReplyAsync<T>(int status, T value, JsonTypeInfo<T> typeInfo, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Reply(status, value, typeInfo);
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers without a payload, or with JSON text.</summary>
    /// <param name="status">200 done, 202 in progress, 4xx refused, 5xx failed.</param>
    /// <param name="json">JSON text, or null.</param>
    /// <param name="cancellationToken">Not used: the answer is queued at once.</param>
    /// <exception cref="IoTCException">There is no connection any more, or the answer is too large.</exception>
    public ValueTask ReplyAsync(int status, string? json = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (json == null) Reply(status);
        else Reply(status, json);
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies the command at hand into this object's own bytes, which are kept and used again.</summary>
    internal void CopyFrom(DeviceEvent source)
    {
        _componentCount = source.ComponentCount;
        _nameCount = source.NameCount;
        _payloadCount = source.PayloadCount;
        _requestIdCount = source.RequestIdCount;
        _componentOffset = 0;
        _nameOffset = _componentCount;
        _payloadOffset = _nameOffset + _nameCount;
        _requestIdOffset = _payloadOffset + _payloadCount;
        int needed = _requestIdOffset + _requestIdCount;
        if (_buffer.Length < needed) _buffer = new byte[needed];
        Bytes.Copy(source.Buffer, source.ComponentOffset, _buffer, _componentOffset, _componentCount);
        Bytes.Copy(source.Buffer, source.NameOffset, _buffer, _nameOffset, _nameCount);
        Bytes.Copy(source.Buffer, source.PayloadOffset, _buffer, _payloadOffset, _payloadCount);
        Bytes.Copy(source.Buffer, source.RequestIdOffset, _buffer, _requestIdOffset, _requestIdCount);
        IsAnswered = false;
        IsDetached = false;
    }
}
