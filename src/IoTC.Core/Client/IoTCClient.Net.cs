using System;
using System.Text.Json.Serialization.Metadata;
using IoTC.Engine;
using IoTC.Hub;

namespace IoTC;

/// <content>For .NET: spans, and objects by a source-generated serializer.</content>
public sealed partial class IoTCClient
{
    /// <summary>Queues telemetry; it leaves with the next <see cref="Listen"/> and stays queued until the hub acknowledges it.</summary>
    /// <param name="payload">The payload, at most 256 KB with its properties; copied before return.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <returns><see langword="false"/> when the outbox is full: call <see cref="Listen"/> and try again.</returns>
    /// <exception cref="IoTCException">It is too large, or the device has not been provisioned yet.</exception>
    public bool SendTelemetry(ReadOnlySpan<byte> payload, MessageProperties? properties = null)
    {
        _scratch.Clear();
        if (!_scratch.TryReserve(payload.Length)) throw ThrowHelper.NotSent(IoTCError.TooLarge, "telemetry");
        payload.CopyTo(_scratch.Array);
        return SendTelemetry(_scratch.Array, 0, payload.Length, properties);
    }

    /// <summary>Queues an object as JSON telemetry; it leaves with the next <see cref="Listen"/> and stays queued until the hub acknowledges it.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object.</param>
    /// <param name="typeInfo">How it is written; source-generated.</param>
    /// <param name="properties">Properties of the message, or null.</param>
    /// <returns><see langword="false"/> when the outbox is full: call <see cref="Listen"/> and try again.</returns>
    /// <exception cref="IoTCException">It is too large, or the device has not been provisioned yet.</exception>
    public bool SendTelemetry<T>(T value, JsonTypeInfo<T> typeInfo, MessageProperties? properties = null)
    {
        JsonScratch scratch = JsonScratch.Rent();
        scratch.Serialize(value, typeInfo);
        bool isQueued = SendTelemetry(scratch.Bytes, 0, scratch.Count, properties);
        scratch.Return();
        return isQueued;
    }

    /// <summary>Reports the members of an object as properties, in one patch.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object; members that are null remove properties, unless the serializer leaves them out.</param>
    /// <param name="typeInfo">How it is written; source-generated.</param>
    /// <exception cref="ArgumentException">It is no JSON object, or a name or a value is none that the hub takes; the message tells the limit.</exception>
    /// <exception cref="IoTCException">There is no connection, the outbox is full, or it is too large.</exception>
    public void SendProperties<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        JsonScratch scratch = JsonScratch.Rent();
        scratch.Serialize(value, typeInfo);
        SendReported(scratch.Bytes, scratch.Count);
        scratch.Return();
    }

    static partial void CheckReported(byte[] json, int count)
    {
        if (count <= DeviceEngine.MaxReportedBytes) ReportedRules.Require(json, 0, count);
    }
}
