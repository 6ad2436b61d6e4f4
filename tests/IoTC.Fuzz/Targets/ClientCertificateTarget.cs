using System;
using System.Collections.Generic;
using System.Text;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Fuzz.Targets;

/// <summary>
/// A client certificate with its key: PEM in one text, or, after a byte above 7F, PKCS#12. It is the caller's, so what is wrong with it is an
/// <see cref="ArgumentException"/>, and nothing else.
/// </summary>
internal sealed class ClientCertificateTarget : FuzzTarget
{
    public override string Name => "client-certificate";

    public override bool CountsAllocations => false;

    public override int Rounds => 1500;

    public override IEnumerable<byte[]> Seeds =>
        [[(byte)'p', .. Encoding.ASCII.GetBytes($"{CertificateSeeds.Leaf}\n{CertificateSeeds.LeafKey}")], [0x80, .. CertificateSeeds.Pkcs12]];

    public override IReadOnlyList<byte[]> Words =>
    [
        [.. "-----BEGIN CERTIFICATE-----\n"u8], [.. "-----END CERTIFICATE-----\n"u8], [.. "-----BEGIN EC PRIVATE KEY-----\n"u8], [.. "-----BEGIN RSA PRIVATE KEY-----\n"u8],
        [.. "-----END PRIVATE KEY-----\n"u8], [.. "MIIB"u8], [.. "=="u8], [0x30, 0x80], [0x02, 0x01, 0x03],
    ];

    public override void Run(FuzzInput input, Trace trace)
    {
        byte[] bytes = input.Count == 0 ? [] : input.Buffer.AsSpan(input.Offset + 1, input.Count - 1).ToArray();
        try
        {
            string pem = Encoding.Latin1.GetString(bytes);
            ClientIdentity.Read(input.Choice > 0x7F ? ClientCertificate.FromPkcs12(bytes) : ClientCertificate.FromPem(pem, pem), 0);
            trace.Add(true);
        }
        catch (ArgumentException)
        {
            trace.Add(false);
        }
    }
}
