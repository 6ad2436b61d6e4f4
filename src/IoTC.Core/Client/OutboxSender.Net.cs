using System;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using IoTC.Engine;

namespace IoTC;

/// <summary>The steps from an <see cref="IOutbox"/> to the engine, for both clients: what goes next, read it, stamp it, hand it over.</summary>
/// <remarks>The awaited client reads the disk outside its lock, so the steps are apart.</remarks>
internal sealed class OutboxSender
{
    // A clock that says less has not been set; the hub's own time is better then.
    private static readonly long ClockIsSetMs = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    // $.mid and $.ctime; and what a packet has besides its properties and its payload, the device's id above all.
    private const int StampLength = 128;
    private const int EnvelopeLength = 256;

    private readonly IoTCOptions _options;
    private readonly OutboxRecord _record = new();
    private readonly MessageProperties _properties = new();
    private readonly int _contentLength;    // of the client's $.ct and $.ce
    private byte[] _copy = [];
    private bool _isGivenBack;      // the engine had no room for what was read last

    public OutboxSender(IoTCOptions options, Action<long, long> dropped)
    {
        if (options.ReplayPerSecond < 0) throw new ArgumentException("ReplayPerSecond must be at least 0; 0 is no limit.");
        _options = options;
        _contentLength = GetLength("$.ct", options.ContentType) + GetLength("$.ce", options.ContentEncoding);
        Store = options.Outbox!;
        Store.Attach(options.DeviceId, dropped);
        int window = Math.Min(options.MaxInflight, options.MaxQueuedMessages);
        Feed = new OutboxFeed(window, options.ReplayPerSecond, Store.LastSequence);
    }

    public IOutbox Store { get; }

    public OutboxFeed Feed { get; }

    /// <summary>What waits: in the outbox, and what the engine has besides.</summary>
    public int CountKept(int queued) => (int)Math.Min(int.MaxValue, Store.Count + Math.Max(0, queued - Feed.TakenCount));

    /// <summary>Refuses what the engine could never send.</summary>
    public bool IsTooLarge(int payloadLength, MessageProperties? properties)
    {
        int propertiesLength = (properties?.Encoded.Count ?? 0) + StampLength;
        if (propertiesLength > MessageProperties.MaxEncodedBytes) return true;
        return payloadLength > Math.Min(DeviceEngine.MaxTelemetryBytes, _options.MaxQueuedBytes - EnvelopeLength) - propertiesLength - _contentLength;
    }

    // With the & beside it.
    private static int GetLength(string name, string value) => value.Length == 0 ? 0 : 1 + new MessageProperties { { name, value } }.Encoded.Count;

    /// <summary>Reads what goes next; under no lock.</summary>
    /// <returns><see langword="false"/> when there is nothing in the range.</returns>
    public bool TryRead(long fromSequence, long upToSequence)
    {
        // Reading it again would cost the outbox its place: it would go through the file from the beginning.
        bool isHere = _isGivenBack && _record.Sequence == fromSequence;
        _isGivenBack = false;
        return (isHere || Store.TryRead(fromSequence, _record)) && _record.Sequence <= upToSequence;
    }

    /// <summary>Hands over what was read.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="nowMs">The time now.</param>
    /// <param name="sequence">The message's number.</param>
    /// <returns><see langword="false"/> when it can never be sent: it is given up.</returns>
    public bool TryHandOver(DeviceEngine engine, long nowMs, out long sequence)
    {
        sequence = _record.Sequence;
        // After going back, some may be with the engine still.
        if (Feed.IsTaken(sequence))
        {
            Feed.HandleNone(sequence);
            return true;
        }

        Stamp();
        ArraySegment<byte> payload = GetPayload();
        int token = Feed.Take(sequence);
        IoTCError error = engine.TrySendTelemetry(payload.Array!, payload.Offset, payload.Count, _properties, token);
        if (error == IoTCError.None) return true;
        if (error == IoTCError.TooLarge)
        {
            Feed.Complete(token);
            Store.Complete(sequence);
            return false;
        }

        Feed.GiveBack(token, nowMs);
        _isGivenBack = true;
        return true;
    }

    private ArraySegment<byte> GetPayload()
    {
        if (MemoryMarshal.TryGetArray(_record.Payload, out ArraySegment<byte> payload)) return payload;
        _copy = _record.Payload.ToArray();
        return new ArraySegment<byte>(_copy);
    }

    // What the program has said itself stays.
    private void Stamp()
    {
        ReadOnlySpan<byte> own = _record.Properties.Span;
        _properties.Clear();
        _properties.AddEncoded(own);
        _properties.HasContentType = HasKey(own, "$.ct="u8);
        _properties.HasContentEncoding = HasKey(own, "$.ce="u8);
        Span<byte> stamp = stackalloc byte[StampLength];
        if (!HasKey(own, "$.mid="u8) && _record.MessageId.Length is > 0 and <= 64)
        {
            "$.mid="u8.CopyTo(stamp);
            _record.MessageId.Span.CopyTo(stamp[6..]);
            _properties.AddEncoded(stamp[..(6 + _record.MessageId.Length)]);
        }

        if (HasKey(own, "$.ctime="u8) || _record.CreatedUnixMs < ClockIsSetMs) return;
        "$.ctime="u8.CopyTo(stamp);
        _properties.AddEncoded(stamp[..(8 + WriteTime(stamp[8..], _record.CreatedUnixMs))]);
    }

    // ISO 8601 in UTC, percent-encoded: 2026-11-26T14%3A38%3A02.123Z
    private static int WriteTime(Span<byte> target, long unixMs)
    {
        DateTime time = DateTime.UnixEpoch.AddMilliseconds(unixMs);
        int count = 0;
        Append(target, ref count, time.Year, 4, "-"u8);
        Append(target, ref count, time.Month, 2, "-"u8);
        Append(target, ref count, time.Day, 2, "T"u8);
        Append(target, ref count, time.Hour, 2, "%3A"u8);
        Append(target, ref count, time.Minute, 2, "%3A"u8);
        Append(target, ref count, time.Second, 2, "."u8);
        Append(target, ref count, time.Millisecond, 3, "Z"u8);
        return count;
    }

    private static void Append(Span<byte> target, ref int count, int number, int digits, ReadOnlySpan<byte> end)
    {
        Utf8Formatter.TryFormat(number, target[count..], out _, new System.Buffers.StandardFormat('D', (byte)digits));
        end.CopyTo(target[(count + digits)..]);
        count += digits + end.Length;
    }

    private static bool HasKey(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> key)
    {
        while (true)
        {
            if (properties.StartsWith(key)) return true;
            int next = properties.IndexOf((byte)'&');
            if (next < 0) return false;
            properties = properties[(next + 1)..];
        }
    }
}
