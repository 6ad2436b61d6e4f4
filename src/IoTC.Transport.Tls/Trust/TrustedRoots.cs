using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Trust;

namespace IoTC.Transport.Tls;

/// <summary>Who may vouch for a server: certificates given as PEM, the system's, or those that Azure needs. Does not change, and may be shared.</summary>
/// <remarks>
/// Each is an anchor as it stands: an intermediate that is given is trusted without its root, and a server's own certificate by itself. An anchor is trusted for
/// what it says: its validity, its name constraints, its path length and its usages hold.
/// </remarks>
public sealed class TrustedRoots
{
    private readonly Lazy<RootIndex>[] _indexes;

    private TrustedRoots(params Lazy<RootIndex>[] indexes) => _indexes = indexes;

    /// <summary>The roots that Azure's services lead to, built in: DigiCert Global Root G2 and G3, Microsoft RSA and ECC Root CA 2017.</summary>
    /// <remarks>They last until 2038 and 2042. Azure announces new ones years before; a device that is to live longer uses <see cref="System"/> too.</remarks>
    public static TrustedRoots Azure { get; } = new(new Lazy<RootIndex>(() => RootIndex.FromPem(AzureRoots.Pem)));

    /// <summary>The roots of the machine: <c>SSL_CERT_FILE</c>, or the bundle of its distribution. Read once, when a server first needs it.</summary>
    public static TrustedRoots System { get; } = new(new Lazy<RootIndex>(SystemRoots.Read));

    /// <summary>What was passed over because it could not be read, a sentence each; for the system's roots, asking reads them.</summary>
    public IReadOnlyList<string> Skipped
    {
        get
        {
            List<string> skipped = [];
            foreach (Lazy<RootIndex> index in _indexes)
            {
                skipped.AddRange(index.Value.Skipped);
            }

            return skipped;
        }
    }

    /// <summary>How many certificates there are; for the system's roots, asking reads them.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (Lazy<RootIndex> index in _indexes)
            {
                count += index.Value.Count;
            }

            return count;
        }
    }

    /// <summary>Takes every certificate of a PEM text.</summary>
    /// <param name="pem">One <c>CERTIFICATE</c> or more, with anything between; a damaged one is passed over, see <see cref="Skipped"/>.</param>
    /// <exception cref="ArgumentException">None can be read: no server could be trusted.</exception>
    public static TrustedRoots FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        RootIndex index = RootIndex.FromPem(pem);
        if (index.Count == 0)
        {
            throw new ArgumentException(
                index.Skipped.Count == 0
                    ? "The PEM holds no certificate: no '-----BEGIN CERTIFICATE-----' was found."
                    : $"The PEM holds no certificate that can be read. {index.Skipped[0]}",
                nameof(pem));
        }

        return new(new Lazy<RootIndex>(index));
    }

    /// <summary>These and others together.</summary>
    /// <param name="others">More roots.</param>
    public TrustedRoots And(TrustedRoots others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new([.. _indexes, .. others._indexes]);
    }

    /// <summary>The anchors of this subject.</summary>
    internal List<ParsedCertificate> Find(DistinguishedName subject)
    {
        List<ParsedCertificate> found = [];
        foreach (Lazy<RootIndex> index in _indexes)
        {
            index.Value.Find(subject, found);
        }

        return found;
    }

    /// <summary>Whether this very certificate is an anchor.</summary>
    internal bool Contains(ParsedCertificate certificate)
    {
        foreach (ParsedCertificate anchor in Find(certificate.Subject))
        {
            if (anchor.Der.Span.SequenceEqual(certificate.Der.Span))
            {
                return true;
            }
        }

        return false;
    }
}
