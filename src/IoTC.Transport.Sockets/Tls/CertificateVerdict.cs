namespace IoTC.Transport.Sockets.Tls;

/// <summary>What became of a server's certificate: <see cref="TransportStatus.Ok"/>, or the status of the broken rule and its words.</summary>
internal readonly record struct CertificateVerdict(int Status, string Reason)
{
    public static CertificateVerdict Accepted => new(TransportStatus.Ok, "");

    public bool IsAccepted => Status == TransportStatus.Ok;

    public static CertificateVerdict Invalid(string subject, string reason) => new(TransportStatus.CertificateInvalid, Text(subject, reason));

    /// <summary>Subject and reason as one line; both may hold what a stranger wrote.</summary>
    public static string Text(string subject, string reason) => $"certificate {OneLine.Of(subject)} ({OneLine.Of(reason)})";
}
