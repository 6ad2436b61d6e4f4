using System;
using System.Collections.Generic;
using IoTC.Transport.Tls;

namespace IoTC.Fuzz.Targets;

/// <summary>A server's certificates, one after the other as DER: whatever they are, a verdict and a reason of one line.</summary>
internal sealed class CertificateTarget : FuzzTarget
{
    // 2030-01-01 12:00 UTC.
    public const long NowUnixMs = 1_893_499_200_000;

    private static readonly ServerCertificateValidator Validator = new(TrustedRoots.FromPem(CertificateSeeds.Root));

    public override string Name => "certificate";

    // A signature check takes what BouncyCastle's arithmetic takes, and fifty are the most.
    public override long BaseAllocation => 32 * 1024 * 1024;

    public override long AllocationPerByte => 2048;

    public override int Rounds => 1500;

    public override IEnumerable<byte[]> Seeds => [CertificateSeeds.Chain, [.. CertificateSeeds.Chain, .. CertificateSeeds.Chain], CertificateSeeds.Chain[..^40]];

    public override IReadOnlyList<byte[]> Words =>
    [
        [0x30, 0x80], [0x30, 0x82, 0xFF, 0xFF], [0x06, 0x03, 0x55, 0x1D, 0x11], [0x06, 0x03, 0x55, 0x1D, 0x1E], [0x06, 0x03, 0x55, 0x1D, 0x13],
        [0x01, 0x01, 0xFF], [0x82, 0x09, .. "localhost"u8], [0x87, 0x04, 10, 0, 0, 1], [0xA0, 0x03, 0x02, 0x01, 0x02],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        List<byte[]> certificates = Split(input.Buffer.AsSpan(input.Offset, input.Count));
        int status = Validator.Validate(certificates, "localhost", NowUnixMs, out string reason);
        if (status == IoTC.Transport.TransportStatus.Ok != (reason.Length == 0)) throw new FuzzFailure("a reason", $"status {status} comes with '{reason}'");
        if (reason.AsSpan().ContainsAny('\n', '\r')) throw new FuzzFailure("one line", reason);
        trace.Add(status);
    }

    // As TLS would have cut them: by the lengths of the outer SEQUENCEs, the rest as one more.
    private static List<byte[]> Split(ReadOnlySpan<byte> bytes)
    {
        List<byte[]> certificates = [];
        while (bytes.Length > 0)
        {
            int length = bytes is [0x30, 0x82, var high, var low, ..] ? 4 + (high << 8) + low : bytes.Length;
            length = Math.Min(length, bytes.Length);
            certificates.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }

        return certificates;
    }
}
