using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace IoTC.Samples.Machine;

/// <summary>A temperature sensor that the kernel shows, in thousandths of a degree Celsius.</summary>
internal sealed class Thermometer
{
    private readonly string _path;

    private Thermometer(string path) => _path = path;

    /// <summary>The first sensor that answers, or null.</summary>
    public static Thermometer? Find()
    {
        foreach (string path in Candidates())
        {
            var thermometer = new Thermometer(path);
            if (thermometer.Read() is not null) return thermometer;
        }

        return null;
    }

    /// <summary>Degrees, or null when the sensor does not answer or not sensibly.</summary>
    public double? Read()
    {
        string? text = SystemFile.TryReadLine(_path);
        bool isNumber = double.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double thousandths);
        return isNumber && thousandths is > -60_000 and < 200_000 and not 0 ? thousandths / 1000 : null;
    }

    private static IEnumerable<string> Candidates()
    {
        foreach (string zone in SystemFile.Folders("/sys/class/thermal", "thermal_zone*")) yield return Path.Combine(zone, "temp");
        foreach (string chip in SystemFile.Folders("/sys/class/hwmon", "hwmon*")) yield return Path.Combine(chip, "temp1_input");
    }
}
