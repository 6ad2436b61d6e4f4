using System.Collections.Generic;
using IoTC.Json;

namespace IoTC.Fuzz.Targets;

/// <summary>The tokens of a JSON text.</summary>
internal sealed class JsonReaderTarget : FuzzTarget
{
    public override string Name => "json-reader";

    public override int Rounds => 120_000;

    public override IEnumerable<byte[]> Seeds => JsonSeeds.Texts;

    public override IReadOnlyList<byte[]> Words => JsonSeeds.Words;

    public override void Run(FuzzInput input, Trace trace)
    {
        var reader = new JsonReader(64);
        reader.Reset(input.Buffer, input.Offset, input.Count);
        var scratch = new byte[input.Count];
        int tokens = 0;
        while (reader.Read())
        {
            if (++tokens > input.Count) throw new FuzzFailure("a token takes a byte", $"{tokens} tokens in {input.Count} bytes");
            trace.Add((int)reader.TokenType);
            trace.Add(reader.Depth);
            trace.Add(reader.ValueOffset - input.Offset);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    trace.Add(reader.GetString());
                    trace.Add(scratch, 0, reader.CopyUnescaped(scratch, 0));
                    break;
                case JsonTokenType.Number:
                    trace.Add(reader.TryGetInt64(out long whole));
                    trace.Add(whole);
                    trace.Add(System.BitConverter.DoubleToInt64Bits(reader.GetDouble()));
                    break;
            }
        }

        trace.Add((int)reader.TokenType);
        bool isValid = JsonText.IsValid(input.Buffer, input.Offset, input.Count);
        if (isValid != (reader.TokenType == JsonTokenType.End && tokens > 0)) throw new FuzzFailure("two readers agree", $"JsonText says {isValid}, JsonReader stops at {reader.TokenType}");
    }
}
