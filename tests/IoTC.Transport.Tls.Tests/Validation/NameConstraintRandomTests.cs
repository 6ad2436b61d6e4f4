using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using IoTC.Transport.Tls.Certificates;
using IoTC.Transport.Tls.Validation;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Validation;

/// <summary>
/// Random names of every kind against random subtrees in a root and an authority, some malformed. The oracle is written over strings and the platform's types.
/// <c>IOTC_CERT_SEED</c> changes the run, <c>IOTC_CERT_CASES</c> lengthens it.
/// </summary>
[TestFixture]
public sealed class NameConstraintRandomTests
{
    private static readonly string[] Labels = ["a", "b", "ab", "example", "org"];
    private static readonly string[] Networks = ["10.0.0.0/8", "10.1.0.0/16", "192.168.1.0/24", "0.0.0.0/0", "10.1.2.3/32", "2001:db8::/32", "2001:db8:1::/48", "::/0"];
    private static readonly string[] Addresses = ["10.1.2.3", "10.2.0.1", "192.168.1.9", "2001:db8::1", "2001:db8:1::1", "fe80::1"];
    private static readonly string[] Directories = ["O=one", "O=one, OU=a", "O=ONE, OU=A", "O=two", "O=two, OU=b, CN=c"];

    private sealed record Name(string Kind, string Text);

    [Test]
    public void RandomNamesAreJudgedLikeTheOracle()
    {
        int seed = Setting("IOTC_CERT_SEED", 1);
        int cases = Setting("IOTC_CERT_CASES", 400);
        using TestAuthority plain = TestAuthority.Root("authority");
        int accepted = 0;
        for (int i = 0; i < cases; i++)
        {
            Random random = new(HashCode(seed, i));
            List<Name> permitted = Subtrees(random);
            List<Name> excluded = Subtrees(random);
            string subject = Directories[random.Next(Directories.Length)];
            List<Name> names = Names(random);
            if (permitted.Count + excluded.Count == 0)
            {
                continue;
            }

            TestAuthority authority = TestAuthority.Root("authority", s =>
            {
                s.Key = plain.Key;
                s.NameConstraints = Asn.Constraints(permitted.Select(Encode), excluded.Select(Encode));
            });
            TestAuthority leaf = plain.Leaf("x", s =>
            {
                s.Subject = new(subject, System.Security.Cryptography.X509Certificates.X500DistinguishedNameFlags.None);
                s.Names.Clear();
                s.Names.AddRange(names.Select(Encode));
            });

            bool isWellFormed = permitted.Concat(excluded).All(IsSubtree);
            bool expected = isWellFormed && names.Append(new("directory", subject)).All(n => IsAllowed(n, permitted, excluded));
            PathPolicy policy = new(CertificateSpec.Now.ToUnixTimeSeconds());
            CertificateVerdict verdict = new PathBuilder(TrustedRoots.FromPem(authority.Pem), [], policy, new()).Judge(ParsedCertificate.Read(leaf.Der));
            Assert.That(verdict.IsAccepted, Is.EqualTo(expected), $"seed {seed}, case {i}: permitted {string.Join(' ', permitted)} excluded {string.Join(' ', excluded)} names {string.Join(' ', names)} subject {subject}: {verdict.Reason}");
            accepted += expected ? 1 : 0;
        }

        // Neither verdict is rare, or the run would prove little.
        Assert.That(accepted, Is.InRange(cases / 20, cases * 19 / 20));
    }

    private static bool IsAllowed(Name name, List<Name> permitted, List<Name> excluded)
    {
        bool isConstrained = permitted.Concat(excluded).Any(s => s.Kind == name.Kind);
        if (!isConstrained)
        {
            return true;
        }

        // What cannot be compared cannot be allowed.
        if ((name.Kind == "uri" && !Uri.TryCreate(name.Text, UriKind.Absolute, out _)) || (name.Kind == "mail" && name.Text.Count(c => c == '@') != 1) || name.Text.Contains("a*", StringComparison.Ordinal))
        {
            return false;
        }

        bool isPermitted = permitted.All(s => s.Kind != name.Kind) || permitted.Any(s => s.Kind == name.Kind && IsWithin(name, s));
        bool isExcluded = excluded.Any(s => s.Kind == name.Kind && MayBeWithin(name, s));
        return isPermitted && !isExcluded;
    }

