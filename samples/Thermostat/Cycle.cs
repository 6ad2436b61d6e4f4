using System;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Transport;

namespace IoTC.Samples;

/// <summary>One run: the device connects, works and disconnects; where the cloud is on this machine, its operator works too.</summary>
internal sealed class Cycle(Settings settings, ICloud? cloud, Journal journal)
{
    private const string ModelId = "dtmi:com:example:Thermostat;1";

    /// <summary>Runs the whole cycle.</summary>
    /// <returns>What did not happen, and what to do, in one sentence; empty when all did.</returns>
    /// <exception cref="IoTCException">The device could not connect.</exception>
    public async Task<string> RunAsync(StopSignal stop)
    {
        (IoTCOptions options, IAsyncTransport transport) = cloud is null ? settings.ToOptions() : await cloud.StartAsync();
        options.ModelId = ModelId;
        await using var thermostat = new Thermostat(options, transport, journal);
        journal.Write("key", options.Credential!.Type switch
        {
            IoTCConnectType.GroupKey => $"device key of {options.DeviceId} derived from the group key",
            IoTCConnectType.X509 => $"certificate of {options.DeviceId}",
            _ => $"device key of {options.DeviceId}",
        });

        try
        {
            await thermostat.ConnectAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            return "It was stopped before it was connected; let it run longer.";
        }

        if (settings.RunFor is { } runFor) stop.StopAfter(runFor);
        Task<string> operation = cloud?.OperateAsync(settings.RunFor!.Value, stop.Token) ?? Task.FromResult("");
        await thermostat.RunAsync(stop.Token);
        string failure = await operation;
        string trouble = thermostat.Trouble;
        int left = await thermostat.DisconnectAsync();

        if (left > 0) return $"{left} of {thermostat.Sent} messages were not acknowledged; check the network and start again. {trouble}".TrimEnd();
        if (trouble.Length > 0) return trouble;
        if (failure.Length == 0) journal.Write("done", Summary(thermostat));
        return failure;
    }

    private static string Summary(Thermostat thermostat) =>
        $"{thermostat.Sent} messages acknowledged, {Count(thermostat.PropertiesTaken, "property", "properties")} taken, {Count(thermostat.CommandsAnswered, "command", "commands")} answered";

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
