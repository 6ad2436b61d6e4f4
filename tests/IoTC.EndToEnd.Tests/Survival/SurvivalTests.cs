using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Survival;

/// <summary>Real sockets, real TLS, and a bad network between: nothing accepted is lost or reordered, and nothing leaks.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
[NonParallelizable]
public sealed class SurvivalTests(ClientKind kind) : DeviceFixture(kind)
{
    private const int LimitSeconds = 120;

    [Test]
    public async Task Everything_arrives_in_order_through_a_network_that_cuts_stalls_slows_fragments_and_corrupts()
    {
        const int MinFaults = 25;
        await using var proxy = new FaultyProxy(Azure.HubPort, seed: 17, minBytes: 1, maxBytes: 12_000);
        IoTCOptions options = Options();
        options.HubPort = Azure.HubPort;
        ITestDevice device = Create(Hurried(options));
        var sends = new List<Task>();
        options.HubPort = proxy.Port;
        // The first connection is the caller's to repeat.
        while (device.Connection.Status != ConnectionStatus.Connected)
        {
            try
            {
                await device.ConnectAsync();
            }
            catch (IoTCException)
            {
                // The proxy's doing.
            }
        }

        var watch = Stopwatch.StartNew();
        while (proxy.Faults < MinFaults)
        {
            Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(LimitSeconds), proxy.Report);
            sends.Add(device.SendAsync(sends.Count.ToString()));
            await Task.Delay(10);
        }

        proxy.Heal();
        await Limit.Of(LimitSeconds, Task.WhenAll(sends));
        AssertAllArrived(Twin.Telemetry, sends.Count, proxy.Report);
    }

    [Test]
    public async Task Everything_arrives_in_order_over_an_emulator_that_is_ended_and_started_again_under_load()
    {
        const int Restarts = 5;
        string folder = Directory.CreateTempSubdirectory("iotc-survival").FullName;
        var arrived = new List<TelemetryMessage>();
        IoTCEmulator azure = await IoTCEmulator.StartAsync(new EmulatorOptions { RetryAfterSeconds = 0, CertificateFolder = folder });
        int dpsPort = azure.DpsPort;
        string groupKey = azure.GroupKey;
        await using var hub = new FaultyProxy(azure.HubPort, seed: 1, minBytes: int.MaxValue - 1, maxBytes: int.MaxValue);
        IoTCOptions options = Options();
        (options.Credential, options.ProvisioningPort, options.HubPort, options.IdScope) = (DeviceCredential.GroupKey(groupKey), dpsPort, hub.Port, azure.IdScope);
        options.ReprovisionMinIntervalMs = 1;
        ITestDevice device = Create(Hurried(options), new() { TrustedRootsPem = azure.RootCertificatePem });
        var sends = new List<Task>();
        try
        {
            await device.ConnectAsync();
            for (int i = 0; i < Restarts; i++)
            {
                for (int k = 0; k < 40; k++)
                {
                    sends.Add(device.SendAsync(sends.Count.ToString()));
                    await Task.Delay(2);
                }

                var watch = Stopwatch.StartNew();
                while (azure.FindDevice(Id) is not { TelemetryCount: > 5 })
                {
                    Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(LimitSeconds), "nothing arrives");
                    await Task.Delay(5);
                }

                EmulatedDevice before = azure.Device(Id);
                await azure.DisposeAsync();
                arrived.AddRange(before.Telemetry);
                for (int k = 0; k < 20; k++) sends.Add(device.SendAsync(sends.Count.ToString()));
                azure = await IoTCEmulator.StartAsync(new EmulatorOptions { RetryAfterSeconds = 0, CertificateFolder = folder, DpsPort = dpsPort, GroupKey = groupKey });
                hub.ServerPort = azure.HubPort;
            }

            await Limit.Of(LimitSeconds, Task.WhenAll(sends));
            arrived.AddRange(azure.Device(Id).Telemetry);
            AssertAllArrived(arrived, sends.Count, "");
        }
        finally
        {
            await azure.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task A_thousand_reconnects_leave_heap_threads_and_handles_as_they_were()
    {
        const int WarmUp = 100;
        const int Reconnects = 1000;
        IoTCOptions options = Options();
        (options.ReconnectMinDelayMs, options.ReconnectMaxDelayMs) = (1, 1);
        Log.IsOff = true;
        ITestDevice device = Create(options);
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        await ReconnectAsync(changes, WarmUp);
        Resources before = Resources.Now();
        await ReconnectAsync(changes, Reconnects);
        Resources after = Resources.Now();
        TestContext.Progress.WriteLine($"{Reconnects} reconnects: {before} -> {after}");
        using (Assert.EnterMultipleScope())
        {
            // Of both sides: the emulator lives in this process too.
            Assert.That(after.HeapBytes - before.HeapBytes, Is.LessThan(Reconnects * 500L), "bytes on the heap");
            Assert.That(after.Threads - before.Threads, Is.LessThan(12), "threads");
            Assert.That(after.Handles - before.Handles, Is.LessThan(12), "handles");
        }

        await device.SendAsync("still there");
    }

    private async Task ReconnectAsync(Signal<ConnectionChange> changes, int count)
    {
        await changes.NextAsync(static change => change.Status == ConnectionStatus.Connected);
        for (int i = 1; i <= count; i++)
        {
            await Twin.DisconnectAsync();
            if (i < count) await changes.NextAsync(static change => change.Status == ConnectionStatus.Connected);
        }
    }

    private static IoTCOptions Hurried(IoTCOptions options)
    {
        options.OpenTimeoutMs = 3000;
        options.ConnackTimeoutMs = 3000;
        options.AcknowledgeTimeoutMs = 1500;
        options.TwinTimeoutMs = 3000;
        options.ConnectTimeoutMs = 10_000;
        return options;
    }

    private static void AssertAllArrived(IReadOnlyList<TelemetryMessage> arrived, int sent, string report)
    {
        string[] first = [.. arrived.Select(message => message.PayloadText).Distinct()];
        TestContext.Progress.WriteLine($"sent {sent}, arrived {arrived.Count}, lost {sent - first.Length}; {report}");
        Assert.That(first, Is.EqualTo(Enumerable.Range(0, sent).Select(i => i.ToString())));
    }
}
