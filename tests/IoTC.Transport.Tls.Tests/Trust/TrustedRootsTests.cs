using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Trust;
using IoTC.Transport.Tls.Validation;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Trust;

[TestFixture]
public sealed class TrustedRootsTests
{
    [Test]
    public void AzuresRootsAreTheFourThatTheyShouldBe()
    {
        string[] hashes = [.. PemText.Read(AzureRoots.Pem).ConvertAll(b => Convert.ToHexString(SHA256.HashData(b.TryDecode()!)))];
        Assert.That(hashes, Is.EqualTo(new[]
        {
            "CB3CCBB76031E5E0138F8DD39A23F9DE47FFC35E43C1144CEA27D46A5AB1CB5F", // DigiCert Global Root G2
            "31AD6648F8104138C738F39EA4320133393E3A18CC02296EF97C2AC9EF6731D0", // DigiCert Global Root G3
            "C741F70F4B2A8D88BF2E71C14122EF53EF10EBA0CFA5E64CFA20F418853073E0", // Microsoft RSA Root CA 2017
            "358DF39D764AF9E1B766E9C972DF352EE15CFAC227AF6AD1D70E8E4A6EDCBA02", // Microsoft ECC Root CA 2017
        }));
        Assert.That(TrustedRoots.Azure.Count, Is.EqualTo(4));
        Assert.That(TrustedRoots.Azure.Skipped, Is.Empty);
    }

    [Test]
    public void ABrokenEntryIsSkippedAndTold()
    {
        using TestAuthority first = TestAuthority.Root("first");
        using TestAuthority second = TestAuthority.Root("second");
        string cut = first.Pem[..^40];
        TrustedRoots roots = TrustedRoots.FromPem($"# a comment\n{cut}\n{first.Pem}\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n{second.Pem}");
        Assert.That(roots.Count, Is.EqualTo(2));
        Assert.That(roots.Skipped, Has.Count.EqualTo(2));
        Assert.That(roots.Skipped[0], Does.StartWith("The certificate at line 2 is damaged"));
        Assert.That(roots.Skipped[1], Does.Contain("cannot be read"));
    }

    [TestCase("", "no '-----BEGIN CERTIFICATE-----' was found")]
    [TestCase("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "no certificate that can be read. The certificate at line 1 cannot be read")]
    [TestCase("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----", "is damaged")]
    [TestCase("-----BEGIN CERTIFICATE-----", "is damaged")]
    public void AnEmptySetIsRefused(string pem, string words) =>
        Assert.That(() => TrustedRoots.FromPem(pem), Throws.ArgumentException.With.Message.Contains(words));

    [Test]
    public void RootsAddUp()
    {
        using TestAuthority first = TestAuthority.Root("first");
        using TestAuthority second = TestAuthority.Root("second");
        TrustedRoots both = TrustedRoots.FromPem(first.Pem).And(TrustedRoots.FromPem(second.Pem));
        ServerCertificateValidator validator = new(both);
        long now = CertificateSpec.Now.ToUnixTimeMilliseconds();
        Assert.That(both.Count, Is.EqualTo(2));
        Assert.That(validator.Validate([first.Leaf("a.example").Der], "a.example", now, out _), Is.EqualTo(TransportStatus.Ok));
        Assert.That(validator.Validate([second.Leaf("b.example").Der], "b.example", now, out _), Is.EqualTo(TransportStatus.Ok));
    }

    [Test]
    public void TheFirstBundleThatIsThereIsRead()
    {
        using TestAuthority root = TestAuthority.Root("root");
        string folder = Directory.CreateTempSubdirectory("iotc-roots").FullName;
        try
        {
            string bundle = Path.Combine(folder, "bundle.crt");
            File.WriteAllText(bundle, root.Pem);
            Assert.That(SystemRoots.Read([Path.Combine(folder, "none.crt"), bundle]).Count, Is.EqualTo(1));
            RootIndex none = SystemRoots.Read([Path.Combine(folder, "none.crt")]);
            Assert.That(none.Count, Is.Zero);
            Assert.That(none.Skipped[0], Does.Contain("none.crt").And.Contain("install ca-certificates"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void TheSystemsBundleIsReadWhole()
    {
        const string Bundle = "/etc/ssl/certs/ca-certificates.crt";
        if (!File.Exists(Bundle))
        {
            Assert.Ignore("This machine has no bundle of roots.");
        }

        RootIndex index = SystemRoots.Read([Bundle]);
        Assert.That(index.Skipped, Is.Empty);
        Assert.That(index.Count, Is.EqualTo(PemText.Read(File.ReadAllText(Bundle)).Count));
    }

    [Test]
    public void NearlyAllOfTheSystemsRootsMayVouchForServers()
    {
        const string Bundle = "/etc/ssl/certs/ca-certificates.crt";
        if (!File.Exists(Bundle))
        {
            Assert.Ignore("This machine has no bundle of roots.");
        }

        PathPolicy policy = new(CertificateSpec.Now.ToUnixTimeSeconds());
        List<string> leftOut = [];
        List<PemBlock> blocks = PemText.Read(File.ReadAllText(Bundle));
        foreach (PemBlock block in blocks)
        {
            ParsedCertificate root = ParsedCertificate.Read(block.TryDecode()!);
            if ((CertificateRules.BrokenByIssuer(root, policy) ?? CertificateRules.BrokenByAnchor(root)) is { } broken)
            {
                leftOut.Add($"{root.SubjectText()}: {broken}");
            }
        }

        TestContext.Out.WriteLine(string.Join('\n', leftOut));
        Assert.That(leftOut, Has.Count.LessThanOrEqualTo(blocks.Count / 20));
    }
}
