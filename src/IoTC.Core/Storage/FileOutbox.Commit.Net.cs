using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Buffers;
using IoTC.Storage;

namespace IoTC;

/// <content>Group commit: one thread at a time, the leader, writes for all; one write and at most one request to the disk for everything that has come meanwhile.</content>
public sealed partial class FileOutbox
{
    // So many acknowledgements may be forgotten by a crash; their messages are sent again, with the same $.mid.
    private const int MarkEvery = 64;

    // With messages a mark goes earlier: so while there are any, none needs a write of its own, which the next message would have to wait for.
    private const int MarkWithMessagesEvery = 32;

    private readonly CommitWork _work;
    private readonly List<string> _garbage = [];    // files to delete
    private OutboxFile? _file;                      // what is written to; the leader's
    private Timer? _syncTimer;
    private long _markedUpTo;
    private bool _isCommitting;                     // there is a leader, or one is on its way
    private bool _isFlushWanted;
    private bool _isUnsynced;
    private bool _isSyncDue;
    private bool _isFolderUnsynced;                 // the leader's

    /// <summary>For tests: never ask the disk to keep anything, whatever the policy. They show that asking is what keeps messages through the loss of power.</summary>
    internal bool SkipsSync { get; init; }

    /// <summary>For tests: whether somebody is writing.</summary>
    internal bool IsCommitting
    {
        get
        {
            lock (_gate) return _isCommitting;
        }
    }

    /// <summary>For tests: take records whose checksums are wrong.</summary>
    internal bool IgnoresChecksums
    {
        init => _reader.IgnoresChecksums = value;
    }

    /// <summary>Writes what is pending, as the leader.</summary>
    /// <param name="once">Leave what comes meanwhile to a thread of the pool.</param>
    /// <returns>Why what was pending at first is not accepted; null when it is.</returns>
    private IoTCException? Commit(bool once)
    {
        while (true)
        {
            CommitBatch batch;
            bool mustMark;
            bool mustSync;
            long droppedFirst = 0;
            long droppedLast = 0;
            lock (_gate)
            {
                bool isFlush = _isFlushWanted;
                _isFlushWanted = false;
                batch = _batch;
                (_batch, _writtenBatch) = (_writtenBatch, _batch);
                (_pending, _writing) = (_writing, _pending);
                long unmarked = _finished.UpTo - _markedUpTo;
                mustMark = unmarked > 0 && (isFlush || unmarked >= (batch.First > 0 ? MarkWithMessagesEvery : MarkEvery));
                mustSync = MustSync(isFlush, mustMark || batch.First > 0);
                _isSyncDue = false;
                if (mustMark && batch.First == 0 && _file == null) TakeNumber();
                AdmitWaiting(ref droppedFirst, ref droppedLast);
            }

            TellDropped(droppedFirst, droppedLast);
            Exception? exception = TryWrite(batch, mustMark, mustSync);
            IoTCException? failure = Settle(batch, exception);
            DeleteGarbage();
            batch.Tell(failure);
            if (!IsMoreToDo()) return failure;
            if (!once) continue;
            ThreadPool.UnsafeQueueUserWorkItem(_work, preferLocal: false);
            return failure;
        }
    }

    /// <summary>Leaves what is pending to a thread of the pool, which is the leader from now on.</summary>
    /// <returns>Says when it is accepted.</returns>
    private Task CommitByPool()
    {
        Task told;
        lock (_gate) told = _batch.GetTask();
        ThreadPool.UnsafeQueueUserWorkItem(_work, preferLocal: false);
        return told;
    }

    private void CommitInBackground()
    {
        lock (_gate)
        {
            if (_isDisposed || !_isUnsynced) return;
            _isSyncDue = true;
            if (_isCommitting) return;
            _isCommitting = true;
        }

        Commit(once: false);
    }

    // Under the gate.
    private bool MustSync(bool isFlush, bool isWritten)
    {
        if (SyncPolicy == OutboxSyncPolicy.EveryRecord) return isWritten && (isFlush || _writing.Count > 0);
        return SyncPolicy == OutboxSyncPolicy.Interval && (isFlush || _isSyncDue) && (_isUnsynced || isWritten);
    }

    // Under the gate, when nothing is pending: a number that is no message's.
    private void TakeNumber()
    {
        _settled = _next++;
        _finished.Add(_settled, _settled);
    }

    private bool IsMoreToDo()
    {
        lock (_gate)
        {
            if (_pending.Count > 0 || _isFlushWanted || _isSyncDue || _garbage.Count > 0) return true;
            _isCommitting = false;
            return false;
        }
    }

