using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Storage;

namespace IoTC.Fuzz.Targets;

/// <summary>What stands behind the header of an outbox's segment: read in windows, damage passed over. The first 48 bytes are tried as a header too.</summary>
internal sealed class OutboxTarget : FuzzTarget
{
    private const uint Salt = 0x5EED5EED;
    private const long First = 100;
    private const long Limit = 200;

    public override string Name => "outbox";

    public override bool IsStream => true;

    // The window.
    public override long BaseAllocation => 72 * 1024;

    public override long AllocationPerByte => 4;

    public override IEnumerable<byte[]> Seeds =>
    [
        Message(100, "a=b", "{\"t\":1}"),
        [.. Message(100, "", ""), .. Mark(100), .. Message(101, "", "x")],
        [.. Message(100, "", "x"), .. new byte[30], .. Message(150, "$.sub=a", new string('y', 500)), .. Mark(99)],
        [.. Message(199, "", "x"), .. Message(200, "", "x"), .. Message(100, "", "x")],
        Claim(), [.. Claim(), .. Message(120, "", "x")], Header(),
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        [0xB1, 0xC5, 1, 0], [0xB1, 0xC5, 2, 0], Message(110, "", "w"), Mark(50), Message(101, "k=v", "{}")[..SegmentFormat.HeadLength],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        Segment segment = SegmentFormat.ReadHeader(input.Buffer.AsSpan(input.Offset, input.Count), First, Salt, out long completed, out int version);
        trace.Add(segment.First);
        trace.Add(segment.LastBefore);
        trace.Add(completed);
        trace.Add(version);
        using var reader = new SegmentReader();
        using var file = new InputFile(input);
        reader.Open(file, Salt, First, Limit);
        long last = First - 1;
        while (reader.TryRead(file.Length, isEnd: true, out SegmentRecord record))
        {
            trace.Add(record.Type);
            trace.Add(record.Sequence);
            trace.Add(record.Missing);
            trace.Add(reader.Buffer, reader.BodyOffset, record.BodyLength);
            if (record.Type != SegmentFormat.MessageType) continue;
            if (record.Sequence <= last || record.Sequence >= Limit) throw new FuzzFailure("numbers grow within the segment's", $"{record.Sequence} after {last}");
            last = record.Sequence;
        }

        trace.Add(reader.DamageCount);
    }

    public override byte[]? Invent(Random random)
    {
        var bytes = new List<byte>();
        long number = First;
        for (int i = random.Next(1, 12); i > 0; i--)
        {
            switch (random.Next(5))
            {
                case 0:
                    bytes.AddRange(Mark(number - 1));
                    break;
                case 1:
                    byte[] noise = new byte[random.Next(40)];
                    random.NextBytes(noise);
                    bytes.AddRange(noise);
                    break;
                default:
                    bytes.AddRange(Message(number, "", new string('z', random.Next(60))));
                    number += random.Next(10) == 0 ? 3 : 1;
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Message(long number, string properties, string payload)
    {
        byte[] record = new byte[SegmentFormat.GetMessageLength(properties.Length, payload.Length)];
        SegmentFormat.WriteMessage(record, number, 1_790_000_000_000, [.. properties.Select(each => (byte)each)], [.. payload.Select(each => (byte)each)]);
        SegmentFormat.Seal(record, Salt);
        return record;
    }

    private static byte[] Mark(long number)
    {
        byte[] record = new byte[SegmentFormat.MarkLength];
        SegmentFormat.WriteMark(record, number);
        SegmentFormat.Seal(record, Salt);
        return record;
    }

    // A whole head that claims the longest body there can be, and nothing behind it.
    private static byte[] Claim() => Message(105, "", new string('c', 262144))[..SegmentFormat.HeadLength];

    private static byte[] Header()
    {
        byte[] header = new byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(header, new Segment(First, Salt, First, First - 1), 90);
        return header;
    }

    /// <summary>Gives the input as a file that is read from its beginning to its end.</summary>
    private sealed class InputFile(FuzzInput input) : OutboxFile
    {
        private int _offset;
        private int _count;

        public override long Length => SegmentFormat.HeaderLength + input.Count;

        public override int Read(long offset, Span<byte> target)
        {
            if (_count == 0 && !input.TryTake(out _offset, out _count)) return 0;
            int count = Math.Min(_count, target.Length);
            input.Buffer.AsSpan(_offset, count).CopyTo(target);
            _offset += count;
            _count -= count;
            return count;
        }

        public override void Write(long offset, ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public override void SetLength(long length) => throw new NotSupportedException();

        public override void Sync() => throw new NotSupportedException();

        public override void Dispose()
        {
        }
    }
}
