using System;
using System.Collections.Generic;
using System.Text;
using IoTC.Buffers;
using IoTC.Security;

namespace IoTC.Fuzz.Targets;

/// <summary>Keys as Base64, and tokens for any resource.</summary>
internal sealed class SignatureTarget : FuzzTarget
{
    private readonly SharedAccessSignature _signature = new();
    private readonly SymmetricKeySigner _signer = SymmetricKeySigner.FromBytes([1, 2, 3]);

    public override string Name => "signature";

    public override int Rounds => 30_000;

    public override IEnumerable<byte[]> Seeds => [[.. "MTIzNDU2Nzg5MGFiY2RlZg=="u8], [.. "AA=="u8], [.. "AAA="u8], [.. "AAAA"u8], [.. "AB=="u8], [.. "hub.azure-devices.net/devices/d é"u8]];

    public override IReadOnlyList<byte[]> Words => [[.. "="u8], [.. "=="u8], [.. "+/"u8], [.. "\n"u8], [.. " "u8], [.. "-_"u8]];

    public override void Run(FuzzInput input, Trace trace)
    {
        string text = Encoding.Latin1.GetString(input.Buffer, input.Offset, input.Count);
        bool isBase64 = Base64.TryDecode(text, out byte[] bytes);
        trace.Add(isBase64);
        if (isBase64)
        {
            trace.Add(bytes, 0, bytes.Length);
            string back = Base64.Encode(bytes, 0, bytes.Length);
            if (back.TrimEnd('=') != text.TrimEnd('=')) throw new FuzzFailure("there and back", $"'{text}' comes back as '{back}'");
        }

        bool isKey = SymmetricKeySigner.TryCreate(text, out SymmetricKeySigner? signer);
        if (isKey != (isBase64 && bytes.Length > 0)) throw new FuzzFailure("two readers agree", "on what a key is");
        signer?.Dispose();
        var token = new ByteBuffer(0, 1024);
        _signature.Write(token, input.Buffer, input.Offset, input.Count, 1_700_000_000, _signer, null);
        trace.Add(token.Overflowed);
        if (!token.Overflowed) trace.Add(token.Array, 0, token.Count);
    }
}
