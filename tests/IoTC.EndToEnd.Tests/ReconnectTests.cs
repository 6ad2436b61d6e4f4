using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class ReconnectTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task Nothing_is_lost_or_reordered_when_the_connection_drops()
    {
        ITestDevice device = await ConnectAsync();
        await device.SendAsync("0");
        Azure.Faults.WithholdPubAcks(5);
        List<Task> sends = [.. Enumerable.Range(1, 10).Select(i => device.SendAsync(i.ToString()))];
        await Twin.WaitForTelemetryCountAsync(6);
        await Twin.DisconnectAsync();
        sends.AddRange(Enumerable.Range(11, 20).Select(i => device.SendAsync(i.ToString())));
        await Limit.Of(15, Task.WhenAll(sends));

        IReadOnlyList<TelemetryMessage> arrived = Twin.Telemetry;
        Assert.That(arrived.Select(message => message.PayloadText).Distinct(), Is.EqualTo(Enumerable.Range(0, 31).Select(i => i.ToString())));
        Assert.That(arrived.Skip(arrived.Select(message => message.PayloadText).Distinct().Count()).Count(), Is.GreaterThanOrEqualTo(5), "what was not acknowledged is sent again");
        Assert.That(arrived.Where(message => message.IsDuplicate).Select(message => message.PayloadText), Is.SupersetOf(new[] { "1", "2", "3", "4", "5" }));
        Assert.That(Twin.ConnectionCount, Is.EqualTo(2));
    }

    [Test]
    public async Task Properties_and_commands_work_after_a_drop_as_before()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnProperty("", "target", property =>
        {
            seen.Set(property.Value.ToString());
            return true;
        });
        device.OnCommand("", "ping", static command => command.Reply(200));
        await device.ConnectAsync();
        await Twin.DisconnectAsync();
        await Twin.SetDesiredAsync("{\"target\":5}");
        Assert.That(await seen.NextAsync(), Is.EqualTo("5"));
        MethodResult result = await Twin.InvokeAsync("ping", connectTimeout: TimeSpan.FromSeconds(10));
        Assert.That(result.Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_device_disabled_while_connected_is_told_so_and_comes_back_when_enabled()
    {
        ITestDevice device = Create();
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        Twin.Disable();

        ConnectionChange refused = await changes.NextAsync(change => change.Error == IoTCError.Disabled);
        Assert.That(refused.Status, Is.EqualTo(ConnectionStatus.Waiting));
        Assert.That(refused.Message, Does.Contain("disabled").And.Contain("Check"));
        Assert.That(refused.Action, Is.EqualTo(RecommendedAction.CheckDevice));
        Twin.Enable();
        await changes.NextAsync(change => change.Status == ConnectionStatus.Connected);
        await device.SendAsync("back");
    }

    [Test]
    public async Task A_device_deleted_from_its_hub_asks_DPS_again()
    {
        IoTCOptions options = Options();
        options.ReprovisionMinIntervalMs = 1;
        ITestDevice device = Create(options);
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        await changes.NextAsync(change => change.Status == ConnectionStatus.Connected);
        EmulatedDevice before = Twin;
        before.Delete();

        ConnectionChange refused = await changes.NextAsync(change => change.Error == IoTCError.Disabled);
        Assert.That(refused.Message, Does.Contain("deleted"));
        await changes.NextAsync(change => change.Status == ConnectionStatus.Provisioning);
        await changes.NextAsync(change => change.Status == ConnectionStatus.Connected);
        await device.SendAsync("back");
        Assert.That(Twin, Is.Not.SameAs(before));
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_hub_that_is_away_for_some_attempts_is_waited_for()
    {
        ITestDevice device = Create();
        var changes = new Signal<ConnectionChange>();
        device.OnConnectionChanged(changes.Set);
        await device.ConnectAsync();
        await changes.NextAsync(change => change.Status == ConnectionStatus.Connected);
        Azure.Faults.RefuseHubTls(2);
        Azure.Faults.NextConnect(3, 2);
        await Twin.DisconnectAsync();
        await changes.NextAsync(change => change.Message.Contains("cannot be used", StringComparison.Ordinal));
        await changes.NextAsync(change => change.Error == IoTCError.ServiceUnavailable);
        await changes.NextAsync(change => change.Status == ConnectionStatus.Connected);
        await device.SendAsync("back");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }
}
