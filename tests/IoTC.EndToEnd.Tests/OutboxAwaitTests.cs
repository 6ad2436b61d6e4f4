using System;
using System.IO;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>What only the awaited client does with an outbox.</summary>
public sealed class OutboxAwaitTests() : DeviceFixture(ClientKind.Awaited)
{
    [Test]
    public async Task An_awaited_send_lasts_until_the_hub_has_it_however_often_connecting_fails()
    {
        string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox", Guid.NewGuid().ToString("N"));
        IoTCOptions options = Options();
        options.Outbox = new FileOutbox(folder);
        await using var client = new IoTCAsyncClient(options, Transport(), Log);
        Task sent = client.SendTelemetryAsync("1").AsTask();
        Azure.Faults.RefuseDpsTls(1);
        Assert.ThrowsAsync<IoTCException>(() => client.ConnectAsync());
        Assert.That(sent.IsCompleted, Is.False);
        await client.ConnectAsync();
        await Limit.Of(15, sent);
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));

        Azure.Faults.WithholdPubAcks(int.MaxValue);
        Task unacknowledged = client.SendTelemetryAsync("2").AsTask();
        await Twin.WaitForTelemetryCountAsync(2);
        await client.DisposeAsync();
        IoTCException stopped = Assert.ThrowsAsync<IoTCException>(() => Limit.Of(15, unacknowledged))!;
        Assert.That(stopped.Error, Is.EqualTo(IoTCError.Stopped));
        Assert.That(stopped.Message, Does.Contain("stays in the outbox"));
    }
}
