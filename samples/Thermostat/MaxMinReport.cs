using System;

namespace IoTC.Samples;

/// <summary>The answer to getMaxMinReport: since the start, in degrees Celsius and percent. Temperatures are left out on a machine without a sensor.</summary>
internal sealed record MaxMinReport(
    double? MaxTemp, double? MinTemp, double? AvgTemp, double? MaxCpuLoad, double? MinCpuLoad, double? AvgCpuLoad, DateTimeOffset StartTime, DateTimeOffset EndTime);
