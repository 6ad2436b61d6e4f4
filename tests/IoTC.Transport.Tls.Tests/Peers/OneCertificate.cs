using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Tls.Tests.Peers;

/// <summary>Accepts one certificate and refuses all others: for tests that are not about judging.</summary>
internal sealed class OneCertificate(X509Certificate2 certificate) : IServerCertificateValidator
{
    private readonly byte[] _accepted = certificate.RawData;

    public int Validate(IReadOnlyList<byte[]> certificates, string host, long utcUnixMs, out string reason)
    {
        bool isAccepted = certificates[0].AsSpan().SequenceEqual(_accepted);
        reason = isAccepted ? "" : "another certificate";
        return isAccepted ? TransportStatus.Ok : TransportStatus.CertificateUntrusted;
    }
}
