using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Sockets.Tests.Peers;

/// <summary>A certification authority of the test's own.</summary>
internal sealed class TestPki
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private const string SubjectKeyIdentifier = "2.5.29.14";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private TestPki(X509Certificate2 certificate) => Certificate = certificate;

    public X509Certificate2 Certificate { get; }

    public string Pem => Certificate.ExportCertificatePem();

    public static TestPki CreateRoot(string name = "Test Root")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(AuthorityRequest(name, key).CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1)));
    }

    /// <summary>Lets a certificate sign others though it is no authority.</summary>
    public static TestPki Misuse(X509Certificate2 leaf) => new(leaf);

    public TestPki CreateIntermediate(string name = "Test Intermediate")
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Sign(AuthorityRequest(name, key), Now.AddYears(-1).AddDays(1), Now.AddYears(1).AddDays(-1));
        return new(certificate.CopyWithPrivateKey(key));
    }

    /// <summary>A server's certificate for localhost and 127.0.0.1 unless told otherwise.</summary>
    public X509Certificate2 Issue(LeafOptions? options = null)
    {
        LeafOptions leaf = options ?? new();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={leaf.CommonName}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(leaf.KeyUsage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(leaf.ExtendedKeyUsage)], critical: false));
        AddNames(request, leaf);
        using X509Certificate2 certificate = Sign(request, Now + leaf.From, Now + leaf.To);
        return certificate.CopyWithPrivateKey(key);
    }

    private static void AddNames(CertificateRequest request, LeafOptions leaf)
    {
        SubjectAlternativeNameBuilder names = new();
        foreach (string dnsName in leaf.DnsNames)
        {
            names.AddDnsName(dnsName);
        }

        foreach (string address in leaf.Addresses)
        {
            names.AddIpAddress(IPAddress.Parse(address));
        }

        if (leaf.DnsNames.Length + leaf.Addresses.Length > 0)
        {
            request.CertificateExtensions.Add(names.Build());
        }
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    public X509Certificate2 Sign(CertificateRequest request, DateTimeOffset from, DateTimeOffset to)
    {
        if (Certificate.Extensions[SubjectKeyIdentifier] is not null)
        {
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        }

        // A serial number is positive.
        byte[] serial = RandomNumberGenerator.GetBytes(8);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(Certificate.GetECDsaPrivateKey()!), from, to, serial);
    }
}
