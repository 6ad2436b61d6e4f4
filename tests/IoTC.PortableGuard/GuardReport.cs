using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.PortableGuard.Rules;

namespace IoTC.PortableGuard;

/// <summary>What was found, and the IL bytes by namespace (empty when the sources do not compile).</summary>
internal sealed record GuardReport(IReadOnlyList<Violation> Violations, SortedDictionary<string, int> CodeBytes)
{
    public int TotalCodeBytes => CodeBytes.Values.Sum();

    public override string ToString() => string.Join(Environment.NewLine, Violations);
}
