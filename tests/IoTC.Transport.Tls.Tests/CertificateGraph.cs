using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace IoTC.Transport.Tls.Tests;

/// <summary>Authorities that certify each other: <c>A>B</c> is a certificate by A for B; EE is the server. Some certificates are broken.</summary>
internal sealed class CertificateGraph : IDisposable
{
    private readonly Dictionary<string, TestAuthority> _authorities = [];
    private readonly (string From, string To)[] _good;
    private readonly string[] _anchors;

    public CertificateGraph(string[] edges, string[] anchors, string[] broken, Func<string, Action<CertificateSpec>> breakIt, Func<string, string> nameOf)
    {
        _anchors = anchors;
        (string From, string To)[] all = [.. edges.Select(Split)];
        _good = [.. edges.Except(broken).Select(Split)];
        foreach (string id in all.SelectMany(e => new[] { e.From, e.To }).Concat(anchors).Distinct().Where(id => id != "EE"))
        {
            _authorities.Add(id, TestAuthority.Root(nameOf(id)));
        }

        List<byte[]> issued = [];
        foreach ((string from, string to) in all)
        {
            string edge = $"{from}>{to}";
            Action<CertificateSpec>? change = broken.Contains(edge) ? breakIt(edge) : null;
            if (to == "EE")
            {
                Leaf = _authorities[from].Leaf("localhost").Der;
            }
            else
            {
                issued.Add(_authorities[from].CrossSign(_authorities[to], change).Der);
            }
        }

        Authorities = [.. issued];
    }

    public byte[] Leaf { get; } = [];

    public byte[][] Authorities { get; }

    public string AnchorPem => string.Concat(_anchors.Select(a => _authorities[a].Pem));

    /// <summary>Whether the server can be reached from an anchor over certificates that are not broken.</summary>
    public bool IsReachable()
    {
        HashSet<string> reached = [.. _anchors];
        while (_good.FirstOrDefault(e => reached.Contains(e.From) && !reached.Contains(e.To)) is { From: not null } next)
        {
            reached.Add(next.To);
        }

        return reached.Contains("EE");
    }

    public void Dispose()
    {
        foreach (TestAuthority authority in _authorities.Values)
        {
            authority.Dispose();
        }
    }

    private static (string From, string To) Split(string edge) => (edge.Split('>')[0], edge.Split('>')[1]);
}
