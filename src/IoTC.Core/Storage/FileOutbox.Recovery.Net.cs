using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using IoTC.Storage;

namespace IoTC;

/// <content>What an earlier process has left: the heads of all files and the last file's records are read, never all of them.</content>
public sealed partial class FileOutbox
{
    private const string OwnerName = "device";
    private const int MaxOwnerLength = 1024;

    private void Open(string deviceId)
    {
        try
        {
            _disk.Lock();
        }
        catch (Exception exception) when (StorageErrors.IsStorage(exception))
        {
            throw exception is IOException && IsSharing(exception) ? StorageErrors.InUse(_folder) : StorageErrors.NotOpened(_folder, exception);
        }

        try
        {
            RequireOwner(deviceId);
            Recover();
        }
        catch (Exception exception)
        {
            _segments.Clear();
            _disk.Dispose();
            if (StorageErrors.IsStorage(exception)) throw StorageErrors.NotOpened(_folder, exception);
            throw;
        }
    }

    // EAGAIN on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharing(Exception exception) => exception.HResult is 11 or 35 or unchecked((int)0x80070020);

    // The file says whose the folder is: the id, and a checksum. Damage to it is mended, and keeps nobody out.
    private void RequireOwner(string deviceId)
    {
        bool isThere = false;
        foreach (string name in _disk.List()) isThere |= name == OwnerName;
        if (isThere)
        {
            string? owner = ReadOwner();
            if (owner == deviceId) return;
            if (owner != null) throw StorageErrors.OfAnother(_folder, owner, deviceId);
            _disk.Delete(OwnerName);
        }

        byte[] id = Encoding.UTF8.GetBytes(deviceId);
        byte[] content = new byte[id.Length + 4];
        id.CopyTo(content, 0);
        BitConverter.TryWriteBytes(content.AsSpan(id.Length), SegmentFormat.Checksum(0, id));
        using OutboxFile file = _disk.Create(OwnerName);
        file.Write(0, content);
        file.Sync();
        _disk.SyncFolder();
    }

    private string? ReadOwner()
    {
        byte[] content = new byte[MaxOwnerLength];
        using OutboxFile file = _disk.OpenRead(OwnerName);
        int count = ReadAll(file, content);
        if (count < 5) return null;
        ReadOnlySpan<byte> id = content.AsSpan(0, count - 4);
        return BitConverter.ToUInt32(content, count - 4) == SegmentFormat.Checksum(0, id) ? Encoding.UTF8.GetString(id) : null;
    }

    private void Recover()
    {
        var found = new List<(long Number, uint Salt)>();
        foreach (string name in _disk.List())
        {
            if (SegmentFormat.TryParseName(name, out long number, out uint salt)) found.Add((number, salt));
        }

        found.Sort();
        long completedUpTo = 0;
        bool isHeaderWhole = true;
        foreach ((long number, uint salt) in found)
        {
            bool isNewest = number == found[^1].Number;
            Segment segment = ReadSegmentHeader(number, salt, out long completed, out isHeaderWhole);
            completedUpTo = Math.Max(completedUpTo, completed);
            _settled = number;
            if (segment.Length <= SegmentFormat.HeaderLength)
            {
                // The newest may hold the newest mark.
                if (!isNewest) _garbage.Add(segment.Name);
                continue;
            }

            // What was left behind by a write that failed is not this file's message: the next file knows.
            if (_segments.Count > 0) _segments[^1].Last = Math.Max(_segments[^1].First - 1, segment.LastBefore);
            _segments.Add(segment);
            _diskBytes += segment.Length;
        }

        // The newest mark is in the last file: in its header, or behind it.
        if (_segments.Count > 0) completedUpTo = Math.Max(completedUpTo, Scan(_segments[^1], isLast: true));
        if (_segments.Count > 1 && !isHeaderWhole) completedUpTo = Math.Max(completedUpTo, Scan(_segments[^2], isLast: false));
        TakeOver(completedUpTo);
    }

    private void TakeOver(long completedUpTo)
    {
        _finished.Add(1, completedUpTo);
        long last = 0;
        foreach (Segment segment in _segments)
        {
            // Numbers between two files are no message's; those before the first one are all finished.
            _finished.Add(last + 1, segment.First - 1);
            last = Math.Max(segment.Last, segment.First - 1);
        }

        _accepted = Math.Max(last, completedUpTo);
        _settled = Math.Max(_settled, _accepted);
        _finished.Add(last + 1, _settled);
        _next = _settled + 1;
        _markedUpTo = completedUpTo;
        for (int i = _segments.Count - 1; i >= 0; i--)
        {
            if (_segments[i].Last <= _finished.UpTo || _segments[i].Last < _segments[i].First) Retire(i);
        }

        if (_segments.Count == 0 && _garbage.Count > 0) KeepNumbers();
        DeleteGarbage();
    }

    // Everything is finished: one new file takes over where the numbers stand, before the old ones go.
    private void KeepNumbers()
    {
        TakeNumber();
        var batch = new CommitBatch();
        Exception? exception = TryWrite(batch, mustMark: true, mustSync: SyncPolicy != OutboxSyncPolicy.Never);
        Settle(batch, exception);
        if (exception != null) _garbage.Clear();
    }

    private Segment ReadSegmentHeader(long number, uint salt, out long completedUpTo, out bool isWhole)
    {
        byte[] header = new byte[SegmentFormat.HeaderLength];
        using OutboxFile file = _disk.OpenRead(SegmentFormat.GetName(number, salt));
        int count = ReadAll(file, header);
        Segment segment = SegmentFormat.ReadHeader(header.AsSpan(0, count), number, salt, out completedUpTo, out int version);
        if (version > SegmentFormat.Magic[7]) throw StorageErrors.Newer(_folder, version);
        isWhole = version > 0;
        segment.Length = file.Length;
        segment.IsClosed = true;
        return segment;
    }

    private long Scan(Segment segment, bool isLast)
    {
        long completedUpTo = 0;
        using var reader = new SegmentReader { IgnoresChecksums = _reader.IgnoresChecksums };
        reader.Open(_disk.OpenRead(segment.Name), segment.Salt, segment.First, isLast ? long.MaxValue : segment.Last + 1);
        while (reader.TryRead(segment.Length, isEnd: true, out SegmentRecord record))
        {
            if (record.Type == SegmentFormat.MarkType) completedUpTo = Math.Max(completedUpTo, record.Sequence);
            else if (isLast) segment.Last = record.Sequence;
        }

        return completedUpTo;
    }

    private static int ReadAll(OutboxFile file, byte[] target)
    {
        int count = 0;
        while (count < target.Length)
        {
            int read = file.Read(count, target.AsSpan(count));
            if (read == 0) break;
            count += read;
        }

        return count;
    }
}
