using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.Limbo;

/// <summary>
/// A public suite of certificate chains: x509-limbo, or any file of the same form. The variable <c>X509_LIMBO_JSON</c> names the file; several are separated by <c>;</c>.
/// </summary>
[TestFixture]
public sealed class LimboTests
{
    private const string Variable = "X509_LIMBO_JSON";

    [Test]
    public void TheSuiteAgrees()
    {
        string files = Environment.GetEnvironmentVariable(Variable) ?? "";
        if (files.Length == 0)
        {
            Assert.Ignore($"The variable {Variable} names no suite.");
        }

        foreach (string file in files.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            Check(file);
        }
    }

    private static void Check(string file)
    {
        List<LimboCase> cases = LimboCase.Load(file);
        var inapplicable = cases.Where(c => LimboRunner.Inapplicable(c) is not null).ToLookup(c => LimboRunner.Inapplicable(c)!);
        List<LimboOutcome> outcomes = [.. cases.Where(c => LimboRunner.Inapplicable(c) is null).Select(LimboRunner.Run)];
        IReadOnlyDictionary<string, string> waivers = LimboWaivers.Load();

        List<LimboOutcome> different = [.. outcomes.Where(o => !o.Agrees)];
        List<LimboOutcome> unwaived = [.. different.Where(o => !waivers.ContainsKey(o.Case.Id))];
        LimboOutcome slowest = outcomes.MaxBy(o => o.Elapsed)!;
        double raw = 100.0 * (outcomes.Count - different.Count) / outcomes.Count;
        double agreement = 100.0 * (outcomes.Count - unwaived.Count) / outcomes.Count;

        TestContext.Out.WriteLine($"{Path.GetFileName(file)}: {cases.Count} cases, {outcomes.Count} apply");
        foreach (IGrouping<string, LimboCase> group in inapplicable)
        {
            TestContext.Out.WriteLine($"  {group.Count()} do not: {group.Key}");
        }

        TestContext.Out.WriteLine($"agreement {raw:F1} %, with waivers {agreement:F1} %; false accepts {different.Count(o => o.IsFalseAccept)}, outside waivers {unwaived.Count(o => o.IsFalseAccept)}; "
            + $"false refusals {different.Count(o => !o.IsFalseAccept)}; slowest {slowest.Elapsed.TotalMilliseconds:F0} ms ({slowest.Case.Id})");
        foreach (LimboOutcome outcome in different)
        {
            string waiver = waivers.TryGetValue(outcome.Case.Id, out string? reason) ? $"waived: {reason}" : "NOT WAIVED";
            TestContext.Out.WriteLine($"{(outcome.IsAccepted ? "accepted" : "refused")} {outcome.Case.Id}: {outcome.Reason} [{waiver}]");
        }

        Assert.Multiple(() =>
        {
            Assert.That(unwaived.Where(o => o.IsFalseAccept).Select(o => o.Case.Id), Is.Empty);
            Assert.That(agreement, Is.GreaterThanOrEqualTo(95));
            Assert.That(slowest.Elapsed, Is.LessThan(TimeSpan.FromSeconds(1)));

            // A waiver whose case agrees is out of date.
            Assert.That(outcomes.Where(o => o.Agrees && waivers.ContainsKey(o.Case.Id)).Select(o => o.Case.Id), Is.Empty);
        });
    }
}
