using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What every client does, whatever its driver: connecting, sending, the end.</summary>
internal abstract partial class ClientSuite
{
    private readonly List<IClientUnderTest> _clients = [];

    protected ScriptedCloud Cloud { get; private set; } = new();

    [SetUp]
    public void MakeCloud()
    {
        Cloud = new ScriptedCloud();
        Cloud.Dps.Then(DpsReply.Assigning("Retry-After: 0\r\n"));
    }

    [TearDown]
    public void DisposeClients()
    {
        foreach (IClientUnderTest client in _clients) client.Dispose();
        _clients.Clear();
    }

    protected abstract IClientUnderTest Create(ScriptedCloud cloud, IoTCOptions options, IIoTCLogger? logger);

    [Test]
    public void ConnectsThroughDps()
    {
        IClientUnderTest client = Make();
        Assert.That(client.IsConnected, Is.False);
        client.Connect();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(client.IsConnected, Is.True);
            Assert.That(client.DeviceId, Is.EqualTo("dev1"));
            Assert.That(client.HubHost, Is.EqualTo("hub.example"));
            Assert.That(client.Connection.Status, Is.EqualTo(ConnectionStatus.Connected));
            Assert.That(client.Connection.ToString(), Is.EqualTo("Connected to hub.example as dev1."));
        }

