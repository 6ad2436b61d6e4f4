using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Emulator.Tests.Support;

/// <summary>Trusts the emulator's CA and nothing else; the name is checked as ever.</summary>
public static class Trust
{
    public static X509ChainPolicy Policy(IoTCEmulator azure)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(azure.RootCertificatePem));
        return policy;
    }

    public static SslClientAuthenticationOptions Options(IoTCEmulator azure, string host = "localhost") =>
        new() { TargetHost = host, CertificateChainPolicy = Policy(azure) };
}
