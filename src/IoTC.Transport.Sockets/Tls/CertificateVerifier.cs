using System;
using System.Collections.Generic;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Sockets.Connecting;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Judges the certificate of one handshake: chain, validity and usage by the platform, key usage and host name by our own rules.</summary>
/// <remarks>Revocation is not checked, and missing intermediates are not fetched: both would be network traffic of their own in a handshake.</remarks>
internal sealed class CertificateVerifier(TrustSettings trust, PinnedKeySet? pins, HostName host)
{
    /// <summary>The verdict, once the handshake has asked for it.</summary>
    public CertificateVerdict Verdict { get; private set; } = CertificateVerdict.Accepted;

    /// <summary>SslStream's callback; the chain was built by the first policy of <see cref="TrustSettings"/>.</summary>
    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        try
        {
            Verdict =
                certificate is not X509Certificate2 leaf || chain is null ? NoCertificate()
                : trust.Validator is { } validator ? Ask(validator, leaf, chain)
                : Judge(leaf, chain, errors);
        }
        catch (CryptographicException e)
        {
            Verdict = CertificateVerdict.Invalid(certificate?.Subject ?? "", e.Message);
        }

        return Verdict.IsAccepted;
    }

    // Beside the leaf, SslStream gives what the server sent as the chain's extra store.
    private CertificateVerdict Ask(IServerCertificateValidator validator, X509Certificate2 leaf, X509Chain chain)
    {
        List<byte[]> certificates = [leaf.RawData];
        foreach (X509Certificate2 sent in chain.ChainPolicy.ExtraStore)
        {
            certificates.Add(sent.RawData);
        }

        int status = validator.Validate(certificates, host.Text, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), out string reason);
        return new(status, reason);
    }

    private CertificateVerdict Judge(X509Certificate2 leaf, X509Chain chain, SslPolicyErrors errors)
    {
        CertificateVerdict verdict = ChainRule.Judge(chain);
        if (verdict.IsAccepted && (errors & SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            verdict = CertificateVerdict.Invalid(leaf.Subject, "the chain could not be built");
        }

        if (verdict.IsAccepted)
        {
            verdict = JudgePins(leaf, chain);
        }
        else if (trust.SecondPolicy() is { } second)
        {
            verdict = JudgeAgain(leaf, chain, second, verdict);
        }

        verdict = verdict.IsAccepted ? KeyUsageRule.Judge(leaf) : verdict;
        return verdict.IsAccepted ? HostNameRule.Judge(leaf, host) : verdict;
    }

    private CertificateVerdict JudgeAgain(X509Certificate2 leaf, X509Chain first, X509ChainPolicy policy, CertificateVerdict before)
    {
        policy.ExtraStore.AddRange(first.ChainPolicy.ExtraStore);
        using X509Chain chain = new() { ChainPolicy = policy };
        bool built = chain.Build(leaf);
        CertificateVerdict verdict = ChainRule.Judge(chain);
        if (verdict.IsAccepted && !built)
        {
            verdict = CertificateVerdict.Invalid(leaf.Subject, "the chain could not be built");
        }

        if (verdict.IsAccepted)
        {
            return JudgePins(leaf, chain);
        }

        // Of two refusals, the one that is not merely "untrusted" tells more.
        return before.Status == TransportStatus.CertificateUntrusted ? verdict : before;
    }

    private CertificateVerdict JudgePins(X509Certificate2 leaf, X509Chain chain) => pins?.Judge(leaf, chain) ?? CertificateVerdict.Accepted;

    private static CertificateVerdict NoCertificate() => new(TransportStatus.CertificateInvalid, "the server sent no certificate");
}
