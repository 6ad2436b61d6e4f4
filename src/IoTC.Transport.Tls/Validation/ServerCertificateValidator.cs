using System;
using System.Collections.Generic;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Der;
using IoTC.Transport.Tls.Validation;

namespace IoTC.Transport.Tls;

/// <summary>Judges a server's certificates by rules of its own, the same on every platform. Serves any number of connections and threads.</summary>
/// <remarks>
/// RFC 5280 for the path, RFC 9525 for the host: validity of every certificate, anchors included; basic constraints, path length, key usage, extended key usage
/// (of authorities too), name constraints (of anchors too), critical extensions, key identifiers; RSA from 2048 bits, P-256, P-384, P-521 and Ed25519; SHA-2.
/// The path is found in what the server sent, in whatever order and however much, within fixed limits. Nothing is fetched, and revocation is not checked.
/// </remarks>
public sealed class ServerCertificateValidator : IServerCertificateValidator
{
    private PinnedKeySet? _pins;

    /// <summary>Makes a validator.</summary>
    /// <param name="roots">Who may vouch for a server.</param>
    public ServerCertificateValidator(TrustedRoots roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        Roots = roots;
    }

    /// <summary>Who may vouch for a server.</summary>
    public TrustedRoots Roots { get; }

    /// <summary>Public keys of which one at least must be in the server's path, besides all other rules; empty for none.</summary>
    /// <value>
    /// <c>sha256/</c> and the Base64 of the SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469 §2.4): the server's, an intermediate's or the root's.
    /// Azure changes leaf and intermediate keys without notice: pin roots, and more than one.
    /// </value>
    /// <exception cref="ArgumentException">An entry has another form; the message says which.</exception>
    public IReadOnlyList<string> PinnedKeys
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _pins = PinnedKeySet.Parse(value, nameof(PinnedKeys));
            field = [.. value];
        }
    } = [];

    /// <inheritdoc/>
    public int Validate(IReadOnlyList<byte[]> certificates, string host, long utcUnixMs, out string reason)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(host);
        CertificateVerdict verdict = ServerName.TryParse(host) is { } name
            ? Judge(certificates, name, utcUnixMs)
            : CertificateVerdict.Invalid("the host is neither a host name nor an IP address");
        reason = verdict.Reason;
        return verdict.Status;
    }

    private CertificateVerdict Judge(IReadOnlyList<byte[]> certificates, ServerName host, long utcUnixMs)
    {
        if (certificates.Count == 0)
        {
            return CertificateVerdict.Invalid("the server sent no certificate");
        }

        ParsedCertificate leaf;
        try
        {
            leaf = ParsedCertificate.Read(certificates[0]);
        }
        catch (DerException e)
        {
            return CertificateVerdict.Invalid($"the server's certificate cannot be read: {e.Message}");
        }

        // Whole seconds, downwards: a certificate is valid to the end of its last second.
        PathPolicy policy = new((long)Math.Floor(utcUnixMs / 1000.0), _pins);
        CertificateVerdict verdict = new PathBuilder(Roots, ReadOthers(certificates), policy, new()).Judge(leaf);
        return verdict.IsAccepted ? HostNameRule.Judge(leaf, host) : verdict;
    }

    // One that cannot be read cannot be part of a path, and need not be.
    private static List<ParsedCertificate> ReadOthers(IReadOnlyList<byte[]> certificates)
    {
        List<ParsedCertificate> others = [];
        for (int i = 1; i < certificates.Count && i < ValidationBudget.MaxCertificates; i++)
        {
            try
            {
                others.Add(ParsedCertificate.Read(certificates[i]));
            }
            catch (DerException)
            {
                continue;
            }
        }

        return others;
    }
}
