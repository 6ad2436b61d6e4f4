using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>What is asked of the server's own certificate, whoever has issued it; all but its host name.</summary>
internal static class LeafRules
{
    public static List<Fault> Judge(ParsedCertificate leaf, PathPolicy policy)
    {
        List<Fault> faults = [];
        if (Broken(leaf, policy) is { } reason)
        {
            faults.Add(Fault.Rule(leaf, reason));
        }

        if (ValidityRule.Judge(leaf, policy.NowSeconds) is { } time)
        {
            faults.Add(time);
        }

        return faults;
    }

    private static string? Broken(ParsedCertificate leaf, PathPolicy policy)
    {
        if (leaf.Defect is { } defect)
        {
            return defect;
        }

        if (CertificateRules.BrokenByIssued(leaf) is { } broken)
        {
            return broken;
        }

        // RFC 5280 §4.2.1.10.
        if (leaf.NameConstraints is not null)
        {
            return "it has name constraints, which only an authority may have";
        }

        if (policy.ForServer && leaf.HasExtendedKeyUsage && !leaf.NamesServerAuthentication)
        {
            return "its extended key usage does not allow server authentication";
        }

        // A certificate for everything is a key that is used for everything; no authority of servers issues one.
        if (policy.ForServer && leaf.NamesAnyUsage)
        {
            return "its extended key usage allows any usage, which that of a server must not";
        }

        // RFC 8446 §4.4.2.2: a server proves its key by a signature, in TLS 1.3 and in every ECDHE suite.
        return policy.ForServer && leaf.KeyUsage is { } usage && (usage & KeyUsages.DigitalSignature) == 0
            ? "its key usage does not allow digital signatures"
            : null;
    }
}
