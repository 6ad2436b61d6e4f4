using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What only the blocking client has: Listen and its time, handlers that return a bool, the short constructor.</summary>
[TestFixture]
internal sealed class BlockingClientTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(250)]
    [TestCase(200_000)]
    public void ListenTakesAsLongAsAsked(int timeoutMs)
    {
        BlockingClientUnderTest client = Connected(out _);
        long begin = client.Clock.NowMs;
        client.Client.Listen(timeoutMs);
        Assert.That(client.Clock.NowMs - begin, Is.EqualTo(timeoutMs));
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    public void ListenDoesNotWaitForATransportThatTakesNothing([Values(0, 100)] int timeoutMs)
    {
        BlockingClientUnderTest client = Connected(out _);
        client.Transport.IsStuffed = true;
        client.SendTelemetry("{}");
        long begin = client.Clock.NowMs;
        client.Client.Listen(timeoutMs);
        Assert.That(client.Clock.NowMs - begin, Is.EqualTo(timeoutMs));
    }

    [Test]
    public void StuffedTransportDoesNotStopReceiving()
    {
        BlockingClientUnderTest client = Connected(out ScriptedCloud cloud);
        int calls = 0;
        client.OnCommand("", "go", _ => calls++);
        client.Transport.IsStuffed = true;
        client.SendTelemetry("{}");
        client.Clock.Schedule(50, () => cloud.Method("go", "1"));
        client.Client.Listen(200);
        Assert.That(calls, Is.EqualTo(1));
        client.Transport.IsStuffed = false;
        client.Client.Listen(20);
        Assert.That(cloud.Telemetry.Count(), Is.EqualTo(1));
    }

    [Test]
    public void ReturnedFalseRefuses()
    {
        BlockingClientUnderTest client = Connected(out ScriptedCloud cloud);
        client.Client.OnProperty("p", _ => false);
        cloud.Desired(2, "\"p\":1");
        client.WorkUntil(() => cloud.Reported.Any());
        Assert.That(cloud.Reported.Single().Text, Is.EqualTo("""{"p":{"value":1,"ac":400,"av":2}}"""));
    }

    [Test]
    public void BytesOneByOneMakeNoDifference()
    {
        BlockingClientUnderTest client = Make(out ScriptedCloud cloud);
        client.Transport.MaxReceive = 1;
        client.OnCommand("", "go", c => c.Reply(200, c.PayloadText));
        client.Connect();
        cloud.Method("go", "1", "{\"a\":[1,2,3]}");
        client.WorkUntil(() => cloud.Replies.Any());
        Assert.That(cloud.Replies.Single().Text, Is.EqualTo("{\"a\":[1,2,3]}"));
    }

    [Test]
    public void ConnectHasALimit()
    {
        BlockingClientUnderTest client = Make(out ScriptedCloud cloud, o => o.ConnectTimeoutMs = 20_000);
        cloud.Hub.ConnackCodes.Enqueue(-1);
        long begin = client.Clock.NowMs;
        IoTCException exception = Assert.Throws<IoTCException>(client.Connect)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exception.Error, Is.EqualTo(IoTCError.TimedOut));
            Assert.That(exception.Message, Does.Contain("20 s").And.Contain("Connecting to hub.example"));
            Assert.That(client.Clock.NowMs - begin, Is.EqualTo(20_000));
        }
    }

    [TestCase(ConnectionStatus.Provisioning)]
    [TestCase(ConnectionStatus.Connecting)]
    public void DisconnectFromAHandlerEndsConnect(ConnectionStatus when)
    {
        BlockingClientUnderTest client = Make(out _);
        client.Client.OnConnectionChanged(c =>
        {
            if (c.Status == when) client.Client.Disconnect();
        });
        IoTCException exception = Assert.Throws<IoTCException>(client.Connect)!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Stopped));
        Assert.That(client.Transport.IsOpen, Is.False);
    }

    [TestCase(0)]
    [TestCase(3000)]
    public void DisconnectTellsWhatWasNotDeliveredWithinItsLimit(int limitMs)
    {
        BlockingClientUnderTest client = Make(out ScriptedCloud cloud, o => o.DisconnectTimeoutMs = limitMs);
        client.Connect();
        cloud.Hub.AcknowledgesTelemetry = false;
        client.SendTelemetry("1");
        client.Client.Listen(0);
        client.Transport.IsStuffed = true;
        client.SendTelemetry("2");
        long begin = client.Clock.NowMs;
        Assert.That(client.Disconnect(), Is.EqualTo(2));
        Assert.That(client.Clock.NowMs - begin, Is.InRange(limitMs, (2 * limitMs) + 1000));
        Assert.That(client.Connection.Status, Is.EqualTo(ConnectionStatus.Disconnected));
        client.Transport.IsStuffed = false;
        cloud.Hub.AcknowledgesTelemetry = true;
        client.Connect();
        client.WorkUntil(() => client.Client.QueuedCount == 0);
        Assert.That(cloud.Telemetry.Select(p => p.Text).Distinct(), Is.EqualTo(new[] { "1", "2" }), "it is sent after the next Connect");
    }

    [Test]
    public void HandlersMayNotListenOrConnect()
    {
        BlockingClientUnderTest client = Connected(out ScriptedCloud cloud);
        var errors = new List<string>();
        client.OnCommand("", "go", _ =>
        {
            errors.Add(Assert.Throws<InvalidOperationException>(() => client.Client.Listen(1))!.Message);
            errors.Add(Assert.Throws<InvalidOperationException>(client.Connect)!.Message);
        });
        cloud.Method("go", "1");
        client.WorkUntil(() => cloud.Replies.Any());
        Assert.That(errors, Is.EqualTo(new[] { "Listen cannot be called from inside a handler.", "Connect cannot be called from inside a handler." }));
    }

    private static readonly object[][] BadInputs =
    [
        ["", "dev1", ScriptedCloud.Key, "The ID scope is empty"],
        ["0ne/1", "dev1", ScriptedCloud.Key, "letters and digits only"],
        ["0ne1", "", ScriptedCloud.Key, "device id is empty"],
        ["0ne1", "dev/1", ScriptedCloud.Key, "1 to 128 letters"],
        ["0ne1", "-dev", ScriptedCloud.Key, "begin and end"],
        ["0ne1", new string('a', 129), ScriptedCloud.Key, "1 to 128"],
        ["0ne1", "dev1", "", "key is empty"],
        ["0ne1", "dev1", "not base64!", "not Base64"],
    ];

    [TestCaseSource(nameof(BadInputs))]
    public void BadInputIsRefusedAtOnce(string scope, string deviceId, string key, string words)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _ = new IoTCClient(scope, deviceId, IoTCConnectType.DeviceKey, key, new ScriptedTransport(new(), new())))!;
        Assert.That(exception.Message, Does.Contain(words));
        if (key.Length > 0) Assert.That(exception.Message, Does.Not.Contain(key));
    }

    private static readonly Action<IoTCOptions>[] BadOptions =
    [
        o => o.Credential = null,
        o => o.HubHost = null!,
        o => o.ModelId = null!,
        o => o.HubHost = "https://hub",
        o => o.ProvisioningHost = "a b",
        o => o.ProvisioningPort = 0,
        o => o.HubPort = 65536,
        o => o.KeepAliveSeconds = 9,
        o => o.KeepAliveSeconds = 1178,
        o => o.TokenLifetimeSeconds = 59,
        o => o.ProvisioningPayload = "{",
        o => o.ProvisioningPayload = "\"" + new string('x', 20_000) + "\"",
        o => o.ReconnectMaxDelayMs = 1,
        o => o.MaxInflight = 0,
        o => o.MaxQueuedBytes = 0,
        o => o.AcknowledgeTimeoutMs = 0,
    ];

    [TestCaseSource(nameof(BadOptions))]
    public void BadOptionIsRefusedAtOnce(Action<IoTCOptions> change)
        => Assert.That(() => new IoTCClient(ScriptedCloud.Options(change), new ScriptedTransport(new(), new())), Throws.InstanceOf<ArgumentException>().With.Message.Length.GreaterThan(20));

    [Test]
    public void UnsecuredTransportNeedsItsNameSaid()
    {
        var transport = new UnsecuredScriptedTransport(new(), new());
        Assert.That(() => new IoTCClient(ScriptedCloud.Options(o => o.AllowUnsecuredTransport = false), transport), Throws.ArgumentException.With.Message.Contains("AllowUnsecuredTransport"));
        Assert.That(() => new IoTCClient(ScriptedCloud.Options(), transport), Throws.Nothing);
    }

    [Test]
    public void LevelsDecideWhatIsLogged([Values] IoTCLogLevel level)
    {
        var cloud = new ScriptedCloud();
        var logger = new CollectingLogger();
        var clock = new VirtualClock();
        var client = new IoTCClient(ScriptedCloud.Options(), new ScriptedTransport(cloud, clock), logger, clock);
        client.SetLogLevel(level);
        client.Connect();
        client.SendTelemetry("{}");
        IoTCLogLevel[] levels = [.. logger.Lines.Select(l => l.Level).Distinct().Order()];
        Assert.That(levels, Is.EqualTo(level == IoTCLogLevel.Disabled ? [] : level == IoTCLogLevel.ApiOnly ? [IoTCLogLevel.ApiOnly] : new[] { IoTCLogLevel.ApiOnly, IoTCLogLevel.All }));
    }

    [TestCase(IoTCLogLevel.ApiOnly, true)]
    [TestCase(IoTCLogLevel.Disabled, false)]
    public void WithoutALoggerLinesGoToTheConsoleOnceALevelIsSet(IoTCLogLevel level, bool isLogged)
    {
        var clock = new VirtualClock();
        var client = new IoTCClient(ScriptedCloud.Options(), new ScriptedTransport(new ScriptedCloud(), clock), null, clock);
        TextWriter console = Console.Out;
        var lines = new StringWriter();
        Console.SetOut(lines);
        try
        {
            client.Connect();
            Assert.That(lines.ToString(), Is.Empty);
            client.SetLogLevel(level);
            client.SendTelemetry("{}");
            client.Disconnect();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.That(lines.ToString().Contains("[iotc] "), Is.EqualTo(isLogged));
    }

    private static BlockingClientUnderTest Make(out ScriptedCloud cloud, Action<IoTCOptions>? change = null)
    {
        cloud = new ScriptedCloud();
        return new BlockingClientUnderTest(cloud, ScriptedCloud.Options(change), null);
    }

    private static BlockingClientUnderTest Connected(out ScriptedCloud cloud)
    {
        BlockingClientUnderTest client = Make(out cloud);
        client.Connect();
        client.Client.Listen(0);
        return client;
    }
}
