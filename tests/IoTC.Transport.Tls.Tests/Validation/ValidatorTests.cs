using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Validation;

/// <summary>Each rule broken by itself: its status, and a reason that names the certificate and the rule.</summary>
[TestFixture]
public sealed class ValidatorTests
{
    private const string Host = "device.example.com";

    private static readonly long Now = CertificateSpec.Now.ToUnixTimeMilliseconds();

    [Test]
    public void RootsAreNeeded() => Assert.That(() => new ServerCertificateValidator(null!), Throws.TypeOf<ArgumentNullException>());

    [Test]
    public void AGoodChainIsAcceptedInAnyOrderAndWithMoreThanIsNeeded()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority first = root.Authority("first");
        using TestAuthority second = first.Authority("second");
        using TestAuthority stranger = TestAuthority.Root("stranger");
        using TestAuthority leaf = second.Leaf(Host);
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        Assert.Multiple(() =>
        {
            Accepts(roots, Host, leaf.Der, second.Der, first.Der, root.Der);
            Accepts(roots, Host, leaf.Der, first.Der, second.Der);
            Accepts(roots, Host, leaf.Der, stranger.Der, root.Der, first.Der, [1, 2, 3], second.Der, leaf.Der);
            Accepts(TrustedRoots.FromPem(second.Pem), Host, leaf.Der);
            Accepts(TrustedRoots.FromPem(leaf.Pem), Host, leaf.Der);
        });
    }

    [Test]
    public void TheLongestChainIsAcceptedAndOneMoreIsNot()
    {
        const int Most = 10;
        using TestAuthority root = TestAuthority.Root("root");
        List<TestAuthority> chain = [root];
        for (int i = 0; i <= Most; i++)
        {
            chain.Add(chain[^1].Authority($"authority {i}"));
        }

        using TestAuthority leaf = chain[Most].Leaf(Host);
        using TestAuthority tooFar = chain[Most + 1].Leaf(Host);
        byte[][] intermediates = [.. chain.Skip(1).Select(c => c.Der)];
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        Accepts(roots, Host, [leaf.Der, .. intermediates]);
        Refuses(TransportStatus.CertificateInvalid, "more than 10 authorities", roots, Host, [tooFar.Der, .. intermediates]);
        chain.ForEach(c => c.Dispose());
    }

    [Test]
    public void ASelfIssuedAuthorityCountsForNoPathLength()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority old = root.Authority("authority", s => s.PathLength = 0);
        using TestAuthority renewed = old.Authority("authority");
        using TestAuthority leaf = renewed.Leaf(Host);
        Accepts(TrustedRoots.FromPem(root.Pem), Host, leaf.Der, renewed.Der, old.Der);
    }

    [Test]
    public void NamesOfAuthoritiesCompareWithoutCaseSpaceAndKindOfString()
    {
        using TestAuthority root = TestAuthority.Root("The   Root");
        using TestAuthority authority = root.Authority("first");
        using TestAuthority same = TestAuthority.Root("the root", s => s.Key = root.Key);
        Accepts(TrustedRoots.FromPem(same.Pem), Host, authority.Leaf(Host).Der, authority.Der);
    }

    private static IEnumerable<TestCaseData> BrokenLeaves()
    {
        yield return Leaf("expired", TransportStatus.CertificateExpired, "CN=device.example.com (expired 2025-12-31 12:00:00Z, and this device's clock says 2026-01-01 12:00:00Z)", s => s.NotAfter = CertificateSpec.Now.AddDays(-1));
        yield return Leaf("not yet valid", TransportStatus.CertificateNotYetValid, "not valid before 2026-01-02 12:00:00Z, and this device's clock says 2026-01-01 12:00:00Z", s => s.NotBefore = CertificateSpec.Now.AddDays(1));
        yield return Leaf("another host", TransportStatus.CertificateWrongHost, "it is for other.example.com, not for device.example.com", s => Only(s, "other.example.com"));
        yield return Leaf("common name only", TransportStatus.CertificateWrongHost, "it names no host in a subject alternative name", s => s.Names.Clear());
        yield return Leaf("client only", TransportStatus.CertificateInvalid, "extended key usage does not allow server", s => Usages(s, CertificateSpec.ClientAuthentication));
        yield return Leaf("any usage", TransportStatus.CertificateInvalid, "allows any usage", s => Usages(s, CertificateSpec.ServerAuthentication, CertificateSpec.AnyUsage));
        yield return Leaf("any usage alone", TransportStatus.CertificateInvalid, "extended key usage does not allow server", s => Usages(s, CertificateSpec.AnyUsage));
        yield return Leaf("key agreement only", TransportStatus.CertificateInvalid, "does not allow digital signatures", s => s.Usage = X509KeyUsageFlags.KeyAgreement);
        yield return Leaf("signs certificates", TransportStatus.CertificateInvalid, "key usage allows signing certificates", s => s.Usage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign);
        yield return Leaf("no authority key identifier", TransportStatus.CertificateInvalid, "no authority key identifier", s => s.HasAuthorityKeyIdentifier = false);
        yield return Leaf("name constraints", TransportStatus.CertificateInvalid, "it has name constraints", s => s.NameConstraints = Asn.Constraints([Asn.Dns("example.com")], []));
        yield return Leaf("unknown critical extension", TransportStatus.CertificateInvalid, "1.2.3.4 is critical and not supported", s => s.More.Add(new("1.2.3.4", [5, 0], true)));
        yield return Leaf("an extension twice", TransportStatus.CertificateInvalid, "2.5.29.15 is there twice", s =>
        {
            s.More.Add(new("1.2.3.5", [3, 2, 7, 0x80], false));
            s.Patch = ([0x06, 0x03, 0x2A, 0x03, 0x05], [0x06, 0x03, 0x55, 0x1D, 0x0F]);
        });
        yield return Leaf("malformed key usage", TransportStatus.CertificateInvalid, "extension 2.5.29.15 cannot be read", s => (s.Usage, _) = (null, Add(s, "2.5.29.15", [3, 2, 7, 0x81])));
        yield return Leaf("malformed names", TransportStatus.CertificateInvalid, "extension 2.5.29.17 cannot be read", s => { s.Names.Clear(); s.More.Add(new("2.5.29.17", "names"u8, false)); });
        yield return Leaf("NUL in a name", TransportStatus.CertificateInvalid, "not printable ASCII", s => s.Names.Add(Asn.Dns("device.example.com\0.attacker.example")));
        yield return Leaf("address of five octets", TransportStatus.CertificateInvalid, "neither 4 nor 16 octets", s => s.Names.Add((0x87, [1, 2, 3, 4, 5])));
        yield return Leaf("no subject, names not critical", TransportStatus.CertificateInvalid, "is not critical", s => s.Subject = new(""));
        yield return Leaf("serial zero", TransportStatus.CertificateInvalid, "serial number is not positive", s => s.Serial = [0]);
        yield return Leaf("serial too long", TransportStatus.CertificateInvalid, "longer than 20 octets", s => s.Serial = [1, .. new byte[20]]);
        yield return Leaf("RSA 1024", TransportStatus.CertificateInvalid, "its RSA key has 1024 bits; 2048 are the least", s => s.RsaKey = RSA.Create(1024));
        yield return Leaf("brainpool", TransportStatus.CertificateInvalid, "is weak or not supported", s => s.Key = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1));
        yield return Leaf("SHA-1", TransportStatus.CertificateInvalid, "signed with SHA-1", s => s.Hash = HashAlgorithmName.SHA1);
    }

    private static IEnumerable<TestCaseData> BrokenAuthorities()
    {
        yield return Leaf("expired", TransportStatus.CertificateExpired, "CN=authority (expired 2025-12-31", s => s.NotAfter = CertificateSpec.Now.AddDays(-1));
        yield return Leaf("not yet valid", TransportStatus.CertificateNotYetValid, "CN=authority (not valid before", s => s.NotBefore = CertificateSpec.Now.AddDays(1));
        yield return Leaf("no basic constraints", TransportStatus.CertificateInvalid, "basic constraints", s => (s.IsAuthority, s.Usage) = (null, null));
        yield return Leaf("no authority", TransportStatus.CertificateInvalid, "basic constraints do not make it an authority", s => (s.IsAuthority, s.Usage) = (false, null));
        yield return Leaf("basic constraints not critical", TransportStatus.CertificateInvalid, "are not critical", s => s.BasicConstraintsAreCritical = false);
        yield return Leaf("may not sign", TransportStatus.CertificateInvalid, "does not allow signing certificates", s => s.Usage = X509KeyUsageFlags.CrlSign);
        yield return Leaf("mail only", TransportStatus.CertificateInvalid, "does not allow authorities of servers", s => Usages(s, "1.3.6.1.5.5.7.3.4"));
        yield return Leaf("no subject key identifier", TransportStatus.CertificateInvalid, "without a subject key identifier", s => s.HasSubjectKeyIdentifier = false);
        yield return Leaf("host not permitted", TransportStatus.CertificateInvalid, "do not permit its name device.example.com", s => s.NameConstraints = Asn.Constraints([Asn.Dns("example.org")], []));
        yield return Leaf("host excluded", TransportStatus.CertificateInvalid, "exclude its name device.example.com", s => s.NameConstraints = Asn.Constraints([], [Asn.Dns("example.com")]));
        yield return Leaf("leading dot", TransportStatus.CertificateInvalid, "DNS subtree is malformed", s => s.NameConstraints = Asn.Constraints([Asn.Dns(".example.com")], []));
        yield return Leaf("empty constraints", TransportStatus.CertificateInvalid, "it is empty", s => s.NameConstraints = [0x30, 0]);
        yield return Leaf("explicit policy", TransportStatus.CertificateInvalid, "explicit policy", s => s.More.Add(new("2.5.29.36", [0x30, 3, 0x80, 1, 0], true)));
        yield return Leaf("weak signature", TransportStatus.CertificateInvalid, "CN=authority (it is signed with SHA-1", s => s.Hash = HashAlgorithmName.SHA1);
    }

    [TestCaseSource(nameof(BrokenLeaves))]
    public void ABrokenServerCertificateIsRefused(int status, string words, object broken)
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority authority = root.Authority("authority");
        using TestAuthority leaf = authority.Leaf(Host, (Action<CertificateSpec>)broken);
        Refuses(status, words, TrustedRoots.FromPem(root.Pem), Host, leaf.Der, authority.Der);
    }

    [TestCaseSource(nameof(BrokenAuthorities))]
    public void ABrokenAuthorityIsRefused(int status, string words, object broken)
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority authority = root.Authority("authority", (Action<CertificateSpec>)broken);
        using TestAuthority leaf = authority.Leaf(Host);
        Refuses(status, words, TrustedRoots.FromPem(root.Pem), Host, leaf.Der, authority.Der);
    }

    // What an anchor is signed with does not matter: nobody vouches for it.
    [TestCaseSource(nameof(BrokenAuthorities))]
    public void ABrokenAnchorIsRefused(int status, string words, object broken)
    {
        using TestAuthority anchor = TestAuthority.Root("authority", (Action<CertificateSpec>)broken);
        using TestAuthority leaf = anchor.Leaf(Host);
        if (words.Contains("SHA-1", StringComparison.Ordinal))
        {
            Accepts(TrustedRoots.FromPem(anchor.Pem), Host, leaf.Der);
        }
        else
        {
            Refuses(status, words, TrustedRoots.FromPem(anchor.Pem), Host, leaf.Der);
        }
    }

    [Test]
    public void APathThatIsTooLongIsRefused()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority first = root.Authority("first", s => s.PathLength = 0);
        using TestAuthority second = first.Authority("second");
        Refuses(TransportStatus.CertificateInvalid, "CN=first (it allows 0 authorities below it, and there are 1)", TrustedRoots.FromPem(root.Pem), Host, second.Leaf(Host).Der, second.Der, first.Der);
    }

    [Test]
    public void WhatLeadsNowhereIsUntrustedAndTheMissingLinkIsNamed()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority other = TestAuthority.Root("root");
        using TestAuthority authority = other.Authority("authority");
        using TestAuthority leaf = authority.Leaf(Host);
        using TestAuthority alone = TestAuthority.Root(Host, s => s.AddHost(Host).Usage = null);
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        Assert.Multiple(() =>
        {
            Refuses(TransportStatus.CertificateUntrusted, "CN=device.example.com (its issuer CN=authority was neither sent", roots, Host, leaf.Der);
            Refuses(TransportStatus.CertificateUntrusted, "CN=authority (its issuer CN=root was neither sent", roots, Host, leaf.Der, authority.Der);
            Refuses(TransportStatus.CertificateUntrusted, "CN=root (a self-signed certificate that is no trusted root)", roots, Host, leaf.Der, authority.Der, other.Der);
            Refuses(TransportStatus.CertificateUntrusted, "self-signed", roots, Host, alone.Der);
        });
    }

    [Test]
    public void AnySignatureThatIsNotTheIssuersIsRefused()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority authority = root.Authority("authority");
        using TestAuthority leaf = authority.Leaf(Host);
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        Refuses(TransportStatus.CertificateInvalid, "CN=device.example.com (its signature is not that of its issuer CN=authority", roots, Host, Spoiled(leaf.Der), authority.Der);
        Refuses(TransportStatus.CertificateInvalid, "CN=authority (its signature is not that of its issuer CN=root", roots, Host, leaf.Der, Spoiled(authority.Der));
    }

    [Test]
    public void ABrokenPathDoesNotHideAGoodOne()
    {
        using TestAuthority oldRoot = TestAuthority.Root("old root");
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority crossed = oldRoot.CrossSign(root, s => s.NotAfter = CertificateSpec.Now.AddDays(-1));
        using TestAuthority authority = root.Authority("authority");
        using TestAuthority expired = root.CrossSign(authority, s => s.NotAfter = CertificateSpec.Now.AddDays(-1));
        using TestAuthority leaf = authority.Leaf(Host);
        Accepts(TrustedRoots.FromPem(oldRoot.Pem + root.Pem), Host, leaf.Der, expired.Der, crossed.Der, authority.Der);
    }

    [TestCase("*.example.com", "device.example.com", true)]
    [TestCase("DEVICE.Example.COM", "device.example.com.", true)]
    [TestCase("xn--bcher-kva.example.com", "bücher.example.com", true)]
    [TestCase("localhost", "localhost", true)]
    [TestCase("10.1.2.3", "10.1.2.3", true)]
    [TestCase("2001:db8::1", "2001:DB8:0::1", true)]
    [TestCase("*.example.com", "a.b.example.com", false)]
    [TestCase("*.example.com", "example.com", false)]
    [TestCase("*.com", "example.com", false)]
    [TestCase("*", "localhost", false)]
    [TestCase("d*.example.com", "device.example.com", false)]
    [TestCase("*d.example.com", "d.example.com", false)]
    [TestCase("device.*.com", "device.example.com", false)]
    [TestCase("xn--*-1b3c148a.example.com", "xn--bliss-1b3c148a.example.com", false)]
    [TestCase("under_score.example.com", "under_score.example.com", false)]
    [TestCase("10.1.2.3", "10.1.2.4", false)]
    [TestCase("*.1.2.3", "10.1.2.3", false)]
    public void HostsAreMatchedByRfc9525(string name, string host, bool isCovered)
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority leaf = root.Leaf(name);
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        if (isCovered) Accepts(roots, host, leaf.Der);
        else Refuses(TransportStatus.CertificateWrongHost, "not for", roots, host, leaf.Der);
    }

    [Test]
    public void AnAddressIsNeverADnsNameNorTheOtherWayRound()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority leaf = root.Leaf("x", s => { s.Names.Clear(); s.Names.Add(Asn.Dns("10.1.2.3")); });
        Refuses(TransportStatus.CertificateWrongHost, "it is for 10.1.2.3, not for 10.1.2.3", TrustedRoots.FromPem(root.Pem), "10.1.2.3", leaf.Der);
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("-\0-")]
    [TestCase("a..b")]
    [TestCase("https://a")]
    public void WhatIsNoHostIsRefused(string host)
    {
        using TestAuthority root = TestAuthority.Root("root");
        Refuses(TransportStatus.CertificateInvalid, "neither a host name nor an IP address", TrustedRoots.FromPem(root.Pem), host, root.Leaf(Host).Der);
    }

    [Test]
    public void NothingSentAndNothingReadableAreRefused()
    {
        using TestAuthority root = TestAuthority.Root("root");
        TrustedRoots roots = TrustedRoots.FromPem(root.Pem);
        Refuses(TransportStatus.CertificateInvalid, "sent no certificate", roots, Host);
        Refuses(TransportStatus.CertificateInvalid, "cannot be read", roots, Host, [1, 2, 3]);
    }

    [Test]
    public void APinIsOneConditionMore()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority authority = root.Authority("authority");
        using TestAuthority leaf = authority.Leaf(Host);
        using TestAuthority stranger = TestAuthority.Root("stranger");
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.Pem));
        foreach (TestAuthority pinned in (TestAuthority[])[root, authority, leaf])
        {
            validator.PinnedKeys = [PinOf(stranger), PinOf(pinned)];
            Assert.That(validator.Validate([leaf.Der, authority.Der], Host, Now, out string reason), Is.EqualTo(TransportStatus.Ok), reason);
            Assert.That(validator.Validate([leaf.Der, authority.Der], "other.example.com", Now, out _), Is.EqualTo(TransportStatus.CertificateWrongHost));
            Assert.That(validator.Validate([stranger.Leaf(Host).Der, leaf.Der], Host, Now, out _), Is.EqualTo(TransportStatus.CertificateUntrusted));
        }

        validator.PinnedKeys = [PinOf(stranger)];
        Assert.That(validator.Validate([leaf.Der, authority.Der], Host, Now, out string refused), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(refused, Does.Contain("none of its chain's keys is pinned").And.Contain(PinOf(root)));
        Assert.That(() => validator.PinnedKeys = ["sha256/abc"], Throws.ArgumentException.With.Message.Contains("sha256/abc"));
    }

    [Test]
    public void APinChoosesAmongPaths()
    {
        using TestAuthority first = TestAuthority.Root("first");
        using TestAuthority second = TestAuthority.Root("second");
        using TestAuthority authority = first.Authority("authority");
        using TestAuthority crossed = second.CrossSign(authority);
        using TestAuthority leaf = authority.Leaf(Host);
        foreach (TestAuthority pinned in (TestAuthority[])[first, second])
        {
            ServerCertificateValidator validator = new(TrustedRoots.FromPem(first.Pem + second.Pem)) { PinnedKeys = [PinOf(pinned)] };
            Assert.That(validator.Validate([leaf.Der, authority.Der, crossed.Der], Host, Now, out string reason), Is.EqualTo(TransportStatus.Ok), reason);
        }
    }

    [Test]
    public void BothEndsOfAValidityBelongToIt()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority leaf = root.Leaf(Host, s => (s.NotBefore, s.NotAfter) = (CertificateSpec.Now, CertificateSpec.Now.AddHours(1)));
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.Pem));
        const int Hour = 3_600_000;
        Assert.That(validator.Validate([leaf.Der], Host, Now - 1, out _), Is.EqualTo(TransportStatus.CertificateNotYetValid));
        Assert.That(validator.Validate([leaf.Der], Host, Now, out _), Is.EqualTo(TransportStatus.Ok));
        Assert.That(validator.Validate([leaf.Der], Host, Now + Hour + 999, out _), Is.EqualTo(TransportStatus.Ok));
        Assert.That(validator.Validate([leaf.Der], Host, Now + Hour + 1000, out _), Is.EqualTo(TransportStatus.CertificateExpired));
        Assert.That(validator.Validate([leaf.Der], Host, 0, out string reason), Is.EqualTo(TransportStatus.CertificateNotYetValid));
        Assert.That(reason, Does.Contain("this device's clock says 1970-01-01 00:00:00Z"));
        Assert.That(validator.Validate([leaf.Der], Host, long.MaxValue, out _), Is.EqualTo(TransportStatus.CertificateExpired));
        Assert.That(validator.Validate([leaf.Der], Host, long.MinValue, out _), Is.EqualTo(TransportStatus.CertificateNotYetValid));
    }

    private static TestCaseData Leaf(string name, int status, string words, Action<CertificateSpec> broken) => new TestCaseData(status, words, broken).SetArgDisplayNames(name);

    private static void Only(CertificateSpec spec, string host)
    {
        spec.Names.Clear();
        spec.AddHost(host);
    }

    private static void Usages(CertificateSpec spec, params string[] usages)
    {
        spec.ExtendedUsages.Clear();
        spec.ExtendedUsages.AddRange(usages);
    }

    private static bool Add(CertificateSpec spec, string oid, byte[] value)
    {
        spec.More.Add(new(oid, value, true));
        return true;
    }

    private static byte[] Spoiled(byte[] der)
    {
        byte[] spoiled = [.. der];
        spoiled[^1] ^= 1;
        return spoiled;
    }

    private static string PinOf(TestAuthority authority) => "sha256/" + Convert.ToBase64String(SHA256.HashData(authority.Key.ExportSubjectPublicKeyInfo()));

    private static void Accepts(TrustedRoots roots, string host, params byte[][] certificates)
    {
        int status = new ServerCertificateValidator(roots).Validate(certificates, host, Now, out string reason);
        Assert.That(status, Is.EqualTo(TransportStatus.Ok), reason);
        Assert.That(reason, Is.Empty);
    }

    private static void Refuses(int expected, string words, TrustedRoots roots, string host, params byte[][] certificates)
    {
        int status = new ServerCertificateValidator(roots).Validate(certificates, host, Now, out string reason);
        Assert.That(status, Is.EqualTo(expected), reason);
        Assert.That(reason, Does.Contain(words).And.Not.EndsWith("."));
    }
}
