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
    public async Task An_awaited_send_ends_when_connecting_fails_and_its_message_goes_with_the_next_connection()
    {
        string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox", Guid.NewGuid().ToString("N"));
        IoTCOptions options = Options();
        // Accepted before the call returns, and so waiting.
        options.Outbox = new FileOutbox(folder) { SyncPolicy = OutboxSyncPolicy.Never };
        await using var client = new IoTCAsyncClient(options, Transport(), Log);
        Task sent = client.SendTelemetryAsync("1").AsTask();
        Azure.Faults.RefuseDpsTls(1);
        IoTCException failed = Assert.ThrowsAsync<IoTCException>(() => client.ConnectAsync())!;
        IoTCException ended = Assert.ThrowsAsync<IoTCException>(() => Limit.Of(15, sent))!;
        Assert.That(ended.Error, Is.EqualTo(failed.Error));
        Assert.That(ended.Message, Does.Contain("stays in the outbox").And.Contain(failed.Message));
        await client.ConnectAsync();
        await Twin.WaitForTelemetryCountAsync(1);

        Azure.Faults.WithholdPubAcks(int.MaxValue);
        Task unacknowledged = client.SendTelemetryAsync("2").AsTask();
        await Twin.WaitForTelemetryCountAsync(2);
        await client.DisposeAsync();
        IoTCException stopped = Assert.ThrowsAsync<IoTCException>(() => Limit.Of(15, unacknowledged))!;
        Assert.That(stopped.Error, Is.EqualTo(IoTCError.Stopped));
        Assert.That(stopped.Message, Does.Contain("stays in the outbox"));
    }
}
