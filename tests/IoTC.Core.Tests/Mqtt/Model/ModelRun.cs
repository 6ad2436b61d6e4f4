using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Plays scripts, and makes those that fail as short as it can.</summary>
internal static class ModelRun
{
    /// <summary>Plays a script.</summary>
    /// <param name="settings">The settings of the run.</param>
    /// <param name="script">Its operations.</param>
    /// <param name="trace">Takes what happens.</param>
    /// <returns>What does not hold, or <see langword="null"/>.</returns>
    public static string? Play(ModelSettings settings, IReadOnlyList<Operation> script, List<string>? trace = null)
    {
        try
        {
            var model = new SessionModel(settings) { Trace = trace };
            foreach (Operation operation in script) model.Apply(operation);
            model.Finish();
            return null;
        }
        catch (ModelFailure failure)
        {
            return failure.Message;
        }
#pragma warning disable CA1031 // Any exception of the session is a finding.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }
    }

    /// <summary>Plays a seed.</summary>
    /// <returns>A report with the shortened script, or <see langword="null"/>.</returns>
    public static string? Play(int seed)
    {
        ModelSettings settings = ModelSettings.FromSeed(seed);
        Operation[] script = Operation.Script(seed);
        string? failure = Play(settings, script);
        if (failure == null) return null;

        settings = Simplify(settings, script, failure);
        List<Operation> shortest = Shrink(settings, script, failure);
        var trace = new List<string>();
        var report = new StringBuilder();
        report.AppendLine(FormattableString.Invariant($"seed {seed}: {failure}"));
        report.AppendLine(FormattableString.Invariant($"shortened to {shortest.Count} of {script.Length} operations: {Play(settings, shortest, trace)}"));
        report.AppendLine(FormattableString.Invariant($"{settings}"));
        foreach (string line in trace) report.AppendLine(line);
        return report.ToString();
    }

    /// <summary>Leaves out what the failure does not need: halves, then smaller parts, then single operations.</summary>
    public static List<Operation> Shrink(ModelSettings settings, IReadOnlyList<Operation> script, string failure)
    {
        string kind = Kind(failure);
        var kept = new List<Operation>(script);
        for (int size = kept.Count / 2; size > 0; size = size == 1 ? 0 : size / 2)
        {
            bool again = true;
            while (again)
            {
                again = false;
                for (int start = 0; start + size <= kept.Count; start += size)
                {
                    var shorter = new List<Operation>(kept);
                    shorter.RemoveRange(start, size);
                    if (Kind(Play(settings, shorter)) != kind) continue;
                    kept = shorter;
                    start -= size;
                    again = true;
                }
            }
        }

        return kept;
    }

    private static ModelSettings Simplify(ModelSettings settings, Operation[] script, string failure)
    {
        ModelSettings simpler = settings with { Wraps = false };
        return settings.Wraps && Kind(Play(simpler, script)) == Kind(failure) ? simpler : settings;
    }

    // A shorter script has other numbers in its failure, and must not lead to another failure.
    private static string Kind(string? failure) => failure == null ? "" : string.Concat(failure.Split('\n')[0].Where(c => !char.IsAsciiDigit(c)));
}
