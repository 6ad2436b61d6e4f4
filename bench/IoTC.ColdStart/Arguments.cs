using System;
using System.Globalization;

namespace IoTC.ColdStart;

/// <summary>The values of options by name, from arguments first and from the environment (<c>IOTC_HUB</c> for <c>--hub</c>) second; a missing one is empty.</summary>
internal sealed class Arguments(string[] arguments)
{
    public string Text(string name)
    {
        int at = Array.IndexOf(arguments, "--" + name);
        return at >= 0 && at + 1 < arguments.Length
            ? arguments[at + 1]
            : Environment.GetEnvironmentVariable("IOTC_" + name.Replace('-', '_').ToUpperInvariant()) ?? "";
    }

    public int Port(string name) => Text(name) is { Length: > 0 } text ? ushort.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    public bool Has(string name) => Array.IndexOf(arguments, "--" + name) >= 0;
}
