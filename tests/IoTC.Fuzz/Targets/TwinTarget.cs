using System;
using System.Collections.Generic;
using IoTC.Hub;

namespace IoTC.Fuzz.Targets;

/// <summary>Twins and updates of desired properties.</summary>
internal sealed class TwinTarget : FuzzTarget
{
    public override string Name => "twin";

    public override int Rounds => 50_000;

    public override long BaseAllocation => 8192;

    public override long AllocationPerByte => 0;

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "{\"desired\":{\"a\":1,\"comp\":{\"__t\":\"c\",\"x\":{\"value\":true}},\"$version\":7},\"reported\":{\"$version\":1}}"u8],
        [.. "{\"properties\":{\"desired\":{\"b\":{\"value\":\"v\"},\"$metadata\":{},\"$version\":2}}}"u8],
        [.. "{\"a\":null,\"$version\":9223372036854775808}"u8],
        [.. "{\"$version\":3,\"c\":{\"__t\":\"c\"},\"d\":{\"\\u005f_t\":\"c\",\"e\":0}}"u8],
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        .. JsonSeeds.Words, [.. "\"__t\":\"c\""u8], [.. "\"value\":"u8], [.. "\"$version\":1"u8], [.. "\"desired\":{"u8], [.. "\"properties\":{"u8],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        var desired = new DesiredProperties();
        var hubEvent = new HubEvent();
        trace.Add(desired.TryOpenTwin(input.Buffer, input.Offset, input.Count, out long version));
        trace.Add(version);
        ReadAll(desired, hubEvent, input, trace);
        trace.Add(desired.TryOpenPatch(input.Buffer, input.Offset, input.Count, out version));
        trace.Add(version);
        ReadAll(desired, hubEvent, input, trace);
    }

    private static void ReadAll(DesiredProperties desired, HubEvent hubEvent, FuzzInput input, Trace trace)
    {
        for (int properties = 0; desired.TryReadNext(hubEvent); properties++)
        {
            if (properties > input.Count) throw new FuzzFailure("a property takes a byte", $"{properties} properties in {input.Count} bytes");
            RequireInside(input, hubEvent.NameOffset, hubEvent.NameCount);
            RequireInside(input, hubEvent.PayloadOffset, hubEvent.PayloadCount);
            trace.Add(hubEvent.Buffer, hubEvent.NameOffset, hubEvent.NameCount);
            trace.Add(hubEvent.Buffer, hubEvent.PayloadOffset, hubEvent.PayloadCount);
            if (hubEvent.ComponentCount == 0) continue;
            RequireInside(input, hubEvent.ComponentOffset, hubEvent.ComponentCount);
            trace.Add(hubEvent.Buffer, hubEvent.ComponentOffset, hubEvent.ComponentCount);
        }
    }

    private static void RequireInside(FuzzInput input, int offset, int count)
    {
        if (offset < input.Offset || count < 0 || offset + count > input.Offset + input.Count) throw new FuzzFailure("ranges lie inside", $"{offset} + {count}");
    }
}
