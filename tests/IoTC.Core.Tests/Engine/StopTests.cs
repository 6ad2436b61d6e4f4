using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>The end that the program asks for, from wherever it stands.</summary>
[TestFixture]
internal sealed class StopTests
{
    [Test]
    public void QueuedLeavesBeforeDisconnect()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        driver.Engine.TrySendTelemetry("{}"u8.ToArray(), 0, 2, null, 1);
        driver.Stop();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Packets.TakeLast(2).Select(p => p.Type), Is.EqualTo(new[] { ServerPackets.Publish, ServerPackets.Disconnect }));
            Assert.That(driver.Events, Is.EqualTo(new[] { "close", "Disconnected Stopped" }));
            Assert.That(driver.Engine.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        }
    }

    [Test]
    public void UnacknowledgedStaysForTheNextStart()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{}", 4);
        driver.Stop();
        driver.Cloud.Hub.AcknowledgesTelemetry = true;
        driver.StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("telemetry 4"));
            Assert.That(driver.Cloud.Telemetry.Select(p => p.Dup), Is.EqualTo(new[] { false, true }));
        }
    }

    [Test]
    public void EndsFromEachPhase()
    {
        var cloud = new ScriptedCloud();
        cloud.OpenStatuses.Enqueue(TransportStatus.Pending);
        EngineDriver opening = new EngineDriver(cloud).Start();
        AssertStopped(opening, true);

        cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Silence);
        AssertStopped(new EngineDriver(cloud).Start(), true);

        cloud = new ScriptedCloud();
        cloud.Hub.ConnackCodes.Enqueue(-1);
        AssertStopped(new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start(), true);

        EngineDriver waiting = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        waiting.Lose();
        AssertStopped(waiting, false);
    }

    [Test]
    public void StartTwiceIsRefused()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).Start();
        Assert.That(() => driver.Engine.Start(driver.NowMs), Throws.InvalidOperationException);
    }

    private static void AssertStopped(EngineDriver driver, bool isClosed)
    {
        driver.Events.Clear();
        driver.Stop();
        Assert.That(driver.Events, Is.EqualTo(isClosed ? new[] { "close", "Disconnected Stopped" } : ["Disconnected Stopped"]));
        driver.Advance(3_600_000);
        Assert.That(driver.Events, Has.Count.EqualTo(isClosed ? 2 : 1));
        driver.StartReady();
    }
}
