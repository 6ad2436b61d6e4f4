using System;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Who may vouch for a server: the system's roots, the given ones, or both; or a validator, which then judges alone.</summary>
internal sealed record TrustSettings(X509Certificate2Collection? Roots, bool OnlyRoots, IServerCertificateValidator? Validator)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>The rules of the first judgement. Given roots come first: who gives some most often means the server at hand.</summary>
    public X509ChainPolicy FirstPolicy() => Roots is null ? SystemPolicy() : GivenRootsPolicy(Roots);

    /// <summary>The rules of the second judgement, when the first did not accept; <see langword="null"/> when there is none.</summary>
    public X509ChainPolicy? SecondPolicy() => Roots is null || OnlyRoots ? null : SystemPolicy();

    private static X509ChainPolicy SystemPolicy() => Common(new() { TrustMode = X509ChainTrustMode.System });

    private static X509ChainPolicy GivenRootsPolicy(X509Certificate2Collection roots)
    {
        X509ChainPolicy policy = Common(new() { TrustMode = X509ChainTrustMode.CustomRootTrust });
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static X509ChainPolicy Common(X509ChainPolicy policy)
    {
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationFlags = X509VerificationFlags.NoFlag;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(new(ServerAuthentication));
        return policy;
    }
}
