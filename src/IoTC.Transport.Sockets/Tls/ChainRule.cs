using System;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tls;

/// <summary>Reads what X509Chain found: the first broken rule of the chain, worst first.</summary>
internal static class ChainRule
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
    private const X509ChainStatusFlags WrongUsage = X509ChainStatusFlags.NotValidForUsage;

    public static CertificateVerdict Judge(X509Chain chain)
    {
        X509ChainStatusFlags all = X509ChainStatusFlags.NoError;
        foreach (X509ChainStatus status in chain.ChainStatus)
        {
            all |= status.Status;
        }

        if (all == X509ChainStatusFlags.NoError)
        {
            return WeaknessRule.Judge(chain);
        }

        X509ChainStatusFlags others = all & ~(Untrusted | X509ChainStatusFlags.NotTimeValid);
        return others != 0 ? Broken(chain, others)
            : (all & Untrusted) != 0 ? NotTrusted(chain, all)
            : NotInTime(chain);
    }

    private static CertificateVerdict Broken(X509Chain chain, X509ChainStatusFlags flags)
    {
        X509Certificate2 certificate = Find(chain, flags);
        return CertificateVerdict.Invalid(
            certificate.Subject,
            (flags & WrongUsage) != 0 ? "its extended key usage does not allow server authentication" : $"the chain breaks a rule: {flags}");
    }

    private static CertificateVerdict NotTrusted(X509Chain chain, X509ChainStatusFlags flags)
    {
        X509Certificate2 last = chain.ChainElements[^1].Certificate;
        string reason = (flags & X509ChainStatusFlags.PartialChain) != 0
            ? $"its issuer {last.Issuer} was neither sent by the server nor is it a trusted root"
            : "a self-signed certificate that is no trusted root";
        return new(TransportStatus.CertificateUntrusted, CertificateVerdict.Text(last.Subject, reason));
    }

    private static CertificateVerdict NotInTime(X509Chain chain)
    {
        X509Certificate2 certificate = Find(chain, X509ChainStatusFlags.NotTimeValid);
        DateTime now = DateTime.UtcNow;
        bool early = now < certificate.NotBefore.ToUniversalTime();
        string reason = early
            ? $"not valid before {Utc(certificate.NotBefore)}, and this device's clock says {Utc(now)}"
            : $"expired {Utc(certificate.NotAfter)}, and this device's clock says {Utc(now)}";
        return new(early ? TransportStatus.CertificateNotYetValid : TransportStatus.CertificateExpired, CertificateVerdict.Text(certificate.Subject, reason));
    }

    private static X509Certificate2 Find(X509Chain chain, X509ChainStatusFlags flags)
    {
        foreach (X509ChainElement element in chain.ChainElements)
        {
            foreach (X509ChainStatus status in element.ChainElementStatus)
            {
                if ((status.Status & flags) != 0)
                {
                    return element.Certificate;
                }
            }
        }

        return chain.ChainElements[0].Certificate;
    }

    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
