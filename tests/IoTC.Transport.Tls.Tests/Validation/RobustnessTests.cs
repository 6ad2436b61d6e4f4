using System;
using System.Collections.Generic;
using System.Diagnostics;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Validation;

/// <summary>Whatever the bytes, a verdict: no exception, bounded time and memory. The fuzz target <c>certificate</c> goes on where this ends.</summary>
[TestFixture]
public sealed class RobustnessTests
{
    private const string Host = "device.example.com";

    private static readonly long Now = CertificateSpec.Now.ToUnixTimeMilliseconds();

    [Test]
    public void ACertificateWithAnyByteChangedIsRefused()
    {
        using TestAuthority root = TestAuthority.Root("root", s => s.NameConstraints = Asn.Constraints([Asn.Dns("example.com"), Asn.Range("10.0.0.0/8")], [Asn.Mail("a@b")]));
        using TestAuthority leaf = root.Leaf(Host);
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.Pem));
        Assert.That(validator.Validate([leaf.Der], Host, Now, out string reason), Is.EqualTo(TransportStatus.Ok), reason);
        for (int i = 0; i < leaf.Der.Length; i++)
        {
            byte[] changed = [.. leaf.Der];
            changed[i] ^= (byte)(1 + (i % 255));
            int status = validator.Validate([changed], Host, Now, out reason);
            Assert.That(status, Is.Negative, $"byte {i}");
            Assert.That(reason, Is.Not.Empty.And.Not.Contains("\n"), $"byte {i}");
        }

        for (int length = 0; length < leaf.Der.Length; length += 7)
        {
            Assert.That(validator.Validate([leaf.Der[..length]], Host, Now, out _), Is.Negative);
        }
    }

    [Test]
    public void ACertificateWithMoreAfterItIsRefused()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority leaf = root.Leaf(Host);
        Assert.That(new ServerCertificateValidator(TrustedRoots.FromPem(root.Pem)).Validate([[.. leaf.Der, 0]], Host, Now, out string reason), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(reason, Does.Contain("there is more than there should be"));
    }

    [Test]
    public void ManyNamesAgainstManyConstraintsTakeBoundedTime()
    {
        List<(byte, byte[])> subtrees = [];
        for (int i = 0; i < 2048; i++)
        {
            subtrees.Add(Asn.Dns($"x{i}.example.com"));
        }

        using TestAuthority root = TestAuthority.Root("root", s => s.NameConstraints = Asn.Constraints(subtrees, subtrees));
        using TestAuthority leaf = root.Leaf(Host, s =>
        {
            for (int i = 0; i < 2048; i++)
            {
                s.AddHost($"y{i}.x2047.example.com");
            }
        });
        long started = Stopwatch.GetTimestamp();
        Assert.That(new ServerCertificateValidator(TrustedRoots.FromPem(root.Pem)).Validate([leaf.Der], Host, Now, out _), Is.EqualTo(TransportStatus.CertificateInvalid));
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)));
    }
}
