using System;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A client certificate as the platform's TLS takes it.</summary>
/// <param name="Certificate">The device's own, with its private key.</param>
/// <param name="Chain">The intermediates that are sent after it.</param>
internal sealed record LoadedCertificate(X509Certificate2 Certificate, X509Certificate2Collection Chain)
{
    private const string CommonNameOid = "2.5.4.3";

    /// <summary>The last common name of the subject, or empty.</summary>
    public string CommonName
    {
        get
        {
            string name = "";
            foreach (X500RelativeDistinguishedName part in Certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: false))
            {
                bool isCommonName = !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameOid;
                name = isCommonName ? part.GetSingleElementValue() ?? "" : name;
            }

            return name;
        }
    }

    /// <summary>Refuses what the server would refuse. Not valid yet is left to the server: a device without a battery starts in the past.</summary>
    /// <exception cref="ArgumentException">The certificate, or an intermediate, has expired.</exception>
    public void ThrowIfExpired(DateTimeOffset now)
    {
        ThrowIfExpired(Certificate, "The client certificate", now);
        foreach (X509Certificate2 intermediate in Chain)
        {
            ThrowIfExpired(intermediate, "An intermediate of the client certificate", now);
        }
    }

    private static void ThrowIfExpired(X509Certificate2 certificate, string what, DateTimeOffset now)
    {
        if (certificate.NotAfter.ToUniversalTime() <= now.UtcDateTime)
        {
            string end = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            string today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            throw new ArgumentException($"{what} ({OneLine.Of(certificate.Subject)}) expired on {end} UTC; renew it, or set this device's clock, which says {today}.");
        }
    }
}
