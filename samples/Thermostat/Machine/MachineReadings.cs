using System;

namespace IoTC.Samples.Machine;

/// <summary>Reads this machine: /proc and /sys on Linux, what .NET knows elsewhere.</summary>
internal sealed class MachineReadings
{
    private readonly CpuLoad _cpu = new();
    private readonly Thermometer? _thermometer = Thermometer.Find();

    public Reading Read() => new(
        Math.Round(_cpu.ReadPercent(), 1),
        Math.Round(MemoryUse.ReadPercent(), 1),
        _thermometer?.Read() is { } degrees ? Math.Round(degrees, 1) : null);
}
