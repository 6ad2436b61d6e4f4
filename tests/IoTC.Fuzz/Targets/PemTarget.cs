using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IoTC.Transport.Sockets;

namespace IoTC.Fuzz.Targets;

/// <summary>Roots as PEM: they are the caller's, so what is wrong with them is an <see cref="ArgumentException"/>, and nothing else.</summary>
internal sealed class PemTarget : FuzzTarget
{
    private static readonly byte[] Root = MakeRoot();

    public override string Name => "pem";

    public override bool CountsAllocations => false;

    public override int Rounds => 6_000;

    public override IEnumerable<byte[]> Seeds =>
    [
        Root, [.. Root, .. Root], [.. "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"u8], [.. "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"u8],
    ];

    public override IReadOnlyList<byte[]> Words =>
    [
        [.. "-----BEGIN CERTIFICATE-----\n"u8], [.. "-----END CERTIFICATE-----\n"u8], [.. "-----BEGIN PRIVATE KEY-----\n"u8], [.. "MIIB"u8], [.. "=="u8], [.. "\r\n"u8],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        string pem = Encoding.Latin1.GetString(input.Buffer, input.Offset, input.Count);
        var transport = new SocketTransport();
        try
        {
            transport.TrustedRootsPem = pem;
            trace.Add(true);
        }
        catch (ArgumentException)
        {
            trace.Add(false);
        }
    }

    private static byte[] MakeRoot()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fuzz", key, HashAlgorithmName.SHA256);
        using X509Certificate2 root = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return Encoding.ASCII.GetBytes(root.ExportCertificatePem());
    }
}
