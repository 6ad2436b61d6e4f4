using System;
using System.Net.Security;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>An ephemeral key exchange on a curve, and authenticated encryption: what all TLS 1.3 suites are, and of TLS 1.2 some.</summary>
/// <remarks>
/// The platform also offers CBC suites. They are judged once chosen, and not left out of the offer, since an offer of one's own costs SslStream its
/// cache of contexts and sessions.
/// </remarks>
internal static class CipherSuiteRule
{
    /// <summary>Refuses a stream with another suite.</summary>
    /// <exception cref="FailureException">It names the suite.</exception>
    public static void Check(TlsCipherSuite suite)
    {
        string name = suite.ToString();
        bool isTls13 = ((int)suite & 0xFF00) == 0x1300;
        bool isGood = isTls13
            || (name.StartsWith("TLS_ECDHE_", StringComparison.Ordinal)
                && (name.Contains("_GCM_", StringComparison.Ordinal) || name.Contains("_CHACHA20_POLY1305_", StringComparison.Ordinal)));
        if (!isGood)
        {
            throw new FailureException(TransportStatus.TlsHandshakeFailed, $"the server chose {name}, which is no ECDHE suite with AES-GCM or ChaCha20-Poly1305");
        }
    }
}