    private static bool IsWithin(Name name, Name subtree)
    {
        string text = name.Text.ToLowerInvariant();
        string tree = subtree.Text.ToLowerInvariant();
        switch (name.Kind)
        {
            case "dns":
                return tree.Length == 0 || ("." + text).EndsWith("." + tree, StringComparison.Ordinal);
            case "mail":
                string domain = text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..];
                return tree.Contains('@', StringComparison.Ordinal) ? name.Text[..^domain.Length] + domain == subtree.Text[..(subtree.Text.IndexOf('@', StringComparison.Ordinal) + 1)] + tree[(tree.IndexOf('@', StringComparison.Ordinal) + 1)..]
                    : IsHostWithin(domain, tree);
            case "uri":
                return IsHostWithin(new Uri(text).Host, tree);
            case "address":
                return IPNetwork.Parse(subtree.Text).Contains(IPAddress.Parse(name.Text));
            default:
                return (text + ",").StartsWith(tree + ",", StringComparison.Ordinal);
        }
    }

    private static bool IsHostWithin(string host, string tree) => tree.StartsWith('.') ? host.EndsWith(tree, StringComparison.Ordinal) && host.Length > tree.Length : host == tree;

    // A wildcard may be any label: whether one of them lies in the subtree.
    private static bool MayBeWithin(Name name, Name subtree)
    {
        if (name.Kind != "dns" || !name.Text.StartsWith("*.", StringComparison.Ordinal))
        {
            return IsWithin(name, subtree);
        }

        string first = subtree.Text.Split('.')[0];
        return IsWithin(name with { Text = "zzz" + name.Text[1..] }, subtree) || (first.Length > 0 && IsWithin(name with { Text = first + name.Text[1..] }, subtree));
    }

    private static bool IsSubtree(Name subtree) => subtree.Kind switch
    {
        "dns" => subtree.Text.Length == 0 || (subtree.Text[0] != '.' && !subtree.Text.Contains('*', StringComparison.Ordinal)),
        "mail" => subtree.Text.Count(c => c == '@') <= 1,
        _ => true,
    };

    private static List<Name> Subtrees(Random random)
    {
        List<Name> subtrees = [];
        for (int count = random.Next(4); count > 0; count--)
        {
            string domain = Domain(random);
            subtrees.Add(random.Next(30) switch
            {
                0 => new("dns", "." + domain),
                1 => new("dns", "*." + domain),
                2 => new("dns", ""),
                3 => new("mail", "a@b@" + domain),
                < 13 => new("dns", domain),
                < 16 => new("mail", random.Next(3) switch { 0 => "a@" + domain, 1 => "." + domain, _ => domain }),
                < 19 => new("uri", random.Next(2) == 0 ? "." + domain : domain),
                < 25 => new("address", Networks[random.Next(Networks.Length)]),
                _ => new("directory", Directories[random.Next(Directories.Length)]),
            });
        }

        return subtrees;
    }

    private static List<Name> Names(Random random)
    {
        List<Name> names = [];
        for (int count = 1 + random.Next(2); count > 0; count--)
        {
            string domain = Domain(random);
            names.Add(random.Next(20) switch
            {
                < 7 => new("dns", domain),
                < 9 => new("dns", "*." + domain),
                9 => new("dns", "a*." + domain),
                < 12 => new("mail", (random.Next(2) == 0 ? "a@" : "A@") + domain.ToUpperInvariant()),
                12 => new("mail", "nobody"),
                < 15 => new("uri", "https://" + domain + ":8443/path"),
                15 => new("uri", "urn"),
                < 19 => new("address", Addresses[random.Next(Addresses.Length)]),
                _ => new("directory", Directories[random.Next(Directories.Length)]),
            });
        }

        return names;
    }

    private static string Domain(Random random) => string.Join('.', Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Labels[random.Next(Labels.Length)]));

    private static (byte Tag, byte[] Value) Encode(Name name) => name.Kind switch
    {
        "dns" => Asn.Dns(name.Text),
        "mail" => Asn.Mail(name.Text),
        "uri" => Asn.Uri(name.Text),
        "address" => name.Text.Contains('/', StringComparison.Ordinal) ? Asn.Range(name.Text) : Asn.Address(name.Text),
        _ => (0xA4, new System.Security.Cryptography.X509Certificates.X500DistinguishedName(name.Text, System.Security.Cryptography.X509Certificates.X500DistinguishedNameFlags.None).RawData),
    };

    private static int HashCode(int seed, int index) => unchecked((seed * 1_000_003) + index);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
