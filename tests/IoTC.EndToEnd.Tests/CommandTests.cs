using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class CommandTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_command_arrives_with_its_payload_and_its_answer_goes_back()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnCommand("", "echo", command =>
        {
            seen.Set($"{command.Name} {command.Payload.GetString()} {command.IsQueued}");
            command.Reply(201, "{\"said\":\"Grüße\"}");
        });
        await device.ConnectAsync();

        MethodResult result = await Twin.InvokeAsync("echo", "\"Grüße\"");
        Assert.That(await seen.NextAsync(), Is.EqualTo("echo Grüße False"));
        Assert.That(result, Is.EqualTo(new MethodResult(MethodOutcome.Answered, 201, "{\"said\":\"Grüße\"}")));
    }

    [Test]
    public async Task A_command_without_a_handler_is_answered_404()
    {
        await ConnectAsync();
        MethodResult result = await Twin.InvokeAsync("unknown", "{}");
        Assert.That((result.Outcome, result.Status), Is.EqualTo((MethodOutcome.Answered, 404)));
    }

    [Test]
    public async Task A_handler_that_throws_is_answered_500_and_its_words_stay_here()
    {
        ITestDevice device = Create();
        device.OnCommand("", "bad", _ => throw new InvalidOperationException("secret words"));
        await device.ConnectAsync();
        MethodResult result = await Twin.InvokeAsync("bad");
        Assert.That((result.Outcome, result.Status), Is.EqualTo((MethodOutcome.Answered, 500)));
        Assert.That(result.PayloadJson + Log, Does.Not.Contain("secret words"));
    }

    [Test]
    public async Task A_handler_that_says_nothing_is_answered_200()
    {
        ITestDevice device = Create();
        device.OnCommand("", "quiet", static _ => { });
        await device.ConnectAsync();
        Assert.That((await Twin.InvokeAsync("quiet")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task A_components_command_finds_its_handler()
    {
        ITestDevice device = Create();
        device.OnCommand("", "reboot", static command => command.Reply(400));
        device.OnCommand("inlet", "reboot", static command => command.Reply(200));
        await device.ConnectAsync();
        Assert.That((await Twin.InvokeAsync("inlet*reboot")).Status, Is.EqualTo(200));
        Assert.That((await Twin.InvokeAsync("reboot")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_command_can_be_answered_later()
    {
        ITestDevice device = Create();
        var kept = new Signal<IoTCCommand>();
        device.OnCommand("", "slow", command => kept.Set(command.Detach()));
        device.OnMessage(_ => kept.NextAsync().Result.Reply(202, "1"));
        await device.ConnectAsync();
        Task<MethodResult> call = Twin.InvokeAsync("slow");
        await Twin.SendMessageAsync("now");
        Assert.That((await call).Status, Is.EqualTo(202));
    }

    [Test]
    public async Task A_command_that_takes_long_is_answered_202_and_its_result_is_a_property()
    {
        ITestDevice device = Create();
        var accepted = new Signal<IoTCCommand>();
        device.OnCommand("", "calibrate", command => accepted.Set(command.Accept()));
        await device.ConnectAsync();
        Assert.That((await Twin.InvokeAsync("calibrate", "{\"seconds\":5}")).Status, Is.EqualTo(202));

        IoTCCommand command = await accepted.NextAsync();
        Assert.That(command.PayloadText, Is.EqualTo("{\"seconds\":5}"), "it is kept");
        await device.UpdateAsync(json =>
        {
            json.WritePropertyName(command.Name);
            json.WriteStartObject();
            json.WriteNumber("value", 87);
            json.WriteEndObject();
        });
        Assert.That(Twin.GetReportedJson(), Does.Contain("\"calibrate\":{\"value\":87}"));
    }

    [Test]
    public async Task A_command_delivered_twice_is_handled_and_answered_once()
    {
        ITestDevice device = Create();
        int calls = 0;
        device.OnCommand("", "once", _ => Interlocked.Increment(ref calls));
        device.OnCommand("", "after", static _ => { });
        await device.ConnectAsync();
        Azure.Faults.RepeatMethods(1);
        Assert.That((await Twin.InvokeAsync("once")).Status, Is.EqualTo(200));
        Assert.That((await Twin.InvokeAsync("after")).Status, Is.EqualTo(200), "what came after the repetition");
        Assert.That(calls, Is.EqualTo(1));
    }

    [TestCase("go", "7", false, "go|7|")]
    [TestCase("go", null, false, "go||")]
    [TestCase("go", "plain text", true, "go|plain text|")]
    [TestCase("inlet*go", "{\"a\":1}", false, "go|{\"a\":1}|inlet")]
    [TestCase("inlet*go", null, true, "go||inlet")]
    public async Task A_queued_command_comes_in_every_form_of_IoT_Central(string name, string? payload, bool isLegacy, string expected)
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnCommand("", "go", command => seen.Set($"{command.Name}|{command.PayloadText}|{command.Component}"));
        device.OnCommand("inlet", "go", command => seen.Set($"{command.Name}|{command.PayloadText}|{command.Component}"));
        await device.ConnectAsync();
        CloudToDeviceMessage message = await Twin.SendOfflineCommandAsync(name, payload, isLegacy);
        Assert.That(await seen.NextAsync(), Is.EqualTo(expected));
        await Limit.Of(10, message.Acknowledged);
    }

    [Test]
    public async Task A_message_handler_that_throws_ends_nothing()
    {
        ITestDevice device = Create();
        device.OnMessage(_ => throw new InvalidOperationException());
        device.OnConnectionChanged(_ => throw new InvalidOperationException());
        await device.ConnectAsync();
        await Limit.Of(10, (await Twin.SendMessageAsync("x")).Acknowledged);
        await device.SendAsync("still here");
        Assert.That(Twin.ConnectionCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_messages_properties_have_names_and_can_be_listed()
    {
        ITestDevice device = Create();
        var seen = new Signal<IoTCMessage>();
        device.OnMessage(seen.Set);
        await device.ConnectAsync();
        CloudToDeviceMessage message = await Twin.SendMessageAsync(
            "1", new Dictionary<string, string?> { ["$.cid"] = "c 1", ["$.exp"] = "2027-01-02T03:04:05Z", ["a b"] = "ü", ["flag"] = null, ["empty"] = "" });
        IoTCMessage received = await seen.NextAsync();
        Assert.That((received.MessageId, received.CorrelationId), Is.EqualTo((message.MessageId, "c 1")));
        Assert.That((received.To, received.Acknowledgement), Is.EqualTo(($"/devices/{Id}/messages/devicebound", "none")));
        Assert.That(received.ExpiryTime, Is.EqualTo(new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        Assert.That((received.UserId, received.ContentType, received.CreationTime), Is.EqualTo(((string?)null, (string?)null, (DateTimeOffset?)null)));
        Assert.That(received.Payload.ToArray(), Is.EqualTo("1"u8.ToArray()));
        Assert.That((received.Properties["a b"], received.Properties["flag"], received.Properties["empty"]), Is.EqualTo(("ü", (string?)null, "")));
        Assert.That(received.Properties, Has.Count.EqualTo(8));
    }

    [Test]
    public async Task A_queued_command_is_acknowledged_after_its_handler()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        using var mayReturn = new ManualResetEventSlim();
        device.OnCommand("", "later", command =>
        {
            seen.Set($"{command.Name} {command.PayloadText} {command.IsQueued}");
            mayReturn.Wait(TimeSpan.FromSeconds(10));
        });
        await device.ConnectAsync();

        CloudToDeviceMessage message = await Twin.SendOfflineCommandAsync("later", "[1]");
        Assert.That(await seen.NextAsync(), Is.EqualTo("later [1] True"));
        bool wasEarly = message.Acknowledged.IsCompleted;
        mayReturn.Set();
        await Limit.Of(10, message.Acknowledged);
        Assert.That(wasEarly, Is.False);
        Assert.That(Twin.PendingMessages, Is.Zero);
    }

    [Test]
    public async Task A_command_queued_while_away_arrives_at_the_next_connect()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnCommand("", "later", command => seen.Set(command.PayloadText));
        await device.ConnectAsync();
        await device.DisconnectAsync();
        await Twin.WaitForDisconnectionAsync();
        CloudToDeviceMessage message = await Twin.SendOfflineCommandAsync("later", "7");
        await device.ConnectAsync();
        Assert.That(await seen.NextAsync(), Is.EqualTo("7"));
        await Limit.Of(10, message.Acknowledged);
    }

    [Test]
    public async Task A_message_arrives_with_its_properties()
    {
        ITestDevice device = Create();
        var seen = new Signal<IoTCMessage>();
        device.OnMessage(seen.Set);
        await device.ConnectAsync();
        CloudToDeviceMessage message = await Twin.SendMessageAsync("Grüße", new Dictionary<string, string?> { ["a b"] = "ü&=/ +", ["flag"] = null });
        IoTCMessage received = await seen.NextAsync();
        await Limit.Of(10, message.Acknowledged);

        Assert.That(received.GetText(), Is.EqualTo("Grüße"));
        Assert.That(received.GetProperty("a b"), Is.EqualTo("ü&=/ +"));
        Assert.That(received.GetProperty("flag"), Is.Null);
        Assert.That(received.GetProperty("$.mid"), Is.EqualTo(message.MessageId));
    }
}
