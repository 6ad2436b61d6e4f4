using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Which certificates could lead to an anchor, going by names alone. The others are not worth a signature check.</summary>
internal static class Reachability
{
    /// <summary>Those whose issuer is an anchor, or one of those, and so on.</summary>
    public static HashSet<ParsedCertificate> FindHopeful(TrustedRoots roots, List<ParsedCertificate> sent)
    {
        HashSet<ParsedCertificate> hopeful = [];
        HashSet<DistinguishedName> names = [];
        foreach (ParsedCertificate certificate in sent)
        {
            if (roots.Find(certificate.Issuer).Count > 0)
            {
                hopeful.Add(certificate);
                names.Add(certificate.Subject);
            }
        }

        bool hasGrown = names.Count > 0;
        while (hasGrown)
        {
            hasGrown = false;
            foreach (ParsedCertificate certificate in sent)
            {
                if (names.Contains(certificate.Issuer) && hopeful.Add(certificate))
                {
                    hasGrown |= names.Add(certificate.Subject);
                }
            }
        }

        return hopeful;
    }

    /// <summary>Where the way up from a certificate ends, going by names: the one whose issuer is missing.</summary>
    public static ParsedCertificate FindEnd(ParsedCertificate certificate, List<ParsedCertificate> sent)
    {
        HashSet<ParsedCertificate> seen = [certificate];
        ParsedCertificate end = certificate;
        while (!end.IsSelfIssued && FindIssuer(end, sent, seen) is { } issuer)
        {
            seen.Add(issuer);
            end = issuer;
        }

        return end;
    }

    /// <summary>Whether a certificate names an issuer by its key, and not only by its name.</summary>
    public static bool IsNamed(ParsedCertificate certificate, ParsedCertificate issuer) =>
        !issuer.SubjectKeyIdentifier.IsEmpty && issuer.SubjectKeyIdentifier.Span.SequenceEqual(certificate.AuthorityKeyIdentifier.Span);

    private static ParsedCertificate? FindIssuer(ParsedCertificate certificate, List<ParsedCertificate> sent, HashSet<ParsedCertificate> seen)
    {
        ParsedCertificate? found = null;
        foreach (ParsedCertificate candidate in sent)
        {
            if (candidate.Subject.Equals(certificate.Issuer) && !seen.Contains(candidate) && (found is null || IsNamed(certificate, candidate)))
            {
                found = candidate;
            }
        }

        return found;
    }
}