        Assert.That(client.Connect, Throws.InvalidOperationException);
    }

    [Test]
    public void TelemetryArrives()
    {
        IClientUnderTest client = Connected();
        client.SendTelemetry("{\"t\":21.5}", new MessageProperties { { "$.sub", "t2" } });
        client.WorkUntil(() => Cloud.Telemetry.Any());
        Assert.That(Cloud.Telemetry.Single().ToString(), Is.EqualTo("PUBLISH q1 devices/dev1/messages/events/$.ct=application%2Fjson&$.ce=utf-8&$.sub=t2 {\"t\":21.5}"));
    }

    [Test]
    public void PropertyIsReported()
    {
        IClientUnderTest client = Connected();
        client.SendProperty("serial", "SN \"1\"");
        client.WorkUntil(() => Cloud.Reported.Any());
        Assert.That(Cloud.Reported.Single().Text, Is.EqualTo("""{"serial":"SN \"1\""}"""));
    }

    [Test]
    public void SendingBeforeConnectIsRefused()
    {
        IClientUnderTest client = Make();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => client.SendTelemetry("{}"), ThrowsError(IoTCError.NotConnected, "Connect first"));
            Assert.That(() => client.SendProperty("a", "b"), ThrowsError(IoTCError.NotConnected, "Connect first"));
        }
    }

    [Test]
    public void TooLargeIsRefused()
    {
        IClientUnderTest client = Connected();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => client.SendTelemetry(new string('x', 262145)), ThrowsError(IoTCError.TooLarge, "256 KB"));
            Assert.That(() => client.SendProperty("a", new string('x', 40000)), ThrowsError(IoTCError.TooLarge, "32 KB"));
        }
    }

    [Test]
    public void RefusedKeyIsAnException()
    {
        Cloud.Dps.Script.Clear();
        Cloud.Dps.Then(DpsReply.Json(401, """{"errorCode":401002,"message":"Unauthorized"}"""));
        IClientUnderTest client = Make();
        Assert.That(client.Connect, ThrowsError(IoTCError.WrongKey, "GroupKey"));
        Assert.That(client.Connection.Error, Is.EqualTo(IoTCError.WrongKey));
        Cloud.Dps.Then(DpsReply.Assigning("Retry-After: 0\r\n"));
        client.Connect();
        Assert.That(client.IsConnected, Is.True, "it may be tried again");
    }

    [TestCase(-4, IoTCError.NameNotResolved, "check its spelling")]
    [TestCase(-21, IoTCError.Tls, "add the root as PEM")]
    [TestCase(-23, IoTCError.ClockWrong, "clock is behind")]
    public void UnreachableServiceIsAnException(int status, IoTCError error, string remedy)
    {
        Cloud.OpenStatuses.Enqueue(status);
        Assert.That(Make().Connect, ThrowsError(error, remedy));
    }

    [Test]
    public void RefusedByTheHubIsAnException()
    {
        Cloud.Hub.ConnackCodes.Enqueue(5);
        Assert.That(Make().Connect, ThrowsError(IoTCError.WrongKey, "Check the key and the device in the portal"));
    }

    [Test]
    public void DisconnectSaysGoodbyeAndConnectComesBack()
    {
        IClientUnderTest client = Connected();
        client.SendTelemetry("{}");
        Assert.That(client.Disconnect(), Is.Zero);
        client.WorkUntil(() => Cloud.Current.IsClosedByClient);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Cloud.Packets.Last().Type, Is.EqualTo(ServerPackets.Disconnect));
            Assert.That(Cloud.Telemetry.Count(), Is.EqualTo(1));
            Assert.That(client.IsConnected, Is.False);
            Assert.That(client.Disconnect(), Is.Zero);
        }

        client.Connect();
        Assert.That(client.IsConnected, Is.True);
        Assert.That(Cloud.DpsConnections.Count(), Is.EqualTo(1), "the assignment is known");
    }

    // More than once: the acknowledgement and SUBACK may come together or not.
    [Test]
    [Repeat(5)]
    public void LossIsOvercomeAndNothingIsLost()
    {
        IClientUnderTest client = Connected();
        client.OnCommand("", "go", c => c.Reply(200));
        client.Act(() => Cloud.Hub.AcknowledgesTelemetry = false);
        client.SendTelemetry("1");
        client.WorkUntil(() => Cloud.Telemetry.Any());
        client.Act(() =>
        {
            Cloud.Hub.AcknowledgesTelemetry = true;
            Cloud.Current.Close(-7);
        });
        client.WorkUntil(() => Cloud.HubConnections.Count() == 2 && client.IsConnected);
        client.WorkUntil(() => Cloud.Telemetry.Count() == 2);
        client.Act(() => Cloud.Method("go", "1"));
        client.WorkUntil(() => Cloud.Replies.Any());
        Assert.That(Cloud.Telemetry.Select(p => (p.Text, p.Dup)), Is.EqualTo(new[] { ("1", false), ("1", true) }));
    }

    // Key, token and signature are the only secrets a client has.
    [Test]
    public void NoSecretIsLogged()
    {
        var logger = new CollectingLogger();
        var said = new List<string>();
        IClientUnderTest client = Make(logger: logger);
        client.OnCommand("", "fail", _ => throw new InvalidOperationException("secret of the program"));
        client.Connect();
        client.SendTelemetry("{\"payload\":\"private\"}");
        client.SendProperty("p", "private");
        client.Act(() =>
        {
            Cloud.Method("fail", "1");
            Cloud.Desired(2, "\"p\":\"private\"");
        });
        client.WorkUntil(() => Cloud.Replies.Any());
        client.Act(() => Cloud.Hub.ConnackCodes.Enqueue(5));
        client.Act(() => Cloud.Current.Close(-1));
        client.WorkUntil(() => logger.Lines.Any(l => l.Message.Contains("CONNACK 5", StringComparison.Ordinal)));
        said.Add(client.Connection.ToString());
        client.Disconnect();
        said.AddRange(logger.Lines.Select(l => l.Message));
        said.Add(client.ToString()!);
        string all = string.Join("\n", said);
        Assert.That(logger.Lines, Has.Count.GreaterThan(10));
        IEnumerable<string> secrets = Cloud.Packets.Where(p => p.Password != null).Select(p => p.Password!).Concat(Cloud.Requests.Select(r => r["Authorization"]!))
            .SelectMany(t => new[] { t, t.Split("sig=")[1].Split('&')[0], Uri.UnescapeDataString(t.Split("sig=")[1].Split('&')[0]) })
            .Concat([ScriptedCloud.Key, "SharedAccessSignature", "private", "secret of the program"]);
        foreach (string secret in secrets) Assert.That(all, Does.Not.Contain(secret));
    }

    protected static NUnit.Framework.Constraints.IResolveConstraint ThrowsError(IoTCError error, string words)
        => Throws.TypeOf<IoTCException>().With.Property(nameof(IoTCException.Error)).EqualTo(error).And.Message.Contains(words);

    protected IClientUnderTest Make(Action<IoTCOptions>? change = null, IIoTCLogger? logger = null)
    {
        IoTCOptions options = ScriptedCloud.Options(o =>
        {
            o.ProvisioningMinDelayMs = 0;
            o.ReconnectMinDelayMs = 1;
            o.ReconnectMaxDelayMs = 50;
            change?.Invoke(o);
        });
        IClientUnderTest client = Create(Cloud, options, logger);
        _clients.Add(client);
        return client;
    }

    protected IClientUnderTest Connected()
    {
        IClientUnderTest client = Make();
        client.Connect();
        return client;
    }
}
