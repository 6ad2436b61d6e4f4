using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>What became of a server's certificates: <see cref="TransportStatus.Ok"/>, or the status of the broken rule and its words.</summary>
internal readonly record struct CertificateVerdict(int Status, string Reason)
{
    public static CertificateVerdict Accepted => new(TransportStatus.Ok, "");

    public bool IsAccepted => Status == TransportStatus.Ok;

    public static CertificateVerdict Invalid(string reason) => new(TransportStatus.CertificateInvalid, reason);

    /// <summary>A rule that a certificate breaks. Its subject may hold what a stranger wrote; it is made fit for a line.</summary>
    public static CertificateVerdict Of(int status, ParsedCertificate certificate, string reason) => new(status, $"certificate {certificate.SubjectText()} ({reason})");

    /// <inheritdoc cref="Of"/>
    public static CertificateVerdict Invalid(ParsedCertificate certificate, string reason) => Of(TransportStatus.CertificateInvalid, certificate, reason);
}
