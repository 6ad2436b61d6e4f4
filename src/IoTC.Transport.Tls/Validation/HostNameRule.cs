using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;

namespace IoTC.Transport.Tls.Validation;

/// <summary>Is the certificate for this host? The subject alternative name decides alone; the common name is never looked at.</summary>
internal static class HostNameRule
{
    private const int NamesToTell = 4;

    public static CertificateVerdict Judge(ParsedCertificate leaf, ServerName host)
    {
        List<string> names = [];
        foreach (GeneralName name in leaf.AlternativeNames)
        {
            if (host.IsCoveredBy(name))
            {
                return CertificateVerdict.Accepted;
            }

            if (names.Count < NamesToTell && name.Kind is GeneralNameKind.Dns or GeneralNameKind.Address)
            {
                names.Add(name.ToString());
            }
        }

        string reason = names.Count == 0
            ? $"it names no host in a subject alternative name, so it is not for {host.Text}"
            : $"it is for {string.Join(", ", names)}, not for {host.Text}";
        return CertificateVerdict.Of(TransportStatus.CertificateWrongHost, leaf, reason);
    }
}
