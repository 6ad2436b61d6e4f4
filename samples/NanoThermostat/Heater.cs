namespace NanoThermostat;

/// <summary>A heater that exists in numbers only; tenths of a degree.</summary>
internal sealed class Heater
{
    private int _tenths = 180;

    /// <summary>What the cloud asks for, in °C.</summary>
    public double Target { get; set; } = 21;

    public bool RebootAsked { get; set; }

    /// <summary>The temperature as JSON writes it. A board prints a double with 16 digits; whole tenths print as they are.</summary>
    public string Text => (_tenths / 10).ToString() + "." + (_tenths % 10).ToString();

    /// <summary>A tenth of a degree nearer to the target.</summary>
    public void Step()
    {
        int target = (int)(Target * 10);
        if (_tenths < target) _tenths++;
        else if (_tenths > target && _tenths > 0) _tenths--;
    }
}
