using System;
using System.Collections.Generic;

namespace IoTC.Transport.Tls;

/// <summary>Who may vouch for a server.</summary>
public sealed partial class TrustedRoots
{
    private TrustedRoots(IReadOnlyList<string> skipped) => Skipped = skipped;

    /// <summary>The four roots that Azure's services lead to, built in.</summary>
    public static TrustedRoots Azure { get; } = new([]);

    /// <summary>The machine's own bundle of roots, read when a server first needs it.</summary>
    public static TrustedRoots System { get; } = new([]);

    /// <summary>What was passed over because it could not be read: one sentence an entry.</summary>
    public IReadOnlyList<string> Skipped { get; }

    /// <summary>Takes every certificate of a PEM text as a root.</summary>
    /// <param name="pem">One <c>CERTIFICATE</c> or more.</param>
    /// <exception cref="ArgumentException">There is no certificate that can be read.</exception>
    public static TrustedRoots FromPem(string pem) => throw new NotImplementedException();

    /// <summary>These roots and others.</summary>
    public TrustedRoots And(TrustedRoots others) => throw new NotImplementedException();
}
