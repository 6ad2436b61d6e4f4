using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using IoTC.Samples;
using IoTC.Security;
using IoTC.Transport;

namespace IoTC.ColdStart;

/// <summary>
/// A whole device client and nothing else: it provisions when no hub is named, connects, sends one message and ends in order; then it prints one line, what that
/// took. <c>bench/cold-start.sh</c> runs it. Exit code: 0 when the message was acknowledged (with <c>--broker</c>, when CONNACK came), 1 when not.
/// </summary>
internal static class Program
{
    /// <summary>Options: --device-id, --key and --id-scope, --dps-host, --dps-port or --hub; --hub-port, --roots FILE, --broker, --spawned UNIX-SECONDS.</summary>
    public static int Main(string[] commandLine)
    {
        DateTime mainAt = DateTime.UtcNow;
        var arguments = new Arguments(commandLine);
        bool isBroker = arguments.Has("broker");
        long begin = Stopwatch.GetTimestamp();
        try
        {
            string roots = arguments.Text("roots");
            var transport = new WatchedTransport((ITransport)DeviceStream.Create(roots.Length == 0 ? "" : File.ReadAllText(roots)), isBroker);
            var options = new IoTCOptions
            {
                DeviceId = arguments.Text("device-id"),
                Credential = DeviceCredential.DeviceKey(arguments.Text("key")),
                IdScope = arguments.Text("id-scope"),
                HubHost = arguments.Text("hub"),
                HubPort = arguments.Port("hub-port"),
                AutoReconnect = !isBroker,
            };
            if (arguments.Text("dps-host") is { Length: > 0 } host) options.ProvisioningHost = host;
            if (arguments.Port("dps-port") is > 0 and int port) options.ProvisioningPort = port;
            using var client = new IoTCClient(options, transport);
            double made = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            double ready = double.NaN;
            int left = 0;
            try
            {
                client.Connect();
                ready = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
                client.SendTelemetry("""{"temperature":21.5}""");
                left = client.Disconnect();
            }
            catch (IoTCException) when (isBroker && transport.FirstBytesAt != 0)
            {
            }

            double connack = Stopwatch.GetElapsedTime(begin, transport.FirstBytesAt).TotalMilliseconds;
            double main = double.TryParse(arguments.Text("spawned"), CultureInfo.InvariantCulture, out double spawned)
                ? (mainAt - DateTime.UnixEpoch).TotalMilliseconds - (spawned * 1000)
                : double.NaN;
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"main {main:F2} made {made:F2} connack {connack:F2} ready {ready:F2} rss {PeakKb()}"));
            return left == 0 ? 0 : 1;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    // VmHWM, the most memory that was resident at once, in KiB.
    private static string PeakKb()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmHWM:", StringComparison.Ordinal)) return line.AsSpan(6).Trim().ToString().Replace(" kB", "", StringComparison.Ordinal);
        }

        return "0";
    }
}
