using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Readme;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>What .NET has over and above: objects, batches, streams; over TLS, against the emulator.</summary>
public sealed class AwaitedSurfaceTests() : DeviceFixture(ClientKind.Awaited)
{
    [Test]
    public async Task Objects_go_out_and_come_in()
    {
        await using IoTCAsyncClient client = await OpenAsync();
        client.OnCommand("echo", (command, ct) => command.ReplyAsync(200, command.GetPayload(ReportJson.Default.Report)!, ReportJson.Default.Report, ct));
        await client.SendTelemetryAsync(new Reading(21.5, 48), ReportJson.Default.Reading);
        await client.UpdatePropertiesAsync(new Report(3), ReportJson.Default.Report);
        Assert.That((await Twin.NextTelemetryAsync()).PayloadText, Is.EqualTo("{\"Temperature\":21.5,\"Humidity\":48}"));
        Assert.That((await client.GetTwinAsync()).Reported.Get(ReportJson.Default.Report), Is.EqualTo(new Report(3)));
        Assert.That((await Twin.InvokeAsync("echo", "{\"Restarts\":7}")).PayloadJson, Is.EqualTo("{\"Restarts\":7}"));
    }

    [Test]
    public async Task A_batch_arrives_in_order()
    {
        await using IoTCAsyncClient client = await OpenAsync();
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 1000).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))];
        await Limit.Of(20, client.SendTelemetryBatchAsync(payloads));
        Assert.That(Twin.Telemetry.Select(message => message.PayloadText), Is.EqualTo(Enumerable.Range(0, 1000).Select(i => $"{i}")));
    }

    [Test]
    public async Task Messages_are_a_stream_and_the_hub_keeps_what_was_not_read()
    {
        await using IoTCAsyncClient client = await OpenAsync();
        IAsyncEnumerable<IoTCMessage> messages = client.ReadMessagesAsync();   // from here on they wait for the loop
        Task<string> reading = Task.Run(async () =>
        {
            await foreach (IoTCMessage message in messages)
            {
                if (message.GetText() == "last") return message.MessageId!;
            }

            return "";
        });
        CloudToDeviceMessage first = await Twin.SendMessageAsync("first");
        CloudToDeviceMessage last = await Twin.SendMessageAsync("last");
        await Limit.Of(10, first.Acknowledged);
        Assert.That(await Limit.Of(10, () => reading), Is.EqualTo(last.MessageId));
        Assert.That(last.Acknowledged.IsCompleted, Is.False, "the loop was left at it");

        await Twin.DisconnectAsync();
        await foreach (IoTCMessage message in client.ReadMessagesAsync())
        {
            Assert.That(message.GetText(), Is.EqualTo("last"));
            break;
        }
    }

    [Test]
    public async Task A_result_is_reported_in_the_commands_component()
    {
        await using IoTCAsyncClient client = await OpenAsync();
        client.Component("inlet").OnCommand("calibrate", (command, ct) =>
        {
            IoTCCommand accepted = command.Accept();
            _ = client.ReportResultAsync(accepted, json => json.WriteNumberValue(87), ct).AsTask();
            return ValueTask.CompletedTask;
        });
        Assert.That((await Twin.InvokeAsync("inlet*calibrate")).Status, Is.EqualTo(202));
        await Twin.WaitForReportedAsync(reported => reported.TryGetProperty("inlet", out _));
        Assert.That(Twin.GetReportedJson(), Does.StartWith("""{"inlet":{"__t":"c","calibrate":{"value":87}}"""));
    }

    [Test]
    public async Task A_wait_can_be_given_up_and_the_message_stays()
    {
        await using IoTCAsyncClient client = await OpenAsync();
        Azure.Faults.WithholdPubAcks(1);
        using var giveUp = new CancellationTokenSource();
        Task sent = client.SendTelemetryAsync("1", null, giveUp.Token).AsTask();
        await Twin.WaitForTelemetryCountAsync(1);
        await giveUp.CancelAsync();
        Assert.That(() => sent, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(client.QueuedCount, Is.EqualTo(1));
    }

    private async Task<IoTCAsyncClient> OpenAsync()
    {
        var client = new IoTCAsyncClient(Options(), Transport(), Log);
        await client.ConnectAsync();
        return client;
    }
}
