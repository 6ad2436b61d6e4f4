using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Buffers;
using IoTC.Engine;
using IoTC.Storage;

namespace IoTC;

/// <summary>An outbox in a folder: telemetry survives the end of the process, and the loss of power, until the hub has acknowledged it.</summary>
/// <remarks>
/// <code>
/// options.Outbox = new FileOutbox("/var/lib/thermostat/outbox");
/// </code>
/// One folder belongs to one device, and to one process at a time. Damaged files never keep it from starting: what is damaged is passed over and
/// counted. docs/outbox.md says what is guaranteed and how the files look. The client that was given it opens and disposes it. Thread-safe.
/// </remarks>
public sealed partial class FileOutbox : IOutbox
{
    private const long MinBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly OutboxDisk _disk;
    private readonly List<Segment> _segments = [];      // oldest first; what is written to is the last one, and open
    private readonly SequenceRanges _finished = new();  // completed, given up, lost, or never accepted
    private Action<long, long>? _dropped;
    private ByteBuffer _pending;
    private ByteBuffer _writing;
    private CommitBatch _batch = new();         // what is pending
    private CommitBatch _writtenBatch = new();  // what the leader writes; the two change places
    private long _next = 1;         // the number of the next message
    private long _settled;          // every number up to it has been accepted or refused
    private long _accepted;         // the last number that was accepted
    private long _readUpTo;         // the greatest number that was read
    private long _diskBytes;
    private long _droppedCount;
    private long _lostCount;
    private bool _isAttached;
    private bool _isDisposed;

    /// <summary>Names the folder; nothing is opened before a client is made with it.</summary>
    /// <param name="folder">Made when it is not there. On a local disk: a network's file systems keep neither locks nor promises.</param>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public FileOutbox(string folder)
        : this(folder, new FolderDisk(RequireFolder(folder)))
    {
    }

    internal FileOutbox(string folder, OutboxDisk disk)
    {
        _folder = folder;
        _disk = disk;
        _pending = new ByteBuffer(0, int.MaxValue);
        _writing = new ByteBuffer(0, int.MaxValue);
        _work = new CommitWork(this);
    }

    /// <summary>The most bytes it may take on the disk; 64 MB unless set, 1 MB at least.</summary>
    public long MaxBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What happens to a message that has no room within <see cref="MaxBytes"/>. Oldest ones are given up a whole file at a time, an eighth of the room at most.</summary>
    public OutboxFullPolicy FullPolicy { get; init; }

    /// <summary>When the disk is asked to keep what was written.</summary>
    public OutboxSyncPolicy SyncPolicy { get; init; }

    /// <summary>The longest time, in milliseconds, that an accepted message is in danger by the loss of power, with <see cref="OutboxSyncPolicy.Interval"/>.</summary>
    public int SyncIntervalMs { get; init; } = 1000;

