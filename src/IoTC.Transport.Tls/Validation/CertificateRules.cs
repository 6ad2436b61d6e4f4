using System;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Rules that depend on a certificate's place: issued by another, issuer of another, anchor.</summary>
internal static class CertificateRules
{
    // RFC 5280 §4.1.2.2: twenty octets; a positive number of that length may need a zero before it.
    private const int MaxSerialOctets = 20;

    /// <summary>What a certificate that was issued to somebody has to keep: all but anchors, whose issuing is nobody's business.</summary>
    public static string? BrokenByIssued(ParsedCertificate certificate)
    {
        ReadOnlySpan<byte> serial = certificate.SerialNumber.Span;
        if (serial[0] >= 0x80 || serial.TrimStart((byte)0).IsEmpty)
        {
            return "its serial number is not positive";
        }

        if (serial.TrimStart((byte)0).Length > MaxSerialOctets)
        {
            return $"its serial number is longer than {MaxSerialOctets} octets";
        }

        // RFC 5280 §4.2.1.1: only who has signed himself may leave it out.
        return certificate.AuthorityKeyIdentifier.IsEmpty && !certificate.IsSelfIssued ? "it has no authority key identifier" : null;
    }

    /// <summary>What an issuer has to keep, whatever it has issued.</summary>
    public static string? BrokenByIssuer(ParsedCertificate issuer, PathPolicy policy)
    {
        if (issuer.Defect is { } defect)
        {
            return defect;
        }

        // RFC 5280 §4.2.1.9: there, and critical.
        if (!issuer.HasBasicConstraints || !issuer.IsAuthority)
        {
            return "it has issued a certificate, and its basic constraints do not make it an authority";
        }

        if (!issuer.BasicConstraintsAreCritical)
        {
            return "it is an authority, and its basic constraints are not critical";
        }

        if (issuer.KeyUsage is { } usage && (usage & KeyUsages.KeyCertSign) == 0)
        {
            return "its key usage does not allow signing certificates";
        }

        // RFC 5280 §4.2.1.2.
        if (issuer.SubjectKeyIdentifier.IsEmpty)
        {
            return "it is an authority without a subject key identifier";
        }

        if (issuer.Subject.IsEmpty)
        {
            return "it is an authority without a name";
        }

        // Not in RFC 5280, and everywhere in use: an authority's extended key usage limits those below it.
        return policy.ForServer && issuer.HasExtendedKeyUsage && !issuer.NamesServerAuthentication && !issuer.NamesAnyUsage
            ? "its extended key usage does not allow authorities of servers"
            : null;
    }

    /// <summary>What an anchor has to keep besides.</summary>
    public static string? BrokenByAnchor(ParsedCertificate anchor)
    {
        if (!anchor.IsSelfIssued)
        {
            return anchor.AuthorityKeyIdentifier.IsEmpty && !SignatureCheck.IsSignedBy(anchor, anchor)
                ? "it was issued by another authority, and it has no authority key identifier"
                : null;
        }

        // A root names itself as its authority, if anybody.
        bool isOwnKey = anchor.AuthorityKeyIdentifier.IsEmpty || anchor.AuthorityKeyIdentifier.Span.SequenceEqual(anchor.SubjectKeyIdentifier.Span);
        return !isOwnKey ? "it is a root, and its authority key identifier names another key"
            : anchor.AuthorityCertificate is { } authority && !authority.Means(anchor) ? "it is a root, and its authority key identifier names another certificate"
            : null;
    }
}
