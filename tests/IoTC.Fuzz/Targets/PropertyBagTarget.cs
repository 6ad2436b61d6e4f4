using System;
using System.Collections.Generic;
using IoTC.Buffers;
using IoTC.Hub;

namespace IoTC.Fuzz.Targets;

/// <summary>The property bag of a topic, and percent-encoding.</summary>
internal sealed class PropertyBagTarget : FuzzTarget
{
    private static readonly byte[] Word = [.. "method-name"u8];

    public override string Name => "property-bag";

    public override int Rounds => 80_000;

    public override long BaseAllocation => 4096;

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "?a=b&c=d"u8], [.. "method%2Dname=comp*cmd&$.mid=1&x"u8], [.. "%24.to=%2Fdevices%2Fd%2F&k=&=v&&"u8], [.. "%zz%4"u8], [],
    ];

    public override IReadOnlyList<byte[]> Words => [[.. "&"u8], [.. "="u8], [.. "%"u8], [.. "%25"u8], [.. "%e2%82%ac"u8], [.. "?"u8], Word];

    public override void Run(FuzzInput input, Trace trace)
    {
        var scratch = new ByteBuffer(0, 4096);
        var bag = new PropertyBag(input.Buffer, input.Offset, input.Count);
        while (bag.MoveNext())
        {
            trace.Add(input.Buffer, bag.KeyOffset, bag.KeyCount);
            trace.Add(input.Buffer, bag.ValueOffset, bag.ValueCount);
            trace.Add(bag.HasValue);
            trace.Add(bag.KeyIs(Word, scratch));
        }

        var decoded = new byte[input.Count];
        int count = PercentEncoding.Decode(input.Buffer, input.Offset, input.Count, decoded, 0);
        trace.Add(decoded, 0, count);
        byte[] inPlace = input.Buffer.AsSpan(input.Offset, input.Count).ToArray();
        if (PercentEncoding.Decode(inPlace, 0, inPlace.Length, inPlace, 0) != count || !inPlace.AsSpan(0, count).SequenceEqual(decoded.AsSpan(0, count)))
        {
            throw new FuzzFailure("decoding in place", "gives something else");
        }

        var encoded = new ByteBuffer(0, int.MaxValue);
        PercentEncoding.Encode(input.Buffer, input.Offset, input.Count, encoded);
        var back = new byte[encoded.Count];
        int backCount = PercentEncoding.Decode(encoded.Array, 0, encoded.Count, back, 0);
        if (!back.AsSpan(0, backCount).SequenceEqual(input.Buffer.AsSpan(input.Offset, input.Count))) throw new FuzzFailure("there and back", "encoding loses something");
    }
}
