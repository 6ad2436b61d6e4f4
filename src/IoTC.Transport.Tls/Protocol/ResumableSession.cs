using Org.BouncyCastle.Tls;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>A TLS 1.2 session that may be taken up again: with the same server, under the same settings, for one hour.</summary>
/// <remarks>A resumed handshake shows no certificate, so the verdict of the first one must still stand: settings that could change it end the session.</remarks>
internal sealed record ResumableSession(TlsSession Session, string Host, int Port, TlsSettings Settings, long MadeAtMs)
{
    private const long LifeMs = 3_600_000;

    public bool FitsTo(string host, int port, TlsSettings settings, long nowMs) =>
        Session.IsResumable && Host == host && Port == port && ReferenceEquals(Settings, settings) && nowMs - MadeAtMs < LifeMs;
}
