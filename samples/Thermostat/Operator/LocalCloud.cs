using System;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.Transport;

namespace IoTC.Samples.Operator;

/// <summary>The emulator in this process, and what an operator does with it.</summary>
internal sealed class LocalCloud(Journal journal) : ICloud
{
    private const string DeviceId = "thermostat-1";
    private const double Target = 22.5;

    private IoTCEmulator? _azure;

    public async Task<(IoTCOptions Options, IAsyncTransport Transport)> StartAsync()
    {
        _azure = await IoTCEmulator.StartAsync();
        journal.Write("emulator", $"DPS on localhost:{_azure.DpsPort}, hub on localhost:{_azure.HubPort}");
        var options = new IoTCOptions
        {
            IdScope = _azure.IdScope,
            DeviceId = DeviceId,
            Credential = DeviceCredential.GroupKey(_azure.GroupKey),
            ProvisioningHost = "localhost",
            ProvisioningPort = _azure.DpsPort,
            HubPort = _azure.HubPort,
        };
        return (options, DeviceStream.Create(_azure.RootCertificatePem));
    }

    public async Task<string> OperateAsync(TimeSpan runFor, CancellationToken stop)
    {
        EmulatedDevice device = _azure!.Device(DeviceId);
        // After a few seconds each, or sooner when the whole run is short.
        TimeSpan pause = runFor < TimeSpan.FromSeconds(7) ? runFor / 3 : TimeSpan.FromSeconds(2.5);
        try
        {
            await Task.Delay(pause, stop);
            if (!await SetTargetAsync(device, stop)) return "The device did not acknowledge targetTemperature.";
            await Task.Delay(pause, stop);
            return await AskForReportAsync(device, stop) ? "" : "The device did not answer getMaxMinReport.";
        }
        catch (OperationCanceledException)
        {
            return "It was stopped before the operator had set targetTemperature and asked for getMaxMinReport; let it run for some seconds more.";
        }
        catch (TimeoutException)
        {
            return "The device did not acknowledge targetTemperature within 10 s.";
        }
    }

    public ValueTask DisposeAsync() => _azure?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> SetTargetAsync(EmulatedDevice device, CancellationToken stop)
    {
        journal.Write("operator", string.Create(CultureInfo.InvariantCulture, $"wants targetTemperature {Target}"));
        long version = await device.SetDesiredAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"targetTemperature":{{Target}}}"""));
        JsonElement reported = await device.WaitForReportedAsync(
            r => r.TryGetProperty("targetTemperature", out JsonElement target) && target.GetProperty("av").GetInt64() == version, cancellationToken: stop);
        JsonElement acknowledged = reported.GetProperty("targetTemperature");
        journal.Write("operator", $"sees it acknowledged: value {acknowledged.GetProperty("value")}, ac {acknowledged.GetProperty("ac")}, av {acknowledged.GetProperty("av")}");
        return acknowledged.GetProperty("ac").GetInt32() == 200;
    }

    private async Task<bool> AskForReportAsync(EmulatedDevice device, CancellationToken stop)
    {
        journal.Write("operator", "asks for getMaxMinReport");
        MethodResult result = await device.InvokeAsync("getMaxMinReport", cancellationToken: stop);
        journal.Write("operator", $"got {result.Status} {result.PayloadJson}");
        return result is { Outcome: MethodOutcome.Answered, Status: 200 };
    }
}
