using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;

namespace IoTC.Samples;

/// <summary>An outage of an hour in a minute: telemetry goes on, the connection dies and comes back, the device itself is restarted in between, and nothing is missing.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        int seconds = 60;
        if (arguments.Length > 0 && (arguments is not ["--for", { } text] || !int.TryParse(text, CultureInfo.InvariantCulture, out seconds) || seconds < 2))
        {
            Console.Error.WriteLine("Outage [--for SECONDS]: how long the outage lasts, 2 at least; each second stands for a minute. Without it, 60.");
            return 2;
        }

        string folder = Path.Combine(Path.GetTempPath(), "iotc-outage-" + Guid.NewGuid().ToString("N"));
        try
        {
            return await new Outage(folder, TimeSpan.FromSeconds(seconds)).RunAsync() ? 0 : 1;
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, true);
        }
    }
}
