using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Validation;

/// <summary>
/// Graphs of authorities that certify each other: bridges, loops, authorities of one name, certificates broken in every way, sent in any order. Whether a path exists
/// is told by the graph. <c>IOTC_CERT_SEED</c> changes the run, <c>IOTC_CERT_CASES</c> lengthens it.
/// </summary>
[TestFixture]
public sealed class PathGraphTests
{
    private const string Host = "localhost";

    private static readonly long Now = CertificateSpec.Now.ToUnixTimeMilliseconds();

    private static readonly (string Name, Action<CertificateSpec> Break)[] Breaks =
    [
        ("expired", s => s.NotAfter = CertificateSpec.Now.AddHours(-1)),
        ("name constraints", s => s.NameConstraints = Asn.Constraints([Asn.Dns("bad.example.com")], [])),
        ("usage", s => s.ExtendedUsages.Add("1.3.6.1.5.5.7.3.4")),
        ("no basic constraints", s => s.IsAuthority = null),
        ("no authority", s => s.IsAuthority = false),
        ("SHA-1", s => s.Hash = HashAlgorithmName.SHA1),
    ];

    // RFC 4158 §2.3 and §2.4: the mesh, and the bridge between four infrastructures.
    private const string Mesh = "B>EE C>B A>B C>A A>C T>C T>A";
    private const string Bridge = "F>H F>G G>F H>I I>H G>I W>F W>G J>K N>EE L>N L>M X>J X>L B>E B>D A>B C>B A>C C>A Y>A Y>C R>S O>R O>Q P>S Z>O Z>P "
        + "W>Br Br>W X>Br Br>X Y>Br Br>Y Z>Br Br>Z";

    [TestCase("I>EE T>I", "T", "", true)]
    [TestCase("I>EE T>I", "T", "T>I", false)]
    [TestCase("I>EE T>I", "I", "T>I", true)]
    [TestCase("I>EE R>I S>I", "R", "", true)]
    [TestCase("I>EE R>I S>I", "S", "R>I", true)]
    [TestCase("I>EE R>I S>I", "S", "S>I", false)]
    [TestCase(Mesh, "T", "", true)]
    [TestCase(Mesh, "T", "T>C A>B", true)]
    [TestCase(Mesh, "T", "T>A C>B", true)]
    [TestCase(Mesh, "T", "A>B C>B", false)]
    [TestCase(Bridge, "Z", "", true)]
    [TestCase(Bridge, "Z", "X>Br", true)]
    [TestCase(Bridge, "Z", "Br>X", false)]
    [TestCase(Bridge, "Z", "Z>Br", false)]
    [TestCase(Bridge, "W", "", true)]
    public void AGraphIsSearched(string edges, string anchor, string broken, bool isReachable)
    {
        foreach ((string name, Action<CertificateSpec> breakIt) in Breaks)
        {
            using CertificateGraph graph = new(edges.Split(' '), [anchor], [.. broken.Split(' ').Where(e => e.Length > 0)], _ => breakIt, id => id);
            Check(graph, isReachable, name);
        }
    }

    [Test]
    public void RandomGraphsAreSearched()
    {
        int seed = Setting("IOTC_CERT_SEED", 1);
        int cases = Setting("IOTC_CERT_CASES", 60);
        int reachable = 0;
        for (int i = 0; i < cases; i++)
        {
            Random random = new(unchecked((seed * 1_000_003) + i));
            int nodes = 2 + random.Next(6);
            List<string> edges = ["0>EE"];
            for (int e = random.Next(nodes * 3); e >= 0; e--)
            {
                string edge = $"{random.Next(nodes)}>{random.Next(nodes)}";
                if (!edges.Contains(edge) && edge.Split('>')[0] != edge.Split('>')[1])
                {
                    edges.Add(edge);
                }
            }

            string[] broken = [.. edges.Skip(1).Where(_ => random.Next(3) == 0)];
            string anchor = $"{random.Next(nodes)}";

            // Names are few, so that authorities of one name with different keys are many.
            string[] names = [.. Enumerable.Range(0, nodes).Select(_ => $"authority {random.Next(nodes)}")];
            using CertificateGraph graph = new(
                [.. edges], [anchor], broken, _ => Breaks[random.Next(Breaks.Length)].Break, id => id == "EE" ? id : names[int.Parse(id, CultureInfo.InvariantCulture)]);
            bool expected = graph.IsReachable();
            Check(graph, expected, $"seed {seed}, case {i}, anchor {anchor}, edges {string.Join(' ', edges)}, broken {string.Join(' ', broken)}, names {string.Join(',', names)}", random);
            reachable += expected ? 1 : 0;
        }

        Assert.That(reachable, Is.InRange(cases / 20, cases * 19 / 20));
    }

    [TestCase(true, true)]
    [TestCase(true, false)]
    [TestCase(false, true)]
    [TestCase(false, false)]
    public void AHundredAuthoritiesThatAllMightLeadToTheRootTakeBoundedTime(bool sameName, bool sameKey)
    {
        using TestAuthority root = TestAuthority.Root("root");
        using TestAuthority shared = TestAuthority.Root("shared");
        List<TestAuthority> chain = [TestAuthority.Root("root", s => s.Key = sameKey ? shared.Key : s.Key)];
        for (int i = 0; i < 100; i++)
        {
            chain.Add(chain[^1].Authority(sameName ? "root" : $"authority {i}", s =>
            {
                s.Key = sameKey ? shared.Key : s.Key;
                s.HasAuthorityKeyIdentifier = i % 2 == 0;
            }));
        }

        using TestAuthority leaf = chain[^1].Leaf(Host);
        ServerCertificateValidator validator = new(TrustedRoots.FromPem(root.Pem));
        byte[][] sent = [leaf.Der, .. chain.Select(c => c.Der)];
        validator.Validate(sent, Host, Now, out _);
        long started = Stopwatch.GetTimestamp();
        Assert.That(validator.Validate(sent, Host, Now, out string reason), Is.Not.EqualTo(TransportStatus.Ok), reason);
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)), reason);
        chain.ForEach(c => c.Dispose());
    }

    private static void Check(CertificateGraph graph, bool expected, string what, Random? random = null)
    {
        byte[][] authorities = graph.Authorities;
        random?.Shuffle(authorities);
        int status = new ServerCertificateValidator(TrustedRoots.FromPem(graph.AnchorPem)).Validate([graph.Leaf, .. authorities], Host, Now, out string reason);
        Assert.That(status == TransportStatus.Ok, Is.EqualTo(expected), $"{what}: {reason}");
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
