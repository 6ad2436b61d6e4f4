using System;
using System.Collections.Generic;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IoTC.Transport.Tls.Protocol;

/// <summary>Has the server's certificates judged, and shows the device's own when asked.</summary>
internal sealed class ServerAuthentication(TlsContext context, TlsSettings settings, ServerHost host, HandshakeNotes notes) : TlsAuthentication
{
    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        notes.LastHeard = "its certificate";
        TlsCertificate[] sent = serverCertificate.Certificate.GetCertificateList();
        List<byte[]> encoded = new(sent.Length);
        foreach (TlsCertificate certificate in sent)
        {
            encoded.Add(certificate.GetEncoded());
        }

        int status = settings.Validator.Validate(encoded, host.Text, settings.Clock.UtcUnixMs, out string reason);
        if (status != TransportStatus.Ok)
        {
            (notes.VerdictStatus, notes.VerdictReason) = (status, reason);
            throw new TlsFatalAlert(AlertFor(status));
        }

        TlsUtilities.CheckPeerSigAlgs(context, PathOf(sent, encoded));
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        TlsCredentials? credentials = settings.Identity is { } identity
            ? ClientSigner.TryCreate(context, settings.Crypto, identity, certificateRequest)
            : null;
        notes.CertificateWasMissing = credentials is null;
        notes.CertificateProblem = credentials is null && settings.Identity is not null
            ? "; the server accepts no signature that this device's key can make, so its certificate was not sent"
            : "";
        return credentials;
    }

    private static short AlertFor(int status) => status switch
    {
        TransportStatus.CertificateUntrusted => AlertDescription.unknown_ca,
        TransportStatus.CertificateExpired => AlertDescription.certificate_expired,
        _ => AlertDescription.bad_certificate,
    };

    /// <summary>The certificates as far as each is issued by the next: a server may send others after them, which prove nothing and hurt nothing.</summary>
    private static TlsCertificate[] PathOf(TlsCertificate[] sent, List<byte[]> encoded)
    {
        int length = 1;
        while (length < sent.Length && IsIssuedBy(encoded[length - 1], encoded[length]))
        {
            length++;
        }

        return sent[..length];
    }

    private static bool IsIssuedBy(byte[] certificate, byte[] issuer)
    {
        Org.BouncyCastle.Asn1.X509.X509CertificateStructure lower = Org.BouncyCastle.Asn1.X509.X509CertificateStructure.GetInstance(certificate);
        Org.BouncyCastle.Asn1.X509.X509CertificateStructure upper = Org.BouncyCastle.Asn1.X509.X509CertificateStructure.GetInstance(issuer);
        return lower.Issuer.Equivalent(upper.Subject);
    }
}
