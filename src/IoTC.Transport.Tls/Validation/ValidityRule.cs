using System;
using System.Globalization;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Is a certificate valid at this second? Both ends belong to it. RFC 5280 §4.1.2.5.</summary>
internal static class ValidityRule
{
    // What .NET can write as a date.
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    public static Fault? Judge(ParsedCertificate certificate, long nowSeconds)
    {
        if (nowSeconds < certificate.NotBefore)
        {
            return Time(TransportStatus.CertificateNotYetValid, $"not valid before {Utc(certificate.NotBefore)}");
        }

        return nowSeconds > certificate.NotAfter ? Time(TransportStatus.CertificateExpired, $"expired {Utc(certificate.NotAfter)}") : null;

        Fault Time(int status, string reason) => new(Fault.OfTime, status, certificate, $"{reason}, and this device's clock says {Utc(nowSeconds)}");
    }

    private static string Utc(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, MinSeconds, MaxSeconds)).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
