using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace IoTC.Bench.Codec;

/// <summary>
/// Measures one row in many short rounds, the three ways in turn within each: what the machine does to one, it does to all.
/// Figures are medians over the quietest quarter of the rounds.
/// </summary>
internal sealed class PairedLoops
{
    private const double RoundMs = 0.5;
    private const double WarmUpMs = 300;

    private readonly ComparisonRow _row;
    private readonly int _ours;
    private readonly int _theirs;
    private readonly int _copy;
    private readonly List<Round> _rounds = [];

    public PairedLoops(ComparisonRow row)
    {
        _row = row;
        _ours = Calibrate(row.Ours);
        _theirs = Calibrate(row.Theirs);
        _copy = Calibrate(row.Copy);
    }

    public void Run(int rounds)
    {
        for (int i = 0; i < rounds; i++) _rounds.Add(new Round(Time(_row.Ours, _ours), Time(_row.Theirs, _theirs), Time(_row.Copy, _copy)));
    }

    public ComparisonResult GetResult()
    {
        // Rounds that shared their core with another program tell about that program.
        double ours = _rounds.Min(r => r.Ours);
        double theirs = _rounds.Min(r => r.Theirs);
        double copy = _rounds.Min(r => r.Copy);
        Round[] quiet = [.. _rounds.OrderBy(r => (r.Ours / ours) + (r.Theirs / theirs) + (r.Copy / copy)).Take(_rounds.Count / 4)];
        return new ComparisonResult(
            _row,
            Median(quiet, r => r.Ours),
            Median(quiet, r => r.Theirs),
            Median(quiet, r => r.Copy),
            Median(quiet, r => r.Ours / r.Theirs),
            Median(quiet, r => r.Ours / r.Copy),
            Allocated(_row.Ours),
            Allocated(_row.Theirs));
    }

    /// <summary>Runs until the compiler has had its time, then finds how often fits into a round.</summary>
    private static int Calibrate(Func<int, long> loop)
    {
        int operations = 16;
        long start = Stopwatch.GetTimestamp();
        do
        {
            double nanoseconds = Time(loop, operations);
            operations = Math.Clamp((int)(RoundMs * 1e6 / nanoseconds), 16, 4_000_000);
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMs);
        return operations;
    }

    private static double Time(Func<int, long> loop, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        loop(operations);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }

    private static double Allocated(Func<int, long> loop)
    {
        const int Operations = 1000;
        loop(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        loop(Operations);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Operations;
    }

    private static double Median(Round[] rounds, Func<Round, double> value)
    {
        double[] sorted = [.. rounds.Select(value).Order()];
        return sorted[sorted.Length / 2];
    }

    private sealed record Round(double Ours, double Theirs, double Copy);
}
