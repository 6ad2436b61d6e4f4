using System;

namespace IoTC.Transport.Tls.Certificates;

/// <summary>Which certificate of its issuer a certificate means: the names of that certificate's issuer, and its serial number. RFC 5280 §4.2.1.1.</summary>
internal sealed record AuthorityCertificate(GeneralName[] Issuer, ReadOnlyMemory<byte> SerialNumber)
{
    /// <summary>Whether it means this certificate.</summary>
    public bool Means(ParsedCertificate certificate)
    {
        foreach (GeneralName name in Issuer)
        {
            if (name.Directory is { } directory && directory.Equals(certificate.Issuer))
            {
                return SerialNumber.Span.SequenceEqual(certificate.SerialNumber.Span);
            }
        }

        return false;
    }
}
