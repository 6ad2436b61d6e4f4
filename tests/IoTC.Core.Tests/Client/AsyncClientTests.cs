using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What only the awaited client has: objects, batches, streams, the twin, and results that are awaited.</summary>
[TestFixture]
internal sealed class AsyncClientTests
{
    private const string Start = "devices/dev1/messages/events/$.ct=application%2Fjson&$.ce=utf-8";

    private ScriptedCloud _cloud = new();
    private AsyncClientUnderTest _device = null!;

    private IoTCAsyncClient Client => _device.Client;

    [SetUp]
    public void Connect() => Connect(static _ => { });

    [TearDown]
    public void Dispose() => _device.Dispose();

    [Test]
    public async Task TelemetryIsWrittenInManyWays()
    {
        var properties = new MessageProperties { { "a", "b" } };
        await Client.SendTelemetryAsync("{\"text\":1}"u8.ToArray().AsMemory());
        await Client.SendTelemetryAsync(new Reading(21.5, "ü"), ReadingJson.Default.Reading);
        await Client.SendTelemetryAsync(new Reading(22), ReadingJson.Default.Reading, properties);
        await Client.SendTelemetryAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("t", 23);
            json.WriteEndObject();
        });
        await Client.SendTelemetryAsync(24, static (json, value) => json.WriteNumberValue(value), properties);
        Assert.That(_cloud.Telemetry.Select(p => p.Topic + " " + p.Text), Is.EqualTo(new[]
        {
            Start + " {\"text\":1}", Start + " {\"temperature\":21.5,\"note\":\"\\u00FC\"}", Start + "&a=b {\"temperature\":22}", Start + " {\"t\":23}", Start + "&a=b 24",
        }));
    }

    [Test]
    public async Task ACallbackMaySendItself()
    {
        Task inner = Task.CompletedTask;
        await Client.SendTelemetryAsync(json =>
        {
            json.WriteStartArray();
            inner = Client.SendTelemetryAsync(static other => other.WriteStringValue("inner")).AsTask();
            json.WriteEndArray();
        });
        await inner;
        Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(new[] { "\"inner\"", "[]" }));
    }

    [Test]
    public void BadTelemetryIsRefusedHere()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Client.SendTelemetryAsync(static json => json.WriteStartObject()).AsTask(), Throws.ArgumentException.With.Message.Contains("one JSON value"));
            Assert.That(() => Client.SendTelemetryAsync(static _ => { }).AsTask(), Throws.ArgumentException);
            Assert.That(() => Client.SendTelemetryAsync(static json => json.WriteStringValue(new string('x', 300_000))).AsTask(), Throws.TypeOf<IoTCException>().With.Message.Contains("256 KB"));
            Assert.That(() => Client.SendTelemetryAsync(new Reading(1, new string('x', 300_000)), ReadingJson.Default.Reading).AsTask(), Throws.TypeOf<IoTCException>().With.Message.Contains("256 KB"));
            Assert.That(() => Client.SendTelemetryAsync((string)null!).AsTask(), Throws.ArgumentNullException);
            Assert.That(() => Client.SendTelemetryAsync("1", null, new CancellationToken(true)).AsTask(), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(_cloud.Telemetry, Is.Empty);
        }
    }

    [Test]
    public async Task QoS0IsDoneWhenItIsQueued()
    {
        _device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        await Client.SendTelemetryAsync("1", new MessageProperties { QoS = 0 });
        _device.WorkUntil(() => _cloud.Telemetry.Any());
        Assert.That(_cloud.Telemetry.Single().QoS, Is.Zero);
    }

    [Test]
    public async Task ABatchLeavesInOneSend()
    {
        int before = _device.SendCount;
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 50).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))];
        await Client.SendTelemetryBatchAsync(payloads, new MessageProperties { { "a", "b" } });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_device.SendCount - before, Is.EqualTo(1));
            Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(Enumerable.Range(0, 50).Select(i => $"{i}")));
            Assert.That(_cloud.Telemetry.Select(p => p.Topic).Distinct(), Is.EqualTo(new[] { Start + "&a=b" }));
        }
    }

    [Test]
    public async Task ABatchLargerThanTheOutboxGoesAsThereIsRoom()
    {
        _device.Dispose();
        Connect(o => (o.MaxQueuedMessages, o.MaxInflight) = (10, 4));
        ReadOnlyMemory<byte>[] payloads = [.. Enumerable.Range(0, 100).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))];
        await Client.SendTelemetryBatchAsync(payloads).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(_cloud.Telemetry.Select(p => p.Text), Is.EqualTo(Enumerable.Range(0, 100).Select(i => $"{i}")));
    }

    [Test]
    public async Task ABatchThatCannotGoSaysWhy()
    {
        ReadOnlyMemory<byte>[] large = [new byte[] { 49 }, new byte[262145]];
        Assert.That(() => Client.SendTelemetryBatchAsync(large), Throws.TypeOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.TooLarge));
        Assert.That(_cloud.Telemetry, Is.Empty);

        _device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
        Task waiting = Client.SendTelemetryBatchAsync([new byte[] { 49 }, new byte[] { 50 }]);
        _device.WorkUntil(() => _cloud.Telemetry.Count() == 2);
        Task stopped = Client.DisconnectAsync(new CancellationToken(true));
        IoTCException end = Assert.ThrowsAsync<IoTCException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)))!;
        await stopped;
        Assert.That((end.Error, Client.QueuedCount), Is.EqualTo((IoTCError.Stopped, 2)));
    }

    [Test]
    public async Task ABatchThatIsCancelledGivesItsOperationsBack()
    {
        _device.Dispose();
        Connect(o => (o.MaxQueuedMessages, o.MaxInflight) = (4, 4));
        for (int i = 1; i <= 5; i++)
        {
            _device.Act(() => _cloud.Hub.AcknowledgesTelemetry = false);
            int before = _cloud.Telemetry.Count();
            using var cancellation = new CancellationTokenSource();
            Task batch = Client.SendTelemetryBatchAsync([.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[] { 49 }, 10)], null, cancellation.Token);
            _device.WorkUntil(() => _cloud.Telemetry.Count() == before + 4);
            await cancellation.CancelAsync();
            Assert.That(() => batch, Throws.InstanceOf<OperationCanceledException>());
            _device.Act(() =>
            {
                _cloud.Hub.AcknowledgesTelemetry = true;
                foreach (ServerPacket packet in _cloud.Telemetry.Skip(before)) _cloud.Current.Send(ServerPackets.PubackOf(packet.PacketId));
            });
            _device.WorkUntil(() => Client.QueuedCount == 0);
        }

        Assert.That(Created(Operations(Client)), Is.LessThan(20));

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_operations")]
        static extern ref AsyncOperationTable Operations(IoTCAsyncClient client);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_created")]
        static extern ref int Created(AsyncOperationTable table);
    }

    [TestCase(400, IoTCError.BadRequest)]
    [TestCase(412, IoTCError.BadRequest)]
    [TestCase(413, IoTCError.TooLarge)]
    [TestCase(429, IoTCError.Throttled)]
    [TestCase(500, IoTCError.ServiceUnavailable)]
    [TestCase(503, IoTCError.ServiceUnavailable)]
    public async Task ARefusedPatchSaysItsStatus(int status, IoTCError error)
    {
        _device.Act(() => _cloud.Hub.ReportedStatuses.Enqueue(status));
        IoTCException refused = Assert.ThrowsAsync<IoTCException>(() => Client.SendPropertyAsync("a", "b").AsTask())!;
        Assert.That((refused.Status, refused.Error), Is.EqualTo((status, error)));
        Assert.That(refused.Message, Does.Contain($"{status}"));
        await Client.SendPropertyAsync("a", "b");
    }

    [Test]
    public async Task PropertiesAreWrittenInManyWays()
    {
        await Client.UpdatePropertiesAsync(json =>
        {
            json.WriteString("a", "1");
            json.WriteNull("b");
            json.WriteInitial("target", 20.5);
            json.WriteInitial("mode", "eco");
            json.WriteInitial("on", false);
        });
        await Client.UpdatePropertiesAsync(new Reading(21.5, "n"), ReadingJson.Default.Reading);
        await Client.Component("inlet").UpdatePropertiesAsync(json => json.WriteNumber("c", 2));
        await Client.Component("inlet").UpdatePropertiesAsync(new Reading(22), ReadingJson.Default.Reading);
        Assert.That(_cloud.Reported.Select(p => p.Text), Is.EqualTo(new[]
        {
            """{"a":"1","b":null,"target":{"value":20.5,"ac":203,"av":0},"mode":{"value":"eco","ac":203,"av":0},"on":{"value":false,"ac":203,"av":0}}""",
            """{"temperature":21.5,"note":"n"}""",
            """{"inlet":{"__t":"c","c":2}}""",
            """{"inlet":{"__t":"c","temperature":22}}""",
        }));
    }

    [Test]
    public void BadPropertiesAreRefusedHere()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Client.UpdatePropertiesAsync([1], ReadingJson.Default.Int32Array).AsTask(), Throws.ArgumentException.With.Message.Contains("one JSON object"));
            Assert.That(() => Client.SendPropertyAsync("a.b", "1").AsTask(), Throws.ArgumentException.With.Message.Contains("'.'"));
            Assert.That(() => Client.SendPropertyAsync("a", new string('x', 4097)).AsTask(), Throws.ArgumentException.With.Message.Contains("4 KB"));
            Assert.That(() => Client.Component("a*b"), Throws.ArgumentException);
            Assert.That(_cloud.Reported, Is.Empty);
        }
    }

    [Test]
    public async Task AComponentSendsInItsName()
    {
        IoTCAsyncComponent inlet = Client.Component("inlet");
        await inlet.SendTelemetryAsync("1");
        await inlet.SendTelemetryAsync("2", new MessageProperties { ContentType = "text/plain", ["a"] = "b" });
        await inlet.SendTelemetryAsync(new Reading(3), ReadingJson.Default.Reading);
        await inlet.SendTelemetryAsync(static json => json.WriteNumberValue(4));
        await inlet.SendTelemetryAsync("5"u8.ToArray().AsMemory());
        Assert.That(_cloud.Telemetry.Select(p => p.Topic[29..] + " " + p.Text), Is.EqualTo(new[]
        {
            "$.ct=application%2Fjson&$.ce=utf-8&$.sub=inlet 1",
            "$.ce=utf-8&$.sub=inlet&$.ct=text%2Fplain&a=b 2",
            "$.ct=application%2Fjson&$.ce=utf-8&$.sub=inlet {\"temperature\":3}",
            "$.ct=application%2Fjson&$.ce=utf-8&$.sub=inlet 4",
            "$.ct=application%2Fjson&$.ce=utf-8&$.sub=inlet 5",
        }));
        Assert.That(() => inlet.SendTelemetryAsync("1", new MessageProperties { Component = "outlet" }).AsTask(), Throws.ArgumentException.With.Message.Contains("$.sub"));
    }

    [Test]
    public async Task TheTwinIsReadOnRequest()
    {
        _device.Act(() => _cloud.Hub.Twin = """{"desired":{"t":{"temperature":5},"$version":8},"reported":{"a":1,"$version":3}}""");
        Twin twin = await Client.GetTwinAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((twin.DesiredVersion, twin.ReportedVersion), Is.EqualTo((8, 3)));
            Assert.That(twin.Desired.TryGetProperty("t", out JsonValue value), Is.True);
            Assert.That(value.Get(ReadingJson.Default.Reading), Is.EqualTo(new Reading(5)));
            Assert.That(twin.Reported.ToString(), Is.EqualTo("""{"a":1,"$version":3}"""));
        }

        _device.Act(() => _cloud.Hub.TwinStatuses.Enqueue(-1));
        using var giveUp = new CancellationTokenSource();
        Task<Twin> waiting = Client.GetTwinAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        await Client.DisconnectAsync();
        Assert.That(() => Client.GetTwinAsync().AsTask(), Throws.TypeOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.NotConnected));
    }

    [Test]
    public async Task ATwinThatNeverComesEndsWithTheConnection()
    {
        _device.Act(() => _cloud.Hub.TwinStatuses.Enqueue(-1));
        Task<Twin> waiting = Client.GetTwinAsync().AsTask();
        await Client.DisconnectAsync();
        Assert.That(() => waiting, Throws.TypeOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.Stopped));
    }

    [Test]
    public async Task MessagesAreAStreamAndAcknowledgedOneByOne()
    {
        var seen = new List<string>();
        _device.Act(() => _cloud.DeviceBound("%24.mid=1&a=%C3%BC&flag&empty=", "0", 1));   // nobody reads yet: it is acknowledged and gone
        _device.WorkUntil(() => Pubacks() == 1);
        await using IAsyncEnumerator<IoTCMessage> messages = Client.ReadMessagesAsync().GetAsyncEnumerator();
        ValueTask<bool> first = messages.MoveNextAsync();
        _device.Act(() =>
        {
            _cloud.DeviceBound("%24.mid=1&a=%C3%BC&flag&empty=", "one", 2);
            _cloud.DeviceBound("", "two", 3);
            _cloud.Method("none", "1");
        });
        await first;
        seen.Add(messages.Current.GetText());
        Assert.That(messages.Current.MessageId, Is.EqualTo("1"));
        Assert.That(messages.Current.Properties, Is.EqualTo(new Dictionary<string, string?> { ["$.mid"] = "1", ["a"] = "ü", ["flag"] = null, ["empty"] = "" }));
        _device.WorkUntil(() => _cloud.Replies.Any());   // a command does not wait for the loop
        Assert.That(Pubacks(), Is.EqualTo(1), "it is being handled");
        await messages.MoveNextAsync();
        seen.Add(messages.Current.GetText());
        _device.WorkUntil(() => Pubacks() == 2);
        Assert.That(seen, Is.EqualTo(new[] { "one", "two" }));
        await messages.DisposeAsync();

        await foreach (IoTCMessage again in Client.ReadMessagesAsync())
        {
            Assert.That(again.GetText(), Is.EqualTo("two"), "the loop was left at it");
            break;
        }
    }

    [Test]
    public async Task StreamsEndWithTheClient()
    {
        Task<int> reading = Task.Run(async () =>
        {
            int count = 0;
            await foreach (IoTCMessage _ in Client.ReadMessagesAsync()) count++;
            return count;
        });
        await Client.DisposeAsync();
        Assert.That(await reading.WaitAsync(TimeSpan.FromSeconds(30)), Is.Zero);
        await foreach (IoTCMessage _ in Client.ReadMessagesAsync()) Assert.Fail("there is nobody to send one");
    }

    [Test]
    public async Task MessagesHaveOneReader()
    {
        using var ending = new CancellationTokenSource();
        await using IAsyncEnumerator<IoTCMessage> one = Client.ReadMessagesAsync(ending.Token).GetAsyncEnumerator();
        ValueTask<bool> waiting = one.MoveNextAsync();
        await using IAsyncEnumerator<IoTCMessage> two = Client.ReadMessagesAsync().GetAsyncEnumerator();
        Assert.That(() => two.MoveNextAsync().AsTask(), Throws.InvalidOperationException);
        await ending.CancelAsync();
        Assert.That(() => waiting.AsTask(), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task ConnectionChangesAreAStream()
    {
        var seen = new List<ConnectionStatus>();
        Task reading = Task.Run(async () =>
        {
            await foreach (ConnectionChange change in Client.ReadConnectionChangesAsync())
            {
                lock (seen) seen.Add(change.Status);
            }
        });
        _device.WorkUntil(() => seen.Count == 1);
        await Client.DisconnectAsync();
        await Client.DisposeAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(seen, Is.EqualTo(new[] { ConnectionStatus.Connected, ConnectionStatus.Disconnected }));
    }

    [Test]
    public async Task AnAcceptedCommandReportsItsResult()
    {
        var accepted = new TaskCompletionSource<IoTCCommand>();
        Client.Component("inlet").OnCommand("measure", (command, _) =>
        {
            accepted.SetResult(command.Accept());
            return ValueTask.CompletedTask;
        });
        _device.Act(() => _cloud.Method("inlet*measure", "1", "{\"temperature\":7}"));
        IoTCCommand command = await accepted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _device.WorkUntil(() => _cloud.Replies.Any());
        Assert.That(_cloud.Replies.Single().Topic, Does.Contain("/res/202/"));
        Assert.That(command.GetPayload(ReadingJson.Default.Reading), Is.EqualTo(new Reading(7)));
        Assert.That(Encoding.UTF8.GetString(command.PayloadBytes.Span), Is.EqualTo("{\"temperature\":7}"));
        Assert.That(() => command.Reply(200), Throws.InvalidOperationException, "it is answered");
        await Client.ReportResultAsync(command, json => json.WriteNumberValue(87));
        Assert.That(_cloud.Reported.Single().Text, Is.EqualTo("""{"inlet":{"__t":"c","measure":{"value":87}}}"""));
    }

    [Test]
    public void CommandsAreAnsweredWithBytesAndObjects()
    {
        Client.OnCommand("bytes", (command, _) =>
        {
            command.Reply(200, "[1]"u8);
            return ValueTask.CompletedTask;
        });
        Client.OnCommand("object", (command, ct) => command.ReplyAsync(200, new Reading(1), ReadingJson.Default.Reading, ct));
        Client.OnCommand("badPayload", (command, _) =>
        {
            command.GetPayload(ReadingJson.Default.Reading);
            return ValueTask.CompletedTask;
        });
        _device.Act(() =>
        {
            _cloud.Method("bytes", "1");
            _cloud.Method("object", "2");
            _cloud.Method("badPayload", "3", "[1]");
        });
        _device.WorkUntil(() => _cloud.Replies.Count() == 3);
        Assert.That(_cloud.Replies.Select(p => p.Topic[20..] + p.Text), Is.EqualTo(new[] { "200/?$rid=1[1]", "200/?$rid=2{\"temperature\":1}", "500/?$rid=3" }));
    }

    [Test]
    public void HandlersOfAComponentComeBeforeThoseOfAll()
    {
        var seen = new List<string>();
        Client.OnProperty((p, _) => Note("all", p));
        Client.Component("inlet").OnProperty((p, _) => Note("inlet", p));
        Client.Component("inlet").OnProperty("b", (p, _) => Note("inlet.b", p));
        _device.Act(() => _cloud.Desired(2, "\"a\":1,\"inlet\":{\"a\":2,\"b\":3},\"outlet\":{\"__t\":\"c\",\"b\":4}"));
        _device.WorkUntil(() => _cloud.Reported.Any());
        Assert.That(seen, Is.EqualTo(new[] { "all a=1", "inlet a=2", "inlet.b b=3", "all b=4" }));
        Assert.That(() => Client.OnProperty("", null!, (p, _) => Note("", p)), Throws.ArgumentNullException);

        ValueTask Note(string handler, IoTCProperty property)
        {
            seen.Add($"{handler} {property.Name}={property.Value}");
            return ValueTask.CompletedTask;
        }
    }

    private void Connect(Action<IoTCOptions> change)
    {
        _cloud = new ScriptedCloud();
        _device = new AsyncClientUnderTest(_cloud, ScriptedCloud.HubOptions(change), null);
        _device.Connect();
    }

    private int Pubacks() => _cloud.Packets.Count(p => p.Type == ServerPackets.Puback);
}
