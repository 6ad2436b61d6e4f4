using System;
using System.Collections.Generic;

namespace IoTC.Transport.Tls;

/// <summary>Judges a server's certificates by rules of its own, the same on every platform.</summary>
public sealed class ServerCertificateValidator : IServerCertificateValidator
{
    /// <summary>Makes a validator.</summary>
    /// <param name="roots">Who may vouch for a server.</param>
    public ServerCertificateValidator(TrustedRoots roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        Roots = roots;
    }

    /// <summary>Who may vouch for a server.</summary>
    public TrustedRoots Roots { get; }

    /// <summary>
    /// Pinned public keys, as SHA-256 of the SubjectPublicKeyInfo in base64: <c>sha256/…</c>, several separated by <c>;</c>; empty for none. One certificate of the
    /// verified path must have one of them, besides all other rules.
    /// </summary>
    /// <exception cref="ArgumentException">A pin is not of this form.</exception>
    public string PinnedKeys { get; set; } = "";

    /// <inheritdoc/>
    public int Validate(IReadOnlyList<byte[]> certificates, string host, long utcUnixMs, out string reason)
    {
        ArgumentNullException.ThrowIfNull(certificates);
        ArgumentNullException.ThrowIfNull(host);
        reason = "validation is not there yet";
        return TransportStatus.CertificateInvalid;
    }
}
