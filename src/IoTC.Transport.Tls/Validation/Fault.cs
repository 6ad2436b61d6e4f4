using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>A rule broken by one certificate of a path.</summary>
/// <param name="Weight">How much it says against the path: of several paths the one with the least is told about.</param>
/// <param name="Status">A status of <see cref="TransportStatus"/>.</param>
/// <param name="Certificate">Which.</param>
/// <param name="Reason">The rule, as the end of a sentence.</param>
internal readonly record struct Fault(int Weight, int Status, ParsedCertificate Certificate, string Reason)
{
    /// <summary>Only the time is wrong: it may be the device's clock.</summary>
    public const int OfTime = 1;

    /// <summary>A rule is broken.</summary>
    public const int OfRule = 100;

    /// <summary>The signature is not the issuer's.</summary>
    public const int OfSignature = 10_000;

    public static Fault Rule(ParsedCertificate certificate, string reason) => new(OfRule, TransportStatus.CertificateInvalid, certificate, reason);

    public CertificateVerdict ToVerdict() => CertificateVerdict.Of(Status, Certificate, Reason);
}
