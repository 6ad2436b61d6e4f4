using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.Transport.Sockets;

namespace IoTC.Samples;

/// <summary>The device, the cloud, and what happens between them. Time runs sixty times as fast: a message a second becomes sixty.</summary>
internal sealed class Outage(string folder, TimeSpan length)
{
    private const string DeviceId = "meter-1";
    private const int Speed = 60;

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private int _sent;

    public async Task<bool> RunAsync()
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { RetryAfterSeconds = 0, TelemetryHistory = 1_000_000 });
        Say($"the emulator is up; one message a second, {Speed} times as fast; the outbox is {folder}");
        EmulatedDevice device = azure.AddDevice(DeviceId);
        await using (IoTCAsyncClient client = Make(azure, device))
        {
            await client.ConnectAsync();
            await SendAsync(client, TimeSpan.FromSeconds(1));
            Say($"connected; {_sent} sent, {device.TelemetryCount} arrived");

            azure.Faults.RefuseHubTls(int.MaxValue);
            await device.DisconnectAsync();
            Say("the hub is gone");
            await SendAsync(client, length / 2);
            Say($"half of the outage: {client.Connection.Status}, {client.QueuedCount} kept; the device is restarted");
        }

        // A new client stands for a new process. It cannot connect yet, and sends all the same.
        await using IoTCAsyncClient again = Make(azure, device);
        Say($"restarted; {again.QueuedCount} are still there");
        await SendAsync(again, length / 2);
        Say($"the end of the outage: {again.QueuedCount} kept");
        azure.Faults.Clear();
        await again.ConnectAsync();
        Say("the hub is back");
        await SendAsync(again, TimeSpan.FromSeconds(1));
        Say($"a second later: {device.TelemetryCount} arrived; stopping in order");
        int left = await again.DisconnectAsync();
        Say("stopped");
        return new Proof(device.Telemetry, _sent, left, DeviceId).Write(Console.Out);
    }

    private IoTCAsyncClient Make(IoTCEmulator azure, EmulatedDevice device) => new(
        new IoTCOptions
        {
            HubHost = azure.HubHostName,
            HubPort = azure.HubPort,
            DeviceId = DeviceId,
            Credential = DeviceCredential.DeviceKey(device.PrimaryKey),
            Outbox = new FileOutbox(folder),
            ReplayPerSecond = 50 * Speed,
            DisconnectTimeoutMs = 60_000,
            ReconnectMinDelayMs = 1000 / Speed,
            ReconnectMaxDelayMs = 60_000 / Speed,
        },
        new SocketTransport { TrustedRootsPem = azure.RootCertificatePem });

    private async Task SendAsync(IoTCAsyncClient client, TimeSpan time)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Speed));
        TimeSpan until = _time.Elapsed + time;
        int first = _sent;
        TimeSpan start = _time.Elapsed;
        while (_time.Elapsed < until)
        {
            await ticks.WaitForNextTickAsync();
            // As many as are due, also when a tick came late.
            int due = first + (int)((_time.Elapsed - start).TotalSeconds * Speed);
            while (_sent < due) await client.EnqueueTelemetryAsync($"{{\"n\":{_sent++}}}");
        }
    }

    private void Say(string line) => Console.WriteLine($"{_time.Elapsed.TotalSeconds,6:F1} s  {line}");
}
