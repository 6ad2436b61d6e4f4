using System.Globalization;
using IoTC.Json;

namespace IoTC.Samples.Machine;

/// <summary>What this machine's sensors say.</summary>
/// <param name="CpuLoad">Percent of all processors.</param>
/// <param name="MemoryUsed">Percent.</param>
/// <param name="Temperature">Degrees Celsius; null when the machine has no sensor, or shows none.</param>
internal sealed record Reading(double CpuLoad, double MemoryUsed, double? Temperature)
{
    public void Write(JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("cpuLoad", CpuLoad);
        json.WriteNumber("memoryUsed", MemoryUsed);
        if (Temperature is { } degrees) json.WriteNumber("temperature", degrees);
        json.WriteEndObject();
    }

    public override string ToString()
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"cpu {CpuLoad,5:0.0} %  memory {MemoryUsed,5:0.0} %");
        return Temperature is { } degrees ? string.Create(CultureInfo.InvariantCulture, $"{text}  {degrees,5:0.0} °C") : text;
    }
}
