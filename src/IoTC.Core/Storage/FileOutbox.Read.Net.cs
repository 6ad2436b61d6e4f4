using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Threading;
using IoTC.Storage;

namespace IoTC;

/// <content>Reading back, in order; what is damaged is passed over.</content>
public sealed partial class FileOutbox
{
    private readonly Lock _readGate = new();
    private readonly SegmentReader _reader = new();
    private readonly byte[] _messageId = new byte[8 + 1 + 16];
    private Segment? _readSegment;
    private long _readNext = 1;     // what the reader stands before

    /// <inheritdoc/>
    public bool TryRead(long fromSequence, OutboxRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        long lostFirst = 0;
        long lostLast = 0;
        bool isFound;
        lock (_readGate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                isFound = ReadNext(fromSequence, record, ref lostFirst, ref lostLast);
            }
            catch (Exception exception) when (StorageErrors.IsStorage(exception))
            {
                LeaveReader();
                throw StorageErrors.NotRead(_folder, exception);
            }
        }

        if (lostFirst > 0) _dropped!(lostFirst, lostLast);
        return isFound;
    }

    private bool ReadNext(long from, OutboxRecord record, ref long lostFirst, ref long lostLast)
    {
        if (_readSegment != null && from < _readNext) LeaveReader();
        long least = from;
        while (true)
        {
            if (!TryPosition(least, out long end, out bool isClosed)) return false;
            Segment segment = _readSegment!;
            // After going back: what was in flight, and has been given up meanwhile.
            if (least < segment.First) Lose(least, segment.First - 1, ref lostFirst, ref lostLast);
            if (_reader.TryRead(end, isClosed, out SegmentRecord found))
            {
                if (found.Type != SegmentFormat.MessageType) continue;
                Lose(found.Sequence - found.Missing, found.Sequence - 1, ref lostFirst, ref lostLast);
                _readNext = found.Sequence + 1;
                if (found.Sequence < from || IsFinished(found.Sequence)) continue;
                Fill(record, found, segment.Salt);
                return true;
            }

            if (!isClosed) return false;
            Lose(_reader.Expected, segment.Last, ref lostFirst, ref lostLast);
            least = Math.Max(least, segment.Last + 1);
            _readSegment = null;
        }
    }

    // The segment that holds the number, or the first one after it; the one that is open, when it is that one.
    private bool TryPosition(long least, out long end, out bool isClosed)
    {
        Segment? segment = null;
        lock (_gate)
        {
            if (_readSegment is { IsRetired: false }) segment = _readSegment;
            if (_readSegment != null) least = Math.Max(least, _readNext);
            for (int i = 0; segment == null && i < _segments.Count; i++)
            {
                if (_segments[i].Last >= least) segment = _segments[i];
            }

            end = segment?.Length ?? 0;
            isClosed = segment?.IsClosed ?? false;
        }

        if (segment == null) return false;
        if (segment == _readSegment) return true;
        _readSegment = null;
        _reader.Open(_disk.OpenRead(segment.Name), segment.Salt, segment.First, isClosed ? segment.Last + 1 : long.MaxValue);
        _readNext = segment.First;
        _readSegment = segment;
        return true;
    }

    private void LeaveReader()
    {
        _reader.Close();
        _readSegment = null;
        _readNext = 1;
    }

    private bool IsFinished(long sequence)
    {
        lock (_gate)
        {
            if (_finished.Contains(sequence)) return true;
            if (sequence > _readUpTo) _readUpTo = sequence;
            return false;
        }
    }

    // What was accepted and is not there any more: nobody waits for it longer than necessary.
    private void Lose(long first, long last, ref long lostFirst, ref long lostLast)
    {
        if (first > last) return;
        lock (_gate)
        {
            long lost = _finished.Add(first, last);
            if (lost == 0) return;
            _lostCount += lost;
            RetireFinished();
        }

        if (lostFirst == 0) lostFirst = first;
        lostLast = last;
    }

    private void Fill(OutboxRecord record, SegmentRecord found, uint salt)
    {
        byte[] buffer = _reader.Buffer;
        int body = _reader.BodyOffset;
        int properties = body + SegmentFormat.BodyPrefixLength;
        int propertiesLength = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(body + 8));
        record.Sequence = found.Sequence;
        record.CreatedUnixMs = BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(body));
        record.Properties = buffer.AsMemory(properties, propertiesLength);
        record.Payload = buffer.AsMemory(properties + propertiesLength, found.BodyLength - SegmentFormat.BodyPrefixLength - propertiesLength);
        Utf8Formatter.TryFormat(salt, _messageId, out _, new System.Buffers.StandardFormat('x', 8));
        _messageId[8] = (byte)'-';
        Utf8Formatter.TryFormat(found.Sequence, _messageId.AsSpan(9), out int digits, 'x');
        record.MessageId = _messageId.AsMemory(0, 9 + digits);
    }
}
