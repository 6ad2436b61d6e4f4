using System;

namespace IoTC.Storage;

/// <summary>Reads a segment's records one after the other, in windows of the file: however long the segment, the buffer is no larger than its longest record.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int WindowLength = 64 * 1024;

    private OutboxFile? _file;
    private SegmentScanner _scanner;
    private byte[] _buffer = [];
    private int _start;
    private int _count;
    private long _offset;       // place in the file of what is at _start
    private bool _isShort;      // the file has ended before it should have
    private long _damageBefore;

    /// <summary>For tests.</summary>
    public bool IgnoresChecksums { get; set; }

    /// <summary>Holds the body of the record read last.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where that body begins.</summary>
    public int BodyOffset { get; private set; }

    /// <summary>The least number that the next message of the segment may have.</summary>
    public long Expected => _scanner.Expected;

    /// <summary>Stretches of damaged bytes passed over, in all segments.</summary>
    public long DamageCount => _damageBefore + _scanner.DamageCount;

    /// <summary>Goes to the beginning of a segment.</summary>
    /// <param name="file">The segment; closed by the reader.</param>
    /// <param name="salt">Its salt.</param>
    /// <param name="first">The number of its first message.</param>
    /// <param name="limit">Numbers from here on are not its own.</param>
    public void Open(OutboxFile file, uint salt, long first, long limit)
    {
        Close();
        _file = file;
        _scanner = new SegmentScanner(salt, first, limit) { IgnoresChecksums = IgnoresChecksums };
        _offset = SegmentFormat.HeaderLength;
    }

    /// <summary>Reads the next record.</summary>
    /// <param name="end">Where the segment ends, as far as is known.</param>
    /// <param name="isEnd">Whether it will not become longer.</param>
    /// <param name="record">The record.</param>
    /// <returns><see langword="false"/> when there is none, or none yet.</returns>
    public bool TryRead(long end, bool isEnd, out SegmentRecord record)
    {
        while (true)
        {
            bool isAll = _isShort || _offset + _count >= end;
            bool isRecord = _scanner.TryRead(_buffer.AsSpan(_start, _count), isEnd && isAll, out int consumed, out record);
            _start += consumed;
            _count -= consumed;
            _offset += consumed;
            if (isRecord)
            {
                BodyOffset = _start - record.BodyLength;
                return true;
            }

            if (isAll) return false;
            Fill(record.NeededBytes, end);
        }
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
        _damageBefore += _scanner.DamageCount;
        _scanner = default;
        _start = 0;
        _count = 0;
        _isShort = false;
    }

    public void Dispose() => Close();

    private void Fill(int needed, long end)
    {
        // A length is only a claim as long as the file does not go so far.
        int length = Math.Max((int)Math.Min(needed, end - _offset), WindowLength);
        byte[] target = _buffer.Length < length ? new byte[length] : _buffer;
        _buffer.AsSpan(_start, _count).CopyTo(target);
        _buffer = target;
        _start = 0;
        int wanted = (int)Math.Min(target.Length - _count, end - _offset - _count);
        int read = _file!.Read(_offset + _count, target.AsSpan(_count, wanted));
        _isShort = read == 0;
        _count += read;
    }
}
