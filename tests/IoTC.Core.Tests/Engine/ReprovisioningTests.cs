using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>When DPS is asked again.</summary>
[TestFixture]
internal sealed class ReprovisioningTests
{
    [Test]
    public void ReconnectUsesTheAssignmentItHas()
    {
        EngineDriver driver = Ready();
        driver.Lose();
        driver.Advance(10_000);
        Assert.That(driver.Cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [Test]
    public void RefusedCredentialAsksDpsOncePerWindow([Values(4, 5)] int code)
    {
        EngineDriver driver = Ready();
        driver.Advance(700_000);
        for (int i = 0; i < 100; i++) driver.Cloud.Hub.ConnackCodes.Enqueue(code);
        driver.Cloud.Dps.AssignedHub = "hub2.example";
        driver.Lose();
        driver.Advance(590_000);
        Assert.That(driver.Cloud.DpsConnections.Count(), Is.EqualTo(2));
        Assert.That(driver.Events, Does.Contain("open hub2.example:8883"));
        driver.Cloud.Hub.ConnackCodes.Clear();
        driver.Advance(1_000_000);
        Assert.That(driver.Engine.IsConnected, Is.True);
    }

    [Test]
    public void RefusalWithinTheWindowWaitsForIt()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 1000; i++) driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Lose();
        driver.Advance(500_000);
        Assert.That(driver.Cloud.DpsConnections.Count(), Is.EqualTo(1));
        driver.Advance(500_000);
        Assert.That(driver.Cloud.DpsConnections.Count(), Is.EqualTo(2));
    }

    [Test]
    public void TenFailuresInARowAskDps()
    {
        EngineDriver driver = Ready();
        driver.Advance(700_000);
        driver.Cloud.Dps.AssignedHub = "hub2.example";
        for (int i = 0; i < 9; i++) driver.Cloud.OpenStatuses.Enqueue(TransportStatus.Unreachable);
        driver.Lose();
        driver.Advance(3_600_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.DpsConnections.Count(), Is.EqualTo(2));
            Assert.That(driver.Engine.HubHost, Is.EqualTo("hub2.example"));
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    [Test]
    public void DpsThatFailsAfterReadyIsNotTheEnd()
    {
        EngineDriver driver = Ready();
        driver.Advance(700_000);
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.Dps.Then(DpsReply.Json(404, "{}"));
        driver.Lose();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("Waiting UnknownDevice"));
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    [Test]
    public void GivenHubIsNeverLookedUp()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        for (int i = 0; i < 30; i++) driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Lose();
        driver.Advance(24 * 3_600_000);
        Assert.That(driver.Cloud.Requests, Has.None.Matches<HttpRequest>(r => r.Target != "/"), "only the date is asked for");
        Assert.That(driver.Cloud.DpsConnections.Count(), Is.InRange(1, 144), "once per window at the most");
    }

    [Test]
    public void FailedStartMayBeRepeated()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(404, "{}"));
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected UnknownDevice"));
        driver.StartReady();
    }

    // Found by the simulation: another hub's twin may have the version by chance that the device knows of the one before.
    [Test]
    public void AnotherHubsTwinIsToldWholeWhateverItsVersion()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = """{"desired":{"p":1,"$version":5}}""";
        EngineDriver driver = new EngineDriver(cloud).StartReady();
        driver.Advance(700_000);
        driver.Events.Clear();
        cloud.Hub.ConnackCodes.Enqueue(5);
        cloud.Dps.AssignedHub = "hub2.example";
        cloud.Hub.Twin = """{"desired":{"p":2,"$version":5}}""";
        driver.Lose();
        driver.Advance(60_000);
        Assert.That(driver.Events, Does.Contain("desired p=2 v5"));
    }

    // Messages of another device would be refused by the hub for ever, and everything behind them.
    [Test]
    public void AnotherDeviceIdDropsWhatWasQueuedForTheOneBefore()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{}", 3);
        driver.Advance(700_000);
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.Dps.DeviceId = "dev2";
        driver.Cloud.Hub.AcknowledgesTelemetry = true;
        driver.Lose();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.IsConnected, Is.True);
            Assert.That(driver.Engine.DeviceId, Is.EqualTo("dev2"));
            Assert.That(driver.Events, Does.Contain("dropped 3"));
            Assert.That(driver.Cloud.Current.Packets.Where(p => p.Topic.StartsWith("devices/dev1/", System.StringComparison.Ordinal)), Is.Empty);
        }
    }

    private static EngineDriver Ready()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
