using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>The hub drops connections without a word, as MQTT 3.1.1 lets it; the device comes back, and nothing is lost.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class HubRefusalTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_throttled_device_is_dropped_and_delivers_all_the_same()
    {
        ITestDevice device = await ConnectAsync();
        Azure.Faults.ThrottleTelemetry(20);
        string[] payloads = [.. Enumerable.Range(0, 60).Select(i => i.ToString())];
        await Limit.Of(30, Task.WhenAll(payloads.Select(payload => device.SendAsync(payload))));
        Assert.That(Twin.LastCloseReason, Is.EqualTo("throttled (429002)"));
        Assert.That(Twin.Telemetry.Select(message => message.PayloadText).Distinct(), Is.EqualTo(payloads));
    }

    // CONNECT succeeds, the first message ends the connection, again and again, until the quota is there again.
    [Test]
    public async Task An_exhausted_quota_is_waited_out()
    {
        ITestDevice device = Create();
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        Azure.Faults.DropOnTelemetry(4);
        Task sent = device.SendAsync("1");
        for (int i = 0; i < 4; i++) await changes.NextAsync(change => change.Status == ConnectionStatus.Waiting);
        await Limit.Of(15, sent);
        Assert.That(Twin.Telemetry.Select(message => message.PayloadText), Is.EqualTo(new[] { "1" }));
        Assert.That(Twin.ConnectionCount, Is.EqualTo(5));
    }

    [Test]
    public async Task A_second_connection_of_the_same_device_takes_the_place_of_the_first()
    {
        IoTCOptions options = Options();
        options.AutoReconnect = false;
        ITestDevice first = Create(options);
        var changes = new Signal<ConnectionChange>();
        first.OnConnectionChanged(changes.Set);
        await first.ConnectAsync();
        ITestDevice second = await ConnectAsync();
        ConnectionChange end = await changes.NextAsync(change => change.Status == ConnectionStatus.Disconnected);
        Assert.That(end.Error, Is.Not.EqualTo(IoTCError.None));
        await second.SendAsync("second");
        Assert.That((await Twin.NextTelemetryAsync()).PayloadText, Is.EqualTo("second"));
        Assert.That((Twin.IsConnected, Twin.ConnectionCount), Is.EqualTo((true, 2)));
    }

    // What the hub ends a connection for on sight: QoS 2, another topic, a wildcard, a request without $rid, too many bytes.
    [Test]
    public async Task Nothing_a_program_can_say_makes_the_client_break_the_hubs_rules()
    {
        ITestDevice device = Create();
        device.OnCommand("", "go", static command => command.Reply(200));
        await device.ConnectAsync();
        var hostile = new MessageProperties { ["#"] = "+/#", ["+"] = "$rid=1&a=b?/", ["/../x"] = "\n\u007F" };
        await device.SendAsync("#+/", hostile);
        await device.ReportAsync("pro+perty#", "#/+");
        Assert.That((await Twin.InvokeAsync("go", "\"#/+?$rid=2\"")).Status, Is.EqualTo(200));
        Assert.That((await Twin.InvokeAsync("no-such_command.1", "1")).Status, Is.EqualTo(404));
        Assert.That(() => hostile.QoS = 2, Throws.ArgumentException);
        Assert.That((await Twin.NextTelemetryAsync()).Properties, Is.EqualTo(new Dictionary<string, string?> { ["#"] = "+/#", ["+"] = "$rid=1&a=b?/", ["/../x"] = "\n\u007F" }));
        Assert.That((Twin.ConnectionCount, Twin.LastCloseReason), Is.EqualTo((1, (string?)null)));
    }

    [Test]
    public async Task A_throttled_twin_at_the_start_is_waited_for()
    {
        ITestDevice device = Create();
        Azure.Faults.NextTwin(429, 2);
        await device.ConnectAsync();
        await device.SendAsync("1");
        Assert.That(Twin.ConnectionCount, Is.EqualTo(1));
    }
}
