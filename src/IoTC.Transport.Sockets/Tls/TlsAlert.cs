using System;
using System.Security.Cryptography;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>A fatal alert of the peer.</summary>
/// <remarks>RFC 8446 §6.2.</remarks>
internal readonly record struct TlsAlert(int Code)
{
    /// <summary>OpenSSL's error code carries the reason in its lower 23 bits; a received alert is 1,000 + its number.</summary>
    private const int ReasonMask = 0x7FFFFF;
    private const int ReasonOffset = 1000;
    private const int HandshakeFailure = 40;

    /// <summary>Finds the alert in what SslStream threw. Only OpenSSL's errors carry it.</summary>
    public static bool TryFind(Exception exception, out TlsAlert alert)
    {
        alert = default;
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            int reason = (e.HResult & ReasonMask) - ReasonOffset;
            if (e is CryptographicException && reason is >= 0 and <= byte.MaxValue)
            {
                alert = new(reason);
                return true;
            }
        }

        return false;
    }

    /// <summary>The status that tells what to check.</summary>
    /// <param name="certificateWasAsked">The server asked for a client certificate and got none; TLS 1.2 then answers with handshake_failure.</param>
    public int ToStatus(bool certificateWasAsked = false) => Code switch
    {
        42 or 43 or 44 or 45 or 46 or 48 or 49 or 116 => TransportStatus.ClientCertificateRefused,
        HandshakeFailure when certificateWasAsked => TransportStatus.ClientCertificateRefused,
        _ => TransportStatus.TlsHandshakeFailed,
    };

    public override string ToString() => Code switch
    {
        10 => "unexpected_message",
        20 => "bad_record_mac",
        HandshakeFailure => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => $"{Code}",
    };
}
