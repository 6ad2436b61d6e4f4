using System;
using System.Buffers.Binary;

namespace IoTC.Storage;

/// <summary>Finds the records of a segment in its bytes, whatever has happened to them: damaged ones are passed over and counted.</summary>
/// <remarks>
/// It reads no file and allocates nothing; bytes come in windows that the caller moves. A record's head has a checksum of its own, so a length is
/// believed only when the head is whole, and no claim makes anybody read or reserve more than <see cref="SegmentFormat.MaxBodyLength"/>.
/// </remarks>
internal struct SegmentScanner
{
    private readonly uint _salt;
    private readonly long _limit;   // numbers from here on belong to the next segment
    private bool _isInDamage;

    /// <param name="salt">The segment's salt.</param>
    /// <param name="first">The number of its first message.</param>
    /// <param name="limit">The first number of the next segment, or <see cref="long.MaxValue"/>.</param>
    public SegmentScanner(uint salt, long first, long limit)
    {
        _salt = salt;
        _limit = limit;
        Expected = first;
    }

    /// <summary>For tests: take records whose checksums are wrong. They show that the checksums are what keeps damage out.</summary>
    public bool IgnoresChecksums { get; init; }

    /// <summary>The least number that the next message may have.</summary>
    public long Expected { get; private set; }

    /// <summary>How many stretches of damaged bytes were passed over.</summary>
    public long DamageCount { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="data">What is known of the segment from here on.</param>
    /// <param name="isEnd">Whether the segment ends with <paramref name="data"/>.</param>
    /// <param name="consumed">Bytes to go forward, whatever the result. The record, if there is one, ends there.</param>
    /// <param name="record">The record: its body is the last <see cref="SegmentRecord.BodyLength"/> bytes of what was consumed.</param>
    /// <returns>
    /// Whether there is a record; if not, and not at the end, more bytes are needed: <see cref="SegmentRecord.NeededBytes"/> of them from the new place on.
    /// </returns>
    public bool TryRead(ReadOnlySpan<byte> data, bool isEnd, out int consumed, out SegmentRecord record)
    {
        record = default;
        consumed = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = data[consumed..];
            if (rest.Length < SegmentFormat.HeadLength)
            {
                if (isEnd)
                {
                    if (rest.Length > 0) EnterDamage();
                    consumed = data.Length;
                    return false;
                }

                record.NeededBytes = SegmentFormat.HeadLength;
                return false;
            }

            if (!IsHead(rest, out int length, out long sequence))
            {
                EnterDamage();
                consumed += 1 + FindSync(rest[1..]);
                continue;
            }

            int end = SegmentFormat.HeadLength + length;
            if (rest.Length < end)
            {
                if (!isEnd)
                {
                    record.NeededBytes = end;
                    return false;
                }

                // Cut off in the middle, and nothing can follow within it.
                EnterDamage();
                consumed = data.Length;
                return false;
            }

            consumed += end;
            if (!IsBody(rest, length) || !IsExpected(rest[2], sequence))
            {
                EnterDamage();
                continue;
            }

            _isInDamage = false;
            record.Type = rest[2];
            record.Sequence = sequence;
            record.BodyLength = length;
            if (record.Type == SegmentFormat.MessageType)
            {
                record.Missing = sequence - Expected;
                Expected = sequence + 1;
            }

            return true;
        }
    }

    private readonly bool IsHead(ReadOnlySpan<byte> head, out int length, out long sequence)
    {
        length = 0;
        sequence = 0;
        if (head[0] != SegmentFormat.Sync0 || head[1] != SegmentFormat.Sync1) return false;
        bool isSealed = BinaryPrimitives.ReadUInt32LittleEndian(head[20..]) == SegmentFormat.Checksum(_salt, head[..20]);
        if (!isSealed && !IgnoresChecksums) return false;
        length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        sequence = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        bool isMessage = head[2] == SegmentFormat.MessageType && length >= SegmentFormat.BodyPrefixLength && length <= SegmentFormat.MaxBodyLength;
        return head[3] == 0 && (isMessage || (head[2] == SegmentFormat.MarkType && length == 0));
    }

    private readonly bool IsBody(ReadOnlySpan<byte> record, int length)
    {
        ReadOnlySpan<byte> body = record.Slice(SegmentFormat.HeadLength, length);
        bool isSealed = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]) == SegmentFormat.Checksum(_salt, body);
        if (!isSealed && !IgnoresChecksums) return false;
        return length == 0 || SegmentFormat.BodyPrefixLength + BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) <= length;
    }

    // A record that failed to be written may have been left behind, with a number that the next segment has used again.
    private readonly bool IsExpected(byte type, long sequence)
        => type == SegmentFormat.MarkType ? sequence >= 0 && sequence <= Expected : sequence >= Expected && sequence < _limit;

    private void EnterDamage()
    {
        if (!_isInDamage) DamageCount++;
        _isInDamage = true;
    }

    private static int FindSync(ReadOnlySpan<byte> bytes)
    {
        int index = bytes.IndexOf(SegmentFormat.Sync0);
        return index < 0 ? bytes.Length : index;
    }
}
