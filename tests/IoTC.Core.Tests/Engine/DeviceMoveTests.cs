using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A command moves the device to another ID Scope; nothing is lost on the way, and a failed move is none.</summary>
[TestFixture]
internal sealed class DeviceMoveTests
{
    private const string NewScope = "0ne00000002";

    private ScriptedCloud _cloud = new();

    [SetUp]
    public void MakeCloud() => _cloud = new ScriptedCloud();

    [TestCase("DeviceMove")]
    [TestCase("migration*DeviceMove")]
    public void IsAnsweredThenMadeThenTold(string name)
    {
        EngineDriver driver = Ready();
        CloudConnection before = _cloud.Current;
        _cloud.Dps.AssignedHub = "hub2.example";
        _cloud.Method(name, "1f", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_cloud.Replies.Single().Topic, Is.EqualTo("$iothub/methods/res/200/?$rid=1f"));
            Assert.That(before.Packets[^1].Type, Is.EqualTo(ServerPackets.Disconnect), "the reply first, then the end");
            Assert.That(_cloud.Requests.Last().Target, Does.StartWith($"/{NewScope}/registrations/dev1/"));
            Assert.That(driver.Events, Does.Contain("assigned hub2.example dev1").And.None.StartsWith("command"));
            Assert.That((driver.Engine.IsConnected, driver.Engine.HubHost), Is.EqualTo((true, "hub2.example")));
            Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
            Assert.That(driver.Engine.Assignment!.ConfiguredIdScope, Is.EqualTo("0ne00000001"));
        }
    }

    [Test]
    public void QueuedCommandMovesToo()
    {
        EngineDriver driver = Ready();
        _cloud.DeviceBound("method-name=DeviceMove", NewScope);
        driver.Pump();
        driver.Advance(60_000);
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
        Assert.That(driver.Engine.IsConnected, Is.True);
    }

    [TestCase("")]
    [TestCase("7")]
    [TestCase("\"\"")]
    [TestCase("\"0ne/../x\"")]
    [TestCase("{\"idScope\":\"0ne00000002\"}")]
    [TestCase("0ne00000002")]
    public void PayloadThatIsNoScopeIsRefused(string payload)
    {
        EngineDriver driver = Ready();
        _cloud.Method("DeviceMove", "1", payload);
        driver.Pump();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_cloud.Replies.Single().Topic, Does.Contain("/res/400/"));
            Assert.That(_cloud.Replies.Single().Text, Does.Contain("not an ID Scope"));
            Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void TheSameScopeIsAnsweredAndNothingMore()
    {
        EngineDriver driver = Ready();
        _cloud.Method("DeviceMove", "1", "\"0NE00000001\"");
        driver.Pump();
        driver.Advance(60_000);
        Assert.That(_cloud.Replies.Single().Topic, Does.Contain("/res/200/"));
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [Test]
    public void WithoutTheOptionItIsACommandLikeAnyOther()
    {
        EngineDriver driver = new EngineDriver(_cloud).StartReady();
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        Assert.That(driver.Events, Has.Some.StartsWith("command DeviceMove"));
    }

    [Test]
    public void AnotherNameMayBeGiven()
    {
        EngineDriver driver = Ready(o => o.DeviceMoveCommand = "goElsewhere");
        _cloud.Method("goElsewhere", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(60_000);
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
    }

    [Test]
    public void QueuedTelemetryIsDeliveredBefore()
    {
        EngineDriver driver = Ready();
        _cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{}", 3);
        CloudConnection before = _cloud.Current;
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(2000);
        Assert.That(driver.Engine.HubHost, Is.EqualTo("hub.example"));
        _cloud.Hub.AcknowledgesTelemetry = true;
        before.Send(ServerPackets.PubackOf(before.Packets.Last(p => p.QoS == 1 && p.Type == ServerPackets.Publish).PacketId));
        driver.Pump();
        driver.Advance(60_000);
        Assert.That(driver.Events, Does.Contain("telemetry 3"));
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
    }

    [Test]
    public void ConnectionLostBeforeTheMoveMovesAllTheSame()
    {
        EngineDriver driver = Ready();
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Lose(TransportStatus.Reset);
        driver.Advance(60_000);
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
        Assert.That(driver.Engine.IsConnected, Is.True);
    }

    [Test]
    public void FailedMoveGoesBackAndSaysWhy()
    {
        EngineDriver driver = Ready();
        _cloud.Dps.Then(DpsReply.Json(404, """{"errorCode":404201,"message":"IdScope not found"}"""));
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("Waiting UnknownDevice"));
            Assert.That(driver.Messages, Has.Some.Contains($"The move to scope {NewScope} failed; the device stays in scope 0ne00000001. DPS refused").And.Some.Contains("404201"));
            Assert.That((driver.Engine.IsConnected, driver.Engine.HubHost), Is.EqualTo((true, "hub.example")));
            Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo("0ne00000001"));
        }
    }

    [TestCase(0, Description = "asked for, not begun")]
    [TestCase(1000, Description = "registering in the new scope")]
    public void StoppedBeforeTheMoveMovesAtTheNextStart(int waitMs)
    {
        EngineDriver driver = Ready();
        _cloud.Dps.Then(DpsReply.Silence);
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(waitMs);
        driver.Stop();
        driver.RunUntil(() => driver.Engine.Status == ConnectionStatus.Disconnected, 60_000);
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo("0ne00000001"));
        _cloud.Dps.Script.Clear();
        driver.StartReady();
        Assert.That(driver.Engine.Assignment!.IdScope, Is.EqualTo(NewScope));
    }

    [Test]
    public void AfterAMoveDpsIsAskedInTheNewScope()
    {
        EngineDriver driver = Ready();
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        driver.Pump();
        driver.Advance(700_000);
        _cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Lose();
        driver.Advance(60_000);
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(3));
        Assert.That(_cloud.Requests.Last().Target, Does.StartWith($"/{NewScope}/"));
    }

    [Test]
    public void MovedDeviceStaysMovedWhenItsAssignmentIsRestored()
    {
        EngineDriver first = Ready();
        _cloud.Method("DeviceMove", "1", $"\"{NewScope}\"");
        first.Pump();
        first.Advance(60_000);
        DeviceAssignment kept = first.Engine.Assignment!;

        _cloud = new ScriptedCloud();
        EngineDriver second = new(_cloud, ScriptedCloud.Options(o => o.AllowDeviceMove = true));
        Assert.That(second.Engine.TryRestore(kept), Is.True);
        _cloud.Hub.ConnackCodes.Enqueue(5);
        second.StartReady();
        Assert.That(_cloud.Requests.First().Target, Does.StartWith($"/{NewScope}/"));
    }

    private EngineDriver Ready(System.Action<IoTCOptions>? change = null)
    {
        EngineDriver driver = new EngineDriver(_cloud, ScriptedCloud.Options(o =>
        {
            o.AllowDeviceMove = true;
            change?.Invoke(o);
        })).StartReady();
        driver.Events.Clear();
        driver.Messages.Clear();
        return driver;
    }
}
