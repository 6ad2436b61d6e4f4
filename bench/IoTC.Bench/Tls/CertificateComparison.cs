using System;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IoTC.Transport.Tls;

namespace IoTC.Bench.Tls;

/// <summary>What judging a server costs: root, intermediate and server, by the own validator and by X509Chain, in turns; and what the system's bundle costs once.</summary>
internal static class CertificateComparison
{
    private const string Host = "localhost";
    private const int Rounds = 60;
    private const int Calls = 5;

    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    public static int Run(TextWriter output)
    {
        long started = Stopwatch.GetTimestamp();
        int roots = TrustedRoots.System.Count;
        output.WriteLine($"system bundle, {roots} roots indexed, cold: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:F1} ms");
        output.WriteLine("| chain | own ms | X509Chain ms | own / X509Chain | own KB allocated |");
        output.WriteLine("|---|---|---|---|---|");
        Compare(output, "P-256", () => ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Compare(output, "P-384", () => ECDsa.Create(ECCurve.NamedCurves.nistP384));
        Compare(output, "RSA 2048", () => RSA.Create(2048));
        Compare(output, "RSA 4096", () => RSA.Create(4096));
        return 0;
    }

    private static void Compare(TextWriter output, string name, Func<AsymmetricAlgorithm> makeKey)
    {
        using X509Certificate2 root = Make("CN=root", makeKey(), null, isAuthority: true);
        using X509Certificate2 middle = Make("CN=middle", makeKey(), root, isAuthority: true);
        using X509Certificate2 leaf = Make("CN=leaf", makeKey(), middle, isAuthority: false);
        byte[][] sent = [leaf.RawData, middle.RawData];
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.ExportCertificatePem()));
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        double[] own = new double[Rounds];
        double[] platform = new double[Rounds];
        long allocated = 0;
        for (int i = 0; i < Rounds; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            own[i] = Time(() => RunOwn(validator, sent, now));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            platform[i] = Time(() => RunPlatform(root, middle, sent[0]));
        }

        Array.Sort(own);
        Array.Sort(platform);
        double ours = own[Rounds / 2];
        double theirs = platform[Rounds / 2];
        output.WriteLine($"| {name} | {ours:F2} | {theirs:F2} | {ours / theirs:F2} | {allocated / Calls / 1024} |");
    }

    private static double Time(Action call)
    {
        long started = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Calls;
    }

    private static void RunOwn(ServerCertificateValidator validator, byte[][] sent, long now)
    {
        if (validator.Validate(sent, Host, now, out string reason) != 0) throw new InvalidOperationException(reason);
    }

    private static void RunPlatform(X509Certificate2 root, X509Certificate2 middle, byte[] der)
    {
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(der);
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.Add(middle);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(leaf) || !leaf.MatchesHostname(Host)) throw new InvalidOperationException("refused by the platform");
    }

    private static X509Certificate2 Make(string subject, AsymmetricAlgorithm key, X509Certificate2? issuer, bool isAuthority)
    {
        CertificateRequest request = key is RSA rsa
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        }
        else
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddDnsName(Host);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        }

        if (issuer is null)
        {
            return request.CreateSelfSigned(From, From.AddDays(30));
        }

        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        using X509Certificate2 issued = request.Create(issuer, From, From.AddDays(20), [1, 2, 3]);
        return key is RSA own ? issued.CopyWithPrivateKey(own) : issued.CopyWithPrivateKey((ECDsa)key);
    }
}
