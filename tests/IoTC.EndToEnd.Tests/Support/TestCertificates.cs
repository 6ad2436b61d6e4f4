using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.EndToEnd.Tests.Support;

/// <summary>A certification authority of the tests' own.</summary>
internal static class TestCertificates
{
    private static readonly X509Certificate2 Authority = CreateAuthority();

    public static string AuthorityPem => Authority.ExportCertificatePem();

    /// <summary>A server's certificate.</summary>
    /// <param name="dnsName">The one name it is for.</param>
    /// <param name="fromDays">Its beginning, in days from now.</param>
    /// <param name="toDays">Its end, in days from now.</param>
    public static X509Certificate2 Issue(string dnsName = "localhost", int fromDays = -1, int toDays = 30)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 signed = request.Create(Authority, now.AddDays(fromDays), now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 CreateAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test Root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
