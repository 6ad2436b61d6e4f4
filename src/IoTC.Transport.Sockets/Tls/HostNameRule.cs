using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Is the certificate for this host? The subject alternative name decides alone; the common name is never looked at.</summary>
/// <remarks>RFC 9525 §6: dNSName for names, iPAddress for literals, compared as bytes; a wildcard is the whole left-most label.</remarks>
internal static class HostNameRule
{
    private const int NamesToTell = 4;

    public static CertificateVerdict Judge(X509Certificate2 certificate, HostName host)
    {
        List<string> names = [];
        bool matches = false;
        foreach (X509Extension extension in certificate.Extensions)
        {
            if (extension is X509SubjectAlternativeNameExtension alternatives)
            {
                // A NUL in a name is made to be read as its end by somebody.
                if (HoldsUnprintable(alternatives))
                {
                    return CertificateVerdict.Invalid(certificate.Subject, "one of its host names holds characters that are not printable ASCII");
                }

                matches |= Matches(alternatives, host, names);
            }
        }

        if (matches)
        {
            return CertificateVerdict.Accepted;
        }

        string reason = names.Count == 0
            ? $"it names no host in a subject alternative name, so it is not for {host.Text}"
            : $"it is for {string.Join(", ", names)}, not for {host.Text}";
        return new(TransportStatus.CertificateWrongHost, CertificateVerdict.Text(certificate.Subject, reason));
    }

    /// <summary>Whether a dNSName covers a host name, both as A-labels.</summary>
    public static bool Covers(string dnsName, string host)
    {
        if (!dnsName.StartsWith("*.", StringComparison.Ordinal))
        {
            return dnsName.Equals(host, StringComparison.OrdinalIgnoreCase);
        }

        // RFC 9525 §6.3: the wildcard stands for exactly one label. At least two labels follow it, so that it never spans a top-level domain.
        ReadOnlySpan<char> suffix = dnsName.AsSpan(1);
        int firstLabel = host.IndexOf('.', StringComparison.Ordinal);
        return firstLabel > 0 && suffix[1..].Contains('.') && host.AsSpan(firstLabel).Equals(suffix, StringComparison.OrdinalIgnoreCase);
    }

    private static bool HoldsUnprintable(X509SubjectAlternativeNameExtension alternatives)
    {
        foreach (string dnsName in alternatives.EnumerateDnsNames())
        {
            if (dnsName.AsSpan().ContainsAnyExceptInRange('!', '~'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Matches(X509SubjectAlternativeNameExtension alternatives, HostName host, List<string> names)
    {
        foreach (IPAddress address in alternatives.EnumerateIPAddresses())
        {
            if (host.Address is { } wanted && address.GetAddressBytes().AsSpan().SequenceEqual(wanted.GetAddressBytes()))
            {
                return true;
            }

            Tell(names, address.ToString());
        }

        foreach (string dnsName in alternatives.EnumerateDnsNames())
        {
            if (host.Address is null && Covers(dnsName, host.Text))
            {
                return true;
            }

            Tell(names, dnsName);
        }

        return false;
    }

    private static void Tell(List<string> names, string name)
    {
        if (names.Count < NamesToTell)
        {
            names.Add(name);
        }
    }
}
