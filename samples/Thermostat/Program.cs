using System;
using System.Threading.Tasks;

namespace IoTC.Samples;

/// <summary>From arguments to an exit code: 0 when all that was to happen has happened, 1 when not, 2 for bad arguments.</summary>
internal static partial class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            var settings = Settings.Read(arguments, Environment.GetEnvironmentVariable);
            if (settings.WantsHelp)
            {
                Console.Out.WriteLine(Settings.Help);
                return 0;
            }

            string failure = await RunAsync(settings, new Journal());
            return failure.Length == 0 ? 0 : Fail(1, failure);
        }
        catch (ArgumentException exception)
        {
            return Fail(2, exception.Message);
        }
        catch (Exception exception)
        {
            return Fail(1, exception.Message);
        }
    }

    // Filled in by Operator/, which a build for a device leaves out.
    static partial void FindCloud(Journal journal, ref ICloud? cloud);

    private static async Task<string> RunAsync(Settings settings, Journal journal)
    {
        ICloud? cloud = null;
        if (!settings.HasCredentials)
        {
            FindCloud(journal, ref cloud);
            if (cloud is null) throw new ArgumentException("This build has no emulator: pass --id-scope, --device-id and --key or --group-key (see --help).");
        }

        await using (cloud)
        {
            using var stop = new StopSignal();
            return await new Cycle(settings, cloud, journal).RunAsync(stop);
        }
    }

    private static int Fail(int exitCode, string reason)
    {
        Console.Out.Flush();
        Console.Error.WriteLine("thermostat: " + reason.ReplaceLineEndings(" "));
        return exitCode;
    }
}
