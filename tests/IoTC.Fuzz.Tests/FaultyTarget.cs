using System;
using System.Collections.Generic;

namespace IoTC.Fuzz.Tests;

/// <summary>A target with a fault, of the kind that is asked for, behind the byte 0xEE.</summary>
internal sealed class FaultyTarget(string fault) : FuzzTarget
{
    private byte[] _kept = [];

    public override string Name => "faulty";

    public override bool IsStream => true;

    public override long BaseAllocation => 1024;

    public override long AllocationPerByte => 1;

    public override IEnumerable<byte[]> Seeds => [[1, 2, 3]];

    public override void Run(FuzzInput input, Trace trace)
    {
        int pieces = 0;
        while (input.TryTake(out int offset, out int count))
        {
            pieces++;
            if (Array.IndexOf(input.Buffer, (byte)0xEE, offset, count) < 0) continue;
            switch (fault)
            {
                case "no exception": throw new InvalidOperationException();
                case "nothing around is read" when input.Offset > 0: trace.Add(input.Buffer[input.Offset + input.Count]); break;
                case "nothing around is written" when input.Offset > 0: input.Buffer[input.Offset - 1]++; break;
                case "bounded allocation": _kept = new byte[1 << 20]; break;
                case "same in pieces": trace.Add(pieces + count); break;
            }
        }

        trace.Add(_kept.Length);
    }
}
