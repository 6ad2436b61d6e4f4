using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IoTC.Transport.Tls.Tests;

/// <summary>What a certificate is to say; every rule can be broken.</summary>
internal sealed class CertificateSpec
{
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string AnyUsage = "2.5.29.37.0";

    public static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static long _serial = 1000;

    public required X500DistinguishedName Subject { get; set; }

    public ECDsa Key { get; set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>When not <see langword="null"/>, the certificate is for this key instead.</summary>
    public RSA? RsaKey { get; set; }

    public DateTimeOffset NotBefore { get; set; } = Now.AddYears(-1);

    public DateTimeOffset NotAfter { get; set; } = Now.AddYears(1);

    public HashAlgorithmName Hash { get; set; } = HashAlgorithmName.SHA256;

    public byte[] Serial { get; set; } = BitConverter.GetBytes(IPAddress.HostToNetworkOrder(++_serial));

    /// <summary>Whether it is an authority; <see langword="null"/> leaves basic constraints out.</summary>
    public bool? IsAuthority { get; set; }

    public bool BasicConstraintsAreCritical { get; set; } = true;

    public int? PathLength { get; set; }

    public X509KeyUsageFlags? Usage { get; set; }

    public List<string> ExtendedUsages { get; } = [];

    /// <summary>The names of the subject alternative name, each as tag and content; none leaves it out.</summary>
    public List<(byte Tag, byte[] Value)> Names { get; } = [];

    public bool NamesAreCritical { get; set; }

    public byte[]? NameConstraints { get; set; }

    public bool HasSubjectKeyIdentifier { get; set; } = true;

    public bool HasAuthorityKeyIdentifier { get; set; } = true;

    public List<X509Extension> More { get; } = [];

    /// <summary>Bytes of what is signed, and those of the same number that take their place.</summary>
    public (byte[] From, byte[] To)? Patch { get; set; }

    public static CertificateSpec OfAuthority(string name) => new()
    {
        Subject = new X500DistinguishedName($"CN={name}"),
        IsAuthority = true,
        Usage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
    };

    public static CertificateSpec OfServer(string host)
    {
        CertificateSpec spec = new() { Subject = new X500DistinguishedName($"CN={host}"), Usage = X509KeyUsageFlags.DigitalSignature };
        spec.ExtendedUsages.Add(ServerAuthentication);
        spec.AddHost(host);
        return spec;
    }

    public CertificateSpec AddHost(string host)
    {
        Names.Add(IPAddress.TryParse(host, out IPAddress? address) ? ((byte)0x87, address.GetAddressBytes()) : ((byte)0x82, System.Text.Encoding.Latin1.GetBytes(host)));
        return this;
    }

    /// <summary>The certificate, signed by an issuer.</summary>
    public byte[] Issue(CertificateSpec issuer)
    {
        CertificateRequest request = RsaKey is null
            ? new(Subject, Key, Hash)
            : new(Subject, RsaKey, Hash, RSASignaturePadding.Pkcs1);
        foreach (X509Extension extension in Extensions(issuer))
        {
            request.CertificateExtensions.Add(extension);
        }

        X509SignatureGenerator generator = Hash == HashAlgorithmName.SHA1 ? new Sha1Generator(issuer.Key) : X509SignatureGenerator.CreateForECDsa(issuer.Key);
        using X509Certificate2 certificate = request.Create(issuer.Subject, generator, NotBefore, NotAfter, Serial);
        return Patch is null ? certificate.RawData : Patched(certificate.RawData, issuer.Key);
    }

    // What the platform will not write is written over what it has written, and signed again.
    private byte[] Patched(byte[] der, ECDsa key)
    {
        AsnReader reader = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] signed = reader.ReadEncodedValue().ToArray();
        (byte[] from, byte[] to) = Patch!.Value;
        to.CopyTo(signed, signed.AsSpan().IndexOf(from));
        return Asn.Sequence([signed, reader.ReadEncodedValue().ToArray(), Asn.Element(0x03, [0, .. key.SignData(signed, Hash, DSASignatureFormat.Rfc3279DerSequence)])]);
    }

    private IEnumerable<X509Extension> Extensions(CertificateSpec issuer)
    {
        if (IsAuthority is { } isAuthority)
        {
            yield return new X509BasicConstraintsExtension(isAuthority, PathLength.HasValue, PathLength ?? 0, BasicConstraintsAreCritical);
        }

        if (Usage is { } usage)
        {
            yield return new X509KeyUsageExtension(usage, critical: true);
        }

        if (ExtendedUsages.Count > 0)
        {
            OidCollection oids = [];
            ExtendedUsages.ForEach(u => oids.Add(new Oid(u)));
            yield return new X509EnhancedKeyUsageExtension(oids, critical: false);
        }

        if (Names.Count > 0)
        {
            yield return new X509Extension("2.5.29.17", Asn.Sequence(Names.ConvertAll(n => Asn.Element(n.Tag, n.Value))), NamesAreCritical);
        }

        if (NameConstraints is not null)
        {
            yield return new X509Extension("2.5.29.30", NameConstraints, critical: true);
        }

        if (HasSubjectKeyIdentifier)
        {
            yield return new X509Extension("2.5.29.14", Asn.Element(0x04, KeyIdentifier(Key)), critical: false);
        }

        if (HasAuthorityKeyIdentifier)
        {
            yield return new X509Extension("2.5.29.35", Asn.Element(0x30, Asn.Element(0x80, KeyIdentifier(issuer.Key))), critical: false);
        }

        foreach (X509Extension extension in More)
        {
            yield return extension;
        }
    }

    private static byte[] KeyIdentifier(ECDsa key) => SHA256.HashData(key.ExportSubjectPublicKeyInfo())[..20];
}
