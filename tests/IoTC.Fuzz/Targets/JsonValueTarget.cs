using System.Collections.Generic;
using IoTC.Json;

namespace IoTC.Fuzz.Targets;

/// <summary>A JSON text as a value, walked by name and by index.</summary>
internal sealed class JsonValueTarget : FuzzTarget
{
    private const int MaxDepth = 4;

    private static readonly byte[] Name1 = [.. "a"u8];

    public override string Name => "json-value";

    public override int Rounds => 60_000;

    public override long AllocationPerByte => 256;

    public override IEnumerable<byte[]> Seeds => JsonSeeds.Texts;

    public override IReadOnlyList<byte[]> Words => JsonSeeds.Words;

    public override void Run(FuzzInput input, Trace trace)
    {
        trace.Add(JsonText.IsObject(input.Buffer, input.Offset, input.Count));
        bool isValue = JsonValue.TryParse(input.Buffer, input.Offset, input.Count, out JsonValue value);
        trace.Add(isValue);
        if (isValue) Walk(value, trace, 0);
    }

    private static void Walk(JsonValue value, Trace trace, int depth)
    {
        trace.Add((int)value.Type);
        trace.Add(value.GetString());
        trace.Add(value.ToString());
        trace.Add(value.StringIs(Name1));
        if (value.Type == JsonTokenType.Number)
        {
            trace.Add(System.BitConverter.DoubleToInt64Bits(value.GetDouble()));
            trace.Add(value.TryGetInt64(out long whole));
            trace.Add(whole);
        }

        if (depth == MaxDepth) return;
        if (value.TryGetProperty(Name1, out JsonValue property)) Walk(property, trace, depth + 1);
        for (int i = 0; i < 3 && value.TryGetItem(i, out JsonValue item); i++) Walk(item, trace, depth + 1);
    }
}
