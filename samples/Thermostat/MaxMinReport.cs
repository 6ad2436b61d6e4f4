using System;
using System.Globalization;
using IoTC.Json;

namespace IoTC.Samples;

/// <summary>The answer to getMaxMinReport: since the start, in degrees Celsius and percent. Temperatures are left out on a machine without a sensor.</summary>
internal sealed class MaxMinReport(
    double? maxTemp, double? minTemp, double? avgTemp, double? maxCpuLoad, double? minCpuLoad, double? avgCpuLoad, DateTimeOffset startTime, DateTimeOffset endTime)
{
    public void Write(JsonWriter json)
    {
        json.WriteStartObject();
        Write(json, "maxTemp", maxTemp);
        Write(json, "minTemp", minTemp);
        Write(json, "avgTemp", avgTemp);
        Write(json, "maxCpuLoad", maxCpuLoad);
        Write(json, "minCpuLoad", minCpuLoad);
        Write(json, "avgCpuLoad", avgCpuLoad);
        Write(json, "startTime", startTime);
        Write(json, "endTime", endTime);
        json.WriteEndObject();
    }

    private static void Write(JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
    }

    // ISO 8601, in UTC.
    private static void Write(JsonWriter json, string name, DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        json.WriteString(name, string.Create(
            CultureInfo.InvariantCulture, $"{utc.Year:0000}-{utc.Month:00}-{utc.Day:00}T{utc.Hour:00}:{utc.Minute:00}:{utc.Second:00}Z"));
    }
}
