using System;
using System.Threading;
using IoTC.Samples.Machine;

namespace IoTC.Samples;

/// <summary>What was measured since the start. Readings come from one thread, the question from another.</summary>
internal sealed class History
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _start = WholeSecond();
    private readonly Range _temperature = new();
    private readonly Range _cpuLoad = new();
    private double? _target;

    /// <summary>The temperature that the operator wants; null before the first.</summary>
    public double? Target
    {
        get
        {
            lock (_gate) return _target;
        }

        set
        {
            lock (_gate) _target = value;
        }
    }

    public void Add(Reading reading)
    {
        lock (_gate)
        {
            _cpuLoad.Add(reading.CpuLoad);
            if (reading.Temperature is { } degrees) _temperature.Add(degrees);
        }
    }

    public MaxMinReport ToReport()
    {
        lock (_gate)
        {
            return new MaxMinReport(
                _temperature.Max, _temperature.Min, _temperature.Average, _cpuLoad.Max, _cpuLoad.Min, _cpuLoad.Average, _start, WholeSecond());
        }
    }

    private static DateTimeOffset WholeSecond() => DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    private sealed class Range
    {
        private double _sum;
        private int _count;

        public double? Max { get; private set; }

        public double? Min { get; private set; }

        public double? Average => _count == 0 ? null : Math.Round(_sum / _count, 1);

        public void Add(double value)
        {
            Max = Max is { } max ? Math.Max(max, value) : value;
            Min = Min is { } min ? Math.Min(min, value) : value;
            _sum += value;
            _count++;
        }
    }
}
