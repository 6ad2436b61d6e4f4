using System;
using System.Security.Cryptography;

namespace IoTC.Transport.Tls.Tests;

/// <summary>A certificate with its key, made by the platform and not by what is tested.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly CertificateSpec _spec;

    private TestAuthority(CertificateSpec spec, byte[] der)
    {
        _spec = spec;
        Der = der;
    }

    public byte[] Der { get; }

    public ECDsa Key => _spec.Key;

    public string Pem => PemEncoding.WriteString("CERTIFICATE", Der) + "\n";

    public static TestAuthority Root(string name, Action<CertificateSpec>? change = null)
    {
        CertificateSpec spec = CertificateSpec.OfAuthority(name);
        change?.Invoke(spec);
        return new(spec, spec.Issue(spec));
    }

    public TestAuthority Authority(string name, Action<CertificateSpec>? change = null) => Issue(CertificateSpec.OfAuthority(name), change);

    public TestAuthority Leaf(string host, Action<CertificateSpec>? change = null) => Issue(CertificateSpec.OfServer(host), change);

    /// <summary>A certificate for an authority that is there already: same name, same key.</summary>
    public TestAuthority CrossSign(TestAuthority other, Action<CertificateSpec>? change = null)
    {
        CertificateSpec spec = CertificateSpec.OfAuthority("");
        spec.Subject = other._spec.Subject;
        spec.Key = other.Key;
        return Issue(spec, change);
    }

    public void Dispose() => Key.Dispose();

    private TestAuthority Issue(CertificateSpec spec, Action<CertificateSpec>? change)
    {
        change?.Invoke(spec);
        return new(spec, spec.Issue(_spec));
    }
}
