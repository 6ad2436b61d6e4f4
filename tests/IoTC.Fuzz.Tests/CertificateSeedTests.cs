using System.Collections.Generic;
using System.Linq;
using IoTC.Fuzz.Targets;
using NUnit.Framework;

namespace IoTC.Fuzz.Tests;

/// <summary>The seeds are good: a mutation of what is refused at once would not lead far.</summary>
[TestFixture]
public sealed class CertificateSeedTests
{
    private static IEnumerable<FuzzTarget> Targets => [new CertificateTarget(), new ClientCertificateTarget()];

    [TestCaseSource(nameof(Targets))]
    public void TheFirstSeedsAreAccepted(object target)
    {
        FuzzTarget of = (FuzzTarget)target;
        ulong accepted = Run(of, of.Seeds.First());
        Assert.That(Run(of, of.Seeds.ElementAt(1)), Is.EqualTo(accepted));
        Assert.That(Run(of, [.. "no certificate"u8]), Is.Not.EqualTo(accepted));
        Assert.That(Run(of, of.Seeds.First()[..^1]), Is.Not.EqualTo(accepted));
    }

    private static ulong Run(FuzzTarget target, byte[] bytes)
    {
        Trace trace = new();
        target.Run(new FuzzInput(bytes, 0, bytes.Length), trace);
        return trace.Value;
    }
}
