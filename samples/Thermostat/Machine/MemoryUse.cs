using System;
using System.Globalization;

namespace IoTC.Samples.Machine;

/// <summary>Memory in use, from /proc/meminfo; elsewhere, from the garbage collector, which has to know.</summary>
internal static class MemoryUse
{
    public static double ReadPercent()
    {
        double total = ReadProc("MemTotal:");
        double available = ReadProc("MemAvailable:");
        if (total > 0 && available > 0) return 100 * (total - available) / total;

        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        return memory.TotalAvailableMemoryBytes > 0 ? 100.0 * memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes : 0;
    }

    // MemTotal:       16311204 kB
    private static double ReadProc(string name)
    {
        foreach (string line in SystemFile.TryReadLines("/proc/meminfo"))
        {
            if (line.StartsWith(name, StringComparison.Ordinal)) return double.Parse(line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
        }

        return 0;
    }
}
