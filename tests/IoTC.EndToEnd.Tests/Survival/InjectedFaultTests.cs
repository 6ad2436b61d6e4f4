using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Core.Tests.Client;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Survival;

/// <summary>The awaited client over a transport that moves few bytes at a time and is cut again and again, above real TLS: any byte of any packet may be the last.</summary>
[TestFixture]
[NonParallelizable]
public sealed class InjectedFaultTests() : DeviceFixture(ClientKind.Awaited)
{
    [Test]
    public async Task Everything_arrives_in_order_over_a_transport_that_is_cut_at_any_byte([Values(1, 2)] int seed)
    {
        const int Cuts = 50;
        var random = new Random(seed);
        IoTCOptions options = Options();
        (options.AllowUnsecuredTransport, options.ReconnectMinDelayMs, options.ReconnectMaxDelayMs) = (true, 1, 5);
        var transport = new FaultInjectingTransport(Transport()) { MaxPiece = 7 };
        await using var client = new IoTCAsyncClient(options, transport);
        await client.ConnectAsync();
        var sends = new List<Task>();
        var watch = Stopwatch.StartNew();
        while (transport.Cuts < Cuts)
        {
            Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(120), $"{transport.Cuts} cuts");
            // The next cut is drawn when the one before has been made.
            if (!transport.WillCut) transport.CutAfter(random.Next(1, 2000));
            sends.Add(client.SendTelemetryAsync(sends.Count.ToString()).AsTask());
            await Task.Delay(2);
        }

        await Limit.Of(60, Task.WhenAll(sends));
        IReadOnlyList<TelemetryMessage> arrived = Twin.Telemetry;
        TestContext.Progress.WriteLine($"cuts {transport.Cuts}, sent {sends.Count}, arrived {arrived.Count}");
        Assert.That(arrived.Select(message => message.PayloadText).Distinct(), Is.EqualTo(Enumerable.Range(0, sends.Count).Select(i => i.ToString())));
    }
}
