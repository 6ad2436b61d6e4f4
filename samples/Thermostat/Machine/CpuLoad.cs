using System;
using System.Diagnostics;
using System.Globalization;

namespace IoTC.Samples.Machine;

/// <summary>The load of all processors since the last look, from /proc/stat; elsewhere, the part that this program causes.</summary>
internal sealed class CpuLoad
{
    private double _busy;
    private double _total;

    public CpuLoad() => ReadPercent();

    public double ReadPercent()
    {
        (double busy, double total) = TryReadProc() ?? ReadOwn();
        double percent = total > _total ? 100 * (busy - _busy) / (total - _total) : 0;
        (_busy, _total) = (busy, total);
        return Math.Clamp(percent, 0, 100);
    }

    // cpu  user nice system idle iowait irq softirq steal …, in ticks. proc(5)
    private static (double Busy, double Total)? TryReadProc()
    {
        if (SystemFile.TryReadLine("/proc/stat") is not { } line) return null;
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 6 || fields[0] != "cpu") return null;

        double total = 0;
        for (int i = 1; i < Math.Min(fields.Length, 9); i++) total += double.Parse(fields[i], CultureInfo.InvariantCulture);
        double idle = double.Parse(fields[4], CultureInfo.InvariantCulture) + double.Parse(fields[5], CultureInfo.InvariantCulture);
        return (total - idle, total);
    }

    private static (double Busy, double Total) ReadOwn() =>
        (Environment.CpuUsage.TotalTime.TotalSeconds, Stopwatch.GetElapsedTime(0).TotalSeconds * Environment.ProcessorCount);
}
