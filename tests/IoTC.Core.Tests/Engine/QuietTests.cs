using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A deadline is a moment at which there is something to do: calls per virtual minute stay few.</summary>
[TestFixture]
internal sealed class QuietTests
{
    [Test]
    public void ConnectedAndIdle()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).StartReady();
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(60));
        Assert.That(driver.Cloud.Packets.Count(p => p.Type == ServerPackets.Pingreq), Is.InRange(29, 33));
    }

    [Test]
    public void WithoutNetwork()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).StartReady();
        for (int i = 0; i < 1000; i++) driver.Cloud.OpenStatuses.Enqueue(TransportStatus.Unreachable);
        driver.Lose();
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(60));
    }

    [Test]
    public void HubThatNeverAnswers()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).StartReady();
        driver.Cloud.Hub.Intercept = (_, _) => true;
        driver.Send("{}");
        driver.Report("{}");
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(120));
    }

    [Test]
    public void TwinAlwaysThrottled()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).StartReady();
        for (int i = 0; i < 10_000; i++) driver.Cloud.Hub.TwinStatuses.Enqueue(429);
        driver.Engine.RefreshTwin();
        driver.Lose();
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(200));
    }

    [Test]
    public void AcknowledgementsAlwaysThrottled()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = """{"desired":{"p":1,"$version":5}}""";
        for (int i = 0; i < 10_000; i++) cloud.Hub.ReportedStatuses.Enqueue(429);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()) { OnEvent = EngineDriver.Polite }.StartReady();
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(200));
        Assert.That(cloud.Reported.Count(), Is.InRange(20, 100));
    }

    [Test]
    public void TokenDueWhileBusy()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(o => o.AcknowledgeTimeoutMs = 10_000_000)).StartReady();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{}");
        Assert.That(TimeoutsOfAnHour(driver), Is.LessThan(700));
    }

    [Test]
    public void CallingEarlyIsHarmless()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud()).Start();
        for (int i = 0; i < 2000; i++)
        {
            driver.Engine.HandleTimeout(driver.NowMs);
            driver.Pump();
            driver.Advance(10);
        }

        Assert.That(driver.Engine.IsConnected, Is.True);
        Assert.That(driver.Cloud.Connections, Has.Count.EqualTo(2));
    }

    private static int TimeoutsOfAnHour(EngineDriver driver)
    {
        int before = driver.Timeouts;
        driver.Advance(3_600_000);
        return driver.Timeouts - before;
    }
}
