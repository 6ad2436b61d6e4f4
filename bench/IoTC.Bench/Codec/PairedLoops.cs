using System;
using System.Diagnostics;

namespace IoTC.Bench.Codec;

/// <summary>Measures in many short rounds, the three ways in turn within each: what the machine does to one, it does to all.</summary>
internal static class PairedLoops
{
    private const int Rounds = 301;
    private const double RoundMs = 0.7;
    private const double WarmUpMs = 300;

    public static ComparisonResult Measure(ComparisonRow row)
    {
        int ours = Calibrate(row.Ours);
        int theirs = Calibrate(row.Theirs);
        int copy = Calibrate(row.Copy);

        double[] oursNs = new double[Rounds];
        double[] theirsNs = new double[Rounds];
        double[] copyNs = new double[Rounds];
        double[] ofTheirs = new double[Rounds];
        double[] ofCopy = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            oursNs[i] = Time(row.Ours, ours);
            theirsNs[i] = Time(row.Theirs, theirs);
            copyNs[i] = Time(row.Copy, copy);
            ofTheirs[i] = oursNs[i] / theirsNs[i];
            ofCopy[i] = oursNs[i] / copyNs[i];
        }

        return new ComparisonResult(
            row, Median(oursNs), Median(theirsNs), Median(copyNs), Median(ofTheirs), Median(ofCopy), Allocated(row.Ours), Allocated(row.Theirs));
    }

    /// <summary>Runs until the compiler has had its time, then finds how often fits into a round.</summary>
    private static int Calibrate(Func<int, long> loop)
    {
        int operations = 16;
        long start = Stopwatch.GetTimestamp();
        double nanoseconds;
        do
        {
            nanoseconds = Time(loop, operations);
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

    private static double Median(double[] values)
    {
        double[] sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
