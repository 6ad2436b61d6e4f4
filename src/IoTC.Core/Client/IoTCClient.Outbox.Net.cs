using System;
using IoTC.Buffers;
using IoTC.Engine;

namespace IoTC;

/// <content>The durable outbox: telemetry goes through it, with a connection or without.</content>
public sealed partial class IoTCClient
{
    private const int ReadRetryMs = 1000;

    private OutboxSender? _outbox;
    private long _outboxRetryMs = long.MinValue;
    private long _outboxGivenUp;

    partial void AttachOutbox()
    {
        if (_options.Outbox != null) _outbox = new OutboxSender(_options, static (_, _) => { });
    }

    partial void SendToOutbox(byte[] payload, int offset, int count, MessageProperties? properties, ref IoTCError error, ref bool isTaken)
    {
        if (_outbox == null) return;
        if (properties is { QoS: 0 })
        {
            // It is for what may be lost, and nothing that the outbox has handed over makes room for it.
            isTaken = true;
            if (_engine != null) error = _engine.TrySendTelemetry(payload, offset, count, properties, 0);
            return;
        }

        if (!Bytes.IsRange(payload, offset, count)) throw new ArgumentException("Offset and count are not a range of the array.");
        isTaken = true;
        error = IoTCError.TooLarge;
        if (_outbox.IsTooLarge(count, properties)) return;
        ReadOnlySpan<byte> encoded = properties == null ? default : properties.Encoded.Array.AsSpan(0, properties.Encoded.Count);
        long createdUnixMs = _engine == null ? _clock.UtcUnixMs : _engine.CorrectUtc(_clock.UtcUnixMs, _clock.NowMs);
        error = _outbox.Store.TryAppend(encoded, payload.AsSpan(offset, count), createdUnixMs, out long sequence);
        if (error == IoTCError.None) _outbox.Feed.HandleAppended(sequence);
    }

    partial void CountKept(ref int count)
    {
        if (_outbox != null) count = _outbox.CountKept(count);
    }

    partial void CountDropped(ref long count)
    {
        if (_outbox != null) count += _outbox.Store.DroppedCount + _outboxGivenUp;
    }

    // Before each step: what may go now goes to the engine; the step ends when more may go.
    partial void FeedOutbox(ref long untilMs)
    {
        if (_outbox == null || _engine == null) return;
        long now = _clock.NowMs;
        if (now >= _outboxRetryMs && !TryFeed(now)) _outboxRetryMs = now + ReadRetryMs;
        long deadlineMs = _outbox.Feed.NextDeadlineMs;
        if (deadlineMs < _outboxRetryMs) deadlineMs = _outboxRetryMs;
        untilMs = Numbers.Min(untilMs, Numbers.Max(deadlineMs, now));
    }

    private bool TryFeed(long now)
    {
        OutboxFeed feed = _outbox!.Feed;
        try
        {
            while (feed.TryGetNext(now, out long from, out long upTo))
            {
                if (!_outbox.TryRead(from, upTo)) feed.HandleNone(upTo);
                else if (!_outbox.TryHandOver(_engine!, now, out _)) _outboxGivenUp++;
            }

            return true;
        }
        catch (IoTCException exception)
        {
            _log.Api(exception.Message);
            return false;
        }
    }

    partial void HandleOutboxAnswer(DeviceEvent deviceEvent)
    {
        if (_outbox == null) return;
        switch (deviceEvent.Type)
        {
            case DeviceEventType.TelemetryCompleted:
                _outbox.Store.Complete(_outbox.Feed.Complete(deviceEvent.Token));
                break;
            case DeviceEventType.TelemetryDropped:
                _outbox.Feed.GoBack(deviceEvent.Token);
                break;
            case DeviceEventType.StatusChanged when deviceEvent.Status == ConnectionStatus.Connected:
                _outbox.Feed.HandleConnected(_clock.NowMs);
                break;
            case DeviceEventType.StatusChanged:
                _outbox.Feed.HandleDisconnected();
                if (deviceEvent.Status == ConnectionStatus.Disconnected) _outbox.Store.Flush();
                break;
        }
    }

    partial void CloseOutbox()
    {
        if (!_isHandling) _outbox?.Store.Dispose();
    }
}
