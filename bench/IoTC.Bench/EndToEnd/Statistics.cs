using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace IoTC.Bench.EndToEnd;

/// <summary>Medians and the words of a verdict.</summary>
internal static class Statistics
{
    public static double Median(List<double> values) => Quantile([.. values], 0.5);

    public static double Quantile(double[] values, double quantile)
    {
        Array.Sort(values);
        return values[(int)Math.Min(values.Length - 1, quantile * values.Length)];
    }

    public static double Microseconds(double ticks) => ticks * 1e6 / Stopwatch.Frequency;

    /// <summary>Pass, or by how much it was missed.</summary>
    public static string AtMost(double value, double bar) => value <= bar ? "pass" : FormattableString.Invariant($"**missed** by {((value / bar) - 1) * 100:F0} %");

    public static string AtLeast(double value, double bar) => value >= bar ? "pass" : FormattableString.Invariant($"**missed** by {(1 - (value / bar)) * 100:F0} %");
}
