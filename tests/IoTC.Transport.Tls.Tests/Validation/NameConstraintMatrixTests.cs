using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Validation;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Validation;

/// <summary>
/// Every combination of a host by name or address, a common name, a DNS name, an address, and what an authority permits and excludes of both kinds: 8,748 chains,
/// the verdict worked out from what each part means. All go through the path builder without the signature checks, and every thirteenth through the whole validator.
/// </summary>
/// <remarks>After the idea of Netflix's BetterTLS suite.</remarks>
[TestFixture]
public sealed class NameConstraintMatrixTests
{
    private const string GoodName = "test.localhost";
    private const string BadName = "bad.example.com";
    private const string GoodAddress = "127.0.0.1";
    private const string BadAddress = "1.1.1.1";

    private static readonly string?[] Names = [null, GoodName, BadName];
    private static readonly string?[] Addresses = [null, GoodAddress, BadAddress];

    private sealed record LeafCase(string? CommonName, string? Dns, string? Address, ParsedCertificate Parsed);

    private sealed record AuthorityCase(string? PermittedName, string? PermittedRange, string? ExcludedName, string? ExcludedRange, ParsedCertificate Parsed);

    [Test]
    public void EveryCombinationIsJudgedByWhatItMeans()
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority plain = root.Authority("authority");
        List<AuthorityCase> authorities = [.. MakeAuthorities(root, plain)];
        List<LeafCase> leaves = [.. MakeLeaves(plain)];
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.Pem));
        List<string> wrong = [];
        int cases = 0;
        foreach (string host in (string[])[GoodName, GoodAddress])
        {
            foreach (LeafCase leaf in leaves)
            {
                foreach (AuthorityCase authority in authorities)
                {
                    bool expected = IsExpected(host, leaf, authority);
                    bool actual = cases++ % 13 == 0 ? Validate(validator, host, leaf, authority) : Judge(host, leaf, authority);
                    if (actual != expected)
                    {
                        wrong.Add($"{host} {leaf with { Parsed = null! }} {authority with { Parsed = null! }}: {actual}");
                    }
                }
            }
        }

        Assert.That(cases, Is.EqualTo(2 * 6 * 9 * 81));
        Assert.That(wrong, Is.Empty);
    }

    // The oracle: what a name means is told by the constants above, and not by comparing anything.
    private static bool IsExpected(string host, LeafCase leaf, AuthorityCase authority)
    {
        bool isNamed = host == GoodName ? leaf.Dns == GoodName : leaf.Address == GoodAddress;
        bool nameKept = leaf.Dns is null
            || ((authority.PermittedName is null || (authority.PermittedName == "localhost") == (leaf.Dns == GoodName))
                && (authority.ExcludedName is null || (authority.ExcludedName == "localhost") != (leaf.Dns == GoodName)));
        bool addressKept = leaf.Address is null
            || ((authority.PermittedRange is null || (authority.PermittedRange == "127.0.0.0/24") == (leaf.Address == GoodAddress))
                && (authority.ExcludedRange is null || (authority.ExcludedRange == "127.0.0.0/24") != (leaf.Address == GoodAddress)));
        return isNamed && nameKept && addressKept;
    }

    private static bool Judge(string host, LeafCase leaf, AuthorityCase authority) =>
        (authority.Parsed.NameConstraints is not { } constraints || NameConstraintRule.Judge(constraints, leaf.Parsed, new()) is null)
        && HostNameRule.Judge(leaf.Parsed, ServerName.TryParse(host)!).IsAccepted;

    private static bool Validate(ServerCertificateValidator validator, string host, LeafCase leaf, AuthorityCase authority) =>
        validator.Validate([leaf.Parsed.Der.ToArray(), authority.Parsed.Der.ToArray()], host, CertificateSpec.Now.ToUnixTimeMilliseconds(), out _) == TransportStatus.Ok;

    private static IEnumerable<LeafCase> MakeLeaves(TestAuthority issuer)
    {
        foreach (string? commonName in (string?[])[null, GoodName, BadName, GoodAddress, BadAddress, "something else"])
        {
            foreach (string? dns in Names)
            {
                foreach (string? address in Addresses)
                {
                    using TestAuthority leaf = issuer.Leaf("x", spec =>
                    {
                        spec.Subject = new(commonName is null ? "O=iotc" : $"O=iotc, CN={commonName}");
                        spec.Names.Clear();
                        foreach (string? name in (string?[])[dns, address])
                        {
                            _ = name is null ? spec : spec.AddHost(name);
                        }
                    });
                    yield return new(commonName, dns, address, ParsedCertificate.Read(leaf.Der));
                }
            }
        }
    }

    private static IEnumerable<AuthorityCase> MakeAuthorities(TestAuthority root, TestAuthority authority)
    {
        string?[] names = [null, "localhost", "example.com"];
        string?[] ranges = [null, "127.0.0.0/24", "1.1.1.0/24"];
        foreach (string? permittedName in names)
        {
            foreach (string? permittedRange in ranges)
            {
                foreach (string? excludedName in (string?[])[null, "localhost", BadName])
                {
                    foreach (string? excludedRange in ranges)
                    {
                        (byte, byte[])[] permitted = [.. Subtrees(permittedName, permittedRange)];
                        (byte, byte[])[] excluded = [.. Subtrees(excludedName, excludedRange)];
                        TestAuthority made = root.CrossSign(authority, s => s.NameConstraints = permitted.Length + excluded.Length == 0 ? null : Asn.Constraints(permitted, excluded));
                        yield return new(permittedName, permittedRange, excludedName, excludedRange, ParsedCertificate.Read(made.Der));
                    }
                }
            }
        }
    }

    private static IEnumerable<(byte Tag, byte[] Value)> Subtrees(string? name, string? range)
    {
        if (name is not null)
        {
            yield return Asn.Dns(name);
        }

        if (range is not null)
        {
            yield return Asn.Range(range);
        }
    }
}
