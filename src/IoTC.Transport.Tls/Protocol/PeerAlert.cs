using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>A fatal alert of the server: what it means for the device.</summary>
/// <remarks>RFC 8446 §6.2.</remarks>
internal static class PeerAlert
{
    /// <summary>The status that tells what to check.</summary>
    /// <param name="code">The alert's number.</param>
    /// <param name="certificateWasAsked">The server asked for a client certificate and got none; TLS 1.2 then answers with handshake_failure.</param>
    public static int ToStatus(short code, bool certificateWasAsked) => code switch
    {
        AlertDescription.bad_certificate or AlertDescription.unsupported_certificate or AlertDescription.certificate_revoked
            or AlertDescription.certificate_expired or AlertDescription.certificate_unknown or AlertDescription.unknown_ca
            or AlertDescription.access_denied or AlertDescription.certificate_required => TransportStatus.ClientCertificateRefused,
        AlertDescription.handshake_failure when certificateWasAsked => TransportStatus.ClientCertificateRefused,
        _ => TransportStatus.TlsHandshakeFailed,
    };

    /// <summary>The name as the standard writes it, or the number of an alert that it does not know.</summary>
    public static string NameOf(short code) =>
        AlertDescription.GetName(code) is { } name && name != "UNKNOWN" ? name : $"{code}";
}