    /// <inheritdoc/>
    public long LastSequence
    {
        get
        {
            lock (_gate) return _settled;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Damaged messages count until they are found, when they are to be sent.</remarks>
    public long Count
    {
        get
        {
            lock (_gate) return _settled - _finished.UpTo - _finished.AboveCount;
        }
    }

    /// <inheritdoc/>
    public long DroppedCount
    {
        get
        {
            lock (_gate) return _droppedCount;
        }
    }

    /// <summary>How many accepted messages have been found missing since it was attached, lost with damaged parts of the files.</summary>
    public long LostCount
    {
        get
        {
            lock (_gate) return _lostCount;
        }
    }

    /// <summary>How many damaged stretches of the files have been passed over since it was attached. The end of a file that was cut off by a crash is one, and holds no accepted message.</summary>
    public long DamageCount
    {
        get
        {
            lock (_readGate) return _reader.DamageCount;
        }
    }

    /// <summary>The bytes it takes on the disk.</summary>
    public long DiskBytes
    {
        get
        {
            lock (_gate) return _diskBytes;
        }
    }

    // A file is left when it has grown to this; so much is given up at once, and so much may be taken by what is completed already.
    private long SegmentBytes => Math.Clamp(MaxBytes / 16, 64 * 1024, 8 * 1024 * 1024);

    private long MaxPendingBytes => Math.Min(MaxBytes / 8, 1024 * 1024);

    /// <inheritdoc/>
    /// <exception cref="IoTCException">The folder cannot be used, is in use, or holds another device's messages.</exception>
    /// <exception cref="ArgumentException">A setting cannot work; the message names it.</exception>
    /// <exception cref="InvalidOperationException">Another client has it already.</exception>
    public void Attach(string deviceId, Action<long, long> dropped)
    {
        ArgumentException.ThrowIfNullOrEmpty(deviceId);
        ArgumentNullException.ThrowIfNull(dropped);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (MaxBytes < MinBytes) throw new ArgumentException("MaxBytes of a FileOutbox must be at least 1 MB (1048576).");
        if (SyncIntervalMs < 1) throw new ArgumentException("SyncIntervalMs of a FileOutbox must be at least 1 millisecond.");
        if (_isAttached) throw new InvalidOperationException("This FileOutbox belongs to another client already. Give each client an outbox, and a folder, of its own.");
        Open(deviceId);
        _dropped = dropped;
        _isAttached = true;
        if (SyncPolicy == OutboxSyncPolicy.Interval) _syncTimer = new Timer(static outbox => ((FileOutbox)outbox!).CommitInBackground(), this, SyncIntervalMs, SyncIntervalMs);
    }

    /// <inheritdoc/>
    public IoTCError TryAppend(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, out long sequence)
    {
        switch (Add(properties, payload, createdUnixMs, out sequence, out Task? told))
        {
            case AddStatus.Full:
                return IoTCError.OutboxFull;
            case AddStatus.Leads:
                if (Commit(once: true) is { } failure) throw failure;
                return IoTCError.None;
            case AddStatus.Follows:
                told!.GetAwaiter().GetResult();
                return IoTCError.None;
            default:
                sequence = ((Task<long>)told!).GetAwaiter().GetResult();
                return sequence == 0 ? IoTCError.OutboxFull : IoTCError.None;
        }
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> AppendAsync(ReadOnlyMemory<byte> properties, ReadOnlyMemory<byte> payload, long createdUnixMs)
    {
        AddStatus status = Add(properties.Span, payload.Span, createdUnixMs, out long sequence, out Task? told);
        // A write alone is quick; waiting for the disk is not the caller's.
        if (status == AddStatus.Leads && SyncPolicy == OutboxSyncPolicy.EveryRecord) told = CommitByPool();
        else if (status == AddStatus.Leads && Commit(once: true) is { } failure) throw failure;
        if (status == AddStatus.Waits) sequence = await ((Task<long>)told!).ConfigureAwait(false);
        else if (told != null) await told.ConfigureAwait(false);
        if (sequence == 0) throw StorageErrors.Full(_folder, MaxBytes);
        return sequence;
    }

    /// <inheritdoc/>
    public void Complete(long sequence)
    {
        bool leads;
        lock (_gate)
        {
            if (_isDisposed || _finished.Add(sequence, sequence) == 0) return;
            RetireFinished();
            leads = !_isCommitting && (_garbage.Count > 0 || _finished.UpTo - _markedUpTo >= MarkEvery);
            if (leads) _isCommitting = true;
        }

        if (leads) ThreadPool.UnsafeQueueUserWorkItem(_work, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Flush()
    {
        Task? told = null;
        lock (_gate)
        {
            if (_isDisposed || !_isAttached) return;
            _isFlushWanted = true;
            if (_isCommitting) told = _batch.GetTask();
            _isCommitting = true;
        }

        if (told == null) Commit(once: true);
        // Its failure is its messages', and told to those who sent them.
        else told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
    }

    /// <summary>Writes down what has been completed, and gives the folder back.</summary>
    public void Dispose()
    {
        Flush();
        _syncTimer?.Dispose();
        var wait = default(SpinWait);
        while (!TryClose()) wait.SpinOnce();
        lock (_readGate) _reader.Close();
        _file?.Dispose();
        _file = null;
        _disk.Dispose();
    }

    private bool TryClose()
    {
        lock (_gate)
        {
            if (_isCommitting) return false;
            _isDisposed = true;
            return true;
        }
    }

    /// <param name="properties">Properties.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="createdUnixMs">When it was made.</param>
    /// <param name="sequence">Its number, when it has one already.</param>
    /// <param name="told">Says when it is accepted: to who follows, and, with the number, to who waits.</param>
    private AddStatus Add(ReadOnlySpan<byte> properties, ReadOnlySpan<byte> payload, long createdUnixMs, out long sequence, out Task? told)
    {
        sequence = 0;
        told = null;
        long droppedFirst = 0;
        long droppedLast = 0;
        AddStatus status = AddStatus.Full;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_isAttached) throw new InvalidOperationException("The outbox is not open: a client opens it.");
            int length = SegmentFormat.GetMessageLength(properties.Length, payload.Length);
            if (length > SegmentFormat.HeadLength + SegmentFormat.MaxBodyLength || properties.Length > ushort.MaxValue) throw new ArgumentException("The message is larger than 256 KB with its properties.");
            if (_waiting.Count > 0 || !IsRoomInBatch(length))
            {
                if (TryWait(properties, payload, createdUnixMs, length, out told)) status = AddStatus.Waits;
            }
            else if (TryMakeRoom(length, ref droppedFirst, ref droppedLast))
            {
                sequence = _next++;
                SegmentFormat.WriteMessage(Reserve(length), sequence, createdUnixMs, properties, payload);
                _batch.Add(sequence);
                status = _isCommitting ? AddStatus.Follows : AddStatus.Leads;
                if (_isCommitting) told = _batch.GetTask();
                _isCommitting = true;
            }
        }

        TellDropped(droppedFirst, droppedLast);
        return status;
    }

    // Under the gate.
    private bool TryMakeRoom(int length, ref long droppedFirst, ref long droppedLast)
    {
        while (_diskBytes + _pending.Count + _writing.Count + length + SegmentFormat.HeaderLength > MaxBytes)
        {
            if (FullPolicy != OutboxFullPolicy.DropOldest || !TryDropOldest(ref droppedFirst, ref droppedLast)) return false;
        }

        return true;
    }

    // Under the gate.
    private Span<byte> Reserve(int length)
    {
        _pending.TryReserve(length);
        Span<byte> record = _pending.Array.AsSpan(_pending.Count, length);
        _pending.Commit(length);
        return record;
    }

    private void TellDropped(long first, long last)
    {
        if (first > 0) _dropped!(first, last);
    }

    // What was read is with the client, in memory, and goes on from there.
    private bool TryDropOldest(ref long first, ref long last)
    {
        Segment oldest = _segments.Count > 0 ? _segments[0] : null!;
        if (oldest == null || !oldest.IsClosed) return false;
        long from = Math.Max(oldest.First, _readUpTo + 1);
        if (from <= oldest.Last)
        {
            if (first == 0) first = from;
            last = oldest.Last;
            _droppedCount += _finished.Add(from, oldest.Last);
        }

        Retire(0);
        return true;
    }

    // The last one stays until there is a newer one: its name says how far the numbers have come.
    private void RetireFinished()
    {
        while (_segments.Count > 1 && _segments[0].IsClosed && _segments[0].Last <= _finished.UpTo) Retire(0);
    }

    // Under the gate; whoever commits next deletes the file.
    private void Retire(int index)
    {
        Segment segment = _segments[index];
        segment.IsRetired = true;
        _diskBytes -= segment.Length;
        _garbage.Add(segment.Name);
        _segments.RemoveAt(index);
    }

    private static string RequireFolder(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder)) throw new ArgumentException("A FileOutbox needs a folder.");
        return Path.GetFullPath(folder);
    }

    private enum AddStatus
    {
        Full,
        Leads,
        Follows,
        Waits,
    }
}
