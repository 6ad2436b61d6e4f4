using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using IoTC.Storage;

namespace IoTC;

/// <content>Those who wait because what is written next is full: in the order of their calls, and nobody passes them.</content>
/// <remarks>While there are any, something is pending, and so there is a leader: whoever begins to write what is pending lets the next ones in.</remarks>
public sealed partial class FileOutbox
{
    private readonly Queue<WaitingMessage> _waiting = [];
    private long _waitingBytes;

    // Under the gate, as all here. A batch that is empty takes any message.
    private bool IsRoomInBatch(int length) => _pending.Count == 0 || _pending.Count + length <= MaxPendingBytes;

    // Who would find no room even when those before have theirs need not wait for that; with DropOldest there is room.
    private bool TryWait(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, int length, [NotNullWhen(true)] out Task? told)
    {
        told = null;
        long used = _diskBytes + _pending.Count + _writing.Count + _waitingBytes;
        if (FullPolicy != OutboxFullPolicy.DropOldest && used + length + SegmentFormat.HeaderLength > MaxBytes) return false;
        var message = new WaitingMessage(new byte[length]);
        SegmentFormat.WriteMessage(message.Record, 0, createdUnixMs, properties, payload);
        _waiting.Enqueue(message);
        _waitingBytes += length;
        told = message.Told;
        return true;
    }

    private void AdmitWaiting(ref long droppedFirst, ref long droppedLast)
    {
        while (_waiting.TryPeek(out WaitingMessage? message) && IsRoomInBatch(message.Record.Length))
        {
            _waiting.Dequeue();
            _waitingBytes -= message.Record.Length;
            if (!TryMakeRoom(message.Record.Length, ref droppedFirst, ref droppedLast))
            {
                message.Tell(null);
                continue;
            }

            message.Sequence = _next++;
            Span<byte> record = Reserve(message.Record.Length);
            message.Record.CopyTo(record);
            SegmentFormat.WriteSequence(record, message.Sequence);
            _batch.Add(message);
        }
    }
}
