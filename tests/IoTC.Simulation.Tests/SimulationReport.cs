using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IoTC.Simulation.Tests;

/// <summary>The numbers of many runs, for docs/reliability.md.</summary>
internal static class SimulationReport
{
    public static string Write(IReadOnlyList<SimulationResult> results, TimeSpan elapsed, TimeSpan cpu)
    {
        if (results.Count == 0) return "no run came to its end";
        double years = results.Sum(r => (double)r.DeviceMs) / 86_400_000 / 365;
        var lines = new List<string>
        {
            Line($"seeds {results.Count}, device years {years:F1}, in {elapsed.TotalSeconds:F0} s ({cpu.TotalSeconds:F0} s of CPU), steps {results.Sum(r => r.Steps)}"),
            Line($"telemetry accepted {Sum(r => r.Accepted)}, lost {Sum(r => r.Accepted - r.Arrived)}, arrived more than once {Sum(r => r.Duplicates)}, refused because the queue was full {Sum(r => r.Refused)}"),
            Line($"commands {Sum(r => r.Commands)}, cloud-to-device deliveries {Sum(r => r.Messages)}, desired properties told {Sum(r => r.Properties)}"),
            Line($"attempts to connect {Sum(r => r.Opens)}, most in an hour {results.Max(r => r.Ledger.MostOpensInAnHour)}, registrations {Sum(r => r.Registrations)}"),
            Line($"most calls in a minute {results.Max(r => r.Ledger.MostCallsInAMinute)}, most queued {results.Max(r => r.Ledger.MostQueued)}, largest buffer {results.Max(r => r.Ledger.LargestBuffer)}"),
        };
        foreach (IGrouping<string, KeyValuePair<string, int>> kind in results.SelectMany(r => r.Faults).GroupBy(f => f.Key).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            lines.Add(Line($"fault: {kind.Key} {kind.Sum(f => f.Value)}"));
        }

        return string.Join(Environment.NewLine, lines);

        long Sum(Func<Ledger, long> count) => results.Sum(r => count(r.Ledger));
    }

    private static string Line(FormattableString line) => FormattableString.Invariant(line).ToString(CultureInfo.InvariantCulture);
}
