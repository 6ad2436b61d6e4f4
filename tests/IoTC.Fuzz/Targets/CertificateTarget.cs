using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Tls;

namespace IoTC.Fuzz.Targets;

/// <summary>A server's certificates, one after the other as DER: whatever they are, a verdict and a reason of one line.</summary>
internal sealed class CertificateTarget : FuzzTarget
{
    private const long NowUnixMs = 1_767_268_800_000;

    private static readonly byte[] Chain = MakeChain(out RootPem);
    private static readonly string RootPem;
    private static readonly ServerCertificateValidator Validator = new(TrustedRoots.FromPem(RootPem));

    public override string Name => "certificate";

    // A signature check takes what BouncyCastle's arithmetic takes, and fifty are the most.
    public override long BaseAllocation => 32 * 1024 * 1024;

    public override long AllocationPerByte => 2048;

    public override int Rounds => 1500;

    public override IEnumerable<byte[]> Seeds => [Chain];

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

    private static byte[] MakeChain(out string rootPem)
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset from = DateTimeOffset.FromUnixTimeMilliseconds(NowUnixMs).AddYears(-1);
        CertificateRequest rootRequest = new("CN=fuzz root", rootKey, HashAlgorithmName.SHA256);
        rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        rootRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(rootRequest.PublicKey, false));

        // Permitted: localhost; excluded: 10.0.0.0/8.
        rootRequest.CertificateExtensions.Add(new X509Extension(
            "2.5.29.30", [0x30, 0x1D, 0xA0, 0x0D, 0x30, 0x0B, 0x82, 0x09, .. "localhost"u8, 0xA1, 0x0C, 0x30, 0x0A, 0x87, 0x08, 10, 0, 0, 0, 255, 0, 0, 0], true));
        using X509Certificate2 root = rootRequest.CreateSelfSigned(from, from.AddYears(10));
        CertificateRequest request = new("CN=localhost, O=fuzz", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 leaf = request.Create(root, from, from.AddYears(5), [1, 2, 3]);
        rootPem = root.ExportCertificatePem();
        return [.. leaf.RawData, .. root.RawData];
    }
}