    private Exception? TryWrite(CommitBatch batch, bool mustMark, bool mustSync)
    {
        try
        {
            if (batch.First == 0 && !mustMark)
            {
                if (mustSync) Sync();
                return null;
            }

            long markedUpTo = PrepareSegment(batch);
            if (mustMark && markedUpTo < 0) markedUpTo = AppendMark();
            Segment segment = _segments[^1];
            Span<byte> records = _writing.Array.AsSpan(0, _writing.Count);
            SegmentFormat.Seal(records, segment.Salt);
            if (records.Length > 0) _file!.Write(segment.Length, records);
            if (mustSync) Sync();
            lock (_gate)
            {
                _isUnsynced = !mustSync;
                _markedUpTo = Math.Max(_markedUpTo, markedUpTo);
            }

            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LeaveSegment();
            return exception;
        }
    }

    private void Sync()
    {
        if (!SkipsSync)
        {
            _file?.Sync();
            if (_isFolderUnsynced) _disk.SyncFolder();
        }

        _isFolderUnsynced = false;
        lock (_gate) _isUnsynced = false;
    }

    private long AppendMark()
    {
        long completedUpTo;
        lock (_gate) completedUpTo = _finished.UpTo;
        _writing.TryReserve(SegmentFormat.MarkLength);
        SegmentFormat.WriteMark(_writing.Array.AsSpan(_writing.Count), completedUpTo);
        _writing.Commit(SegmentFormat.MarkLength);
        return completedUpTo;
    }

    /// <summary>Sees to a segment to write to: a new one when there is none, or the present one is long enough.</summary>
    /// <returns>What the new segment's header says is completed; -1 when it is no new one.</returns>
    private long PrepareSegment(CommitBatch batch)
    {
        if (_file != null)
        {
            Segment current = _segments[^1];
            if (current.Length < SegmentBytes || batch.First == 0) return -1;
            if (SyncPolicy == OutboxSyncPolicy.Interval) Sync();
            CloseSegment(current);
        }

        Segment segment;
        long completedUpTo;
        lock (_gate)
        {
            uint salt = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
            // One that is to hold a mark alone has a number of its own, taken when nothing else was pending.
            segment = batch.First > 0 ? new Segment(batch.First, salt, batch.First, _accepted) : new Segment(_settled, salt, _settled + 1, _accepted);
            completedUpTo = Math.Min(_finished.UpTo, segment.First - 1);
        }

        byte[] header = new byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(header, segment, completedUpTo);
        _file = _disk.Create(segment.Name);
        _isFolderUnsynced = true;
        lock (_gate) _segments.Add(segment);
        _file.Write(0, header);
        lock (_gate)
        {
            segment.Length = header.Length;
            _diskBytes += header.Length;
        }

        return completedUpTo;
    }

    // After a failure nobody knows what the file's end looks like: it is cut off if that can be, and another file is begun.
    private void LeaveSegment()
    {
        if (_file == null) return;
        Segment segment = _segments[^1];
        try
        {
            _file.SetLength(segment.Length);
            if (SyncPolicy == OutboxSyncPolicy.Interval) _file.Sync();
        }
        catch (Exception exception) when (StorageErrors.IsStorage(exception))
        {
            // Its numbers are not used again: what is left there is passed over by whoever reads it.
        }

        CloseSegment(segment);
    }

    private void CloseSegment(Segment segment)
    {
        _file!.Dispose();
        _file = null;
        lock (_gate)
        {
            segment.IsClosed = true;
            if (segment.Last < segment.First) Retire(_segments.IndexOf(segment));
            RetireFinished();
        }
    }

    private IoTCException? Settle(CommitBatch batch, Exception? exception)
    {
        lock (_gate)
        {
            if (exception == null && _writing.Count > 0)
            {
                Segment segment = _segments[^1];
                segment.Length += _writing.Count;
                _diskBytes += _writing.Count;
                if (batch.First > 0) segment.Last = batch.Last;
            }

            if (batch.First > 0)
            {
                _settled = batch.Last;
                if (exception == null) _accepted = batch.Last;
                // Refused numbers are never read, and do not count as kept.
                else _finished.Add(batch.First, batch.Last);
            }

            _writing.Clear();
            return exception == null || batch.First == 0 ? null : StorageErrors.NotWritten(_folder, exception);
        }
    }

    private void DeleteGarbage()
    {
        while (true)
        {
            string name;
            lock (_gate)
            {
                if (_garbage.Count == 0) return;
                name = _garbage[^1];
                _garbage.RemoveAt(_garbage.Count - 1);
            }

            try
            {
                _disk.Delete(name);
            }
            catch (Exception exception) when (StorageErrors.IsStorage(exception))
            {
                // It is finished and says so at the next start.
            }
        }
    }

    private sealed class CommitWork(FileOutbox outbox) : IThreadPoolWorkItem
    {
        public void Execute() => outbox.Commit(once: false);
    }
}
