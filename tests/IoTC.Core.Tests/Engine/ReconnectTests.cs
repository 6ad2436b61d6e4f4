using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>Lost, pause, again.</summary>
[TestFixture]
internal sealed class ReconnectTests
{
    [TestCase(TransportStatus.Refused, "Disconnected Network")]
    [TestCase(TransportStatus.CertificateExpired, "Disconnected Tls")]
    [TestCase(TransportStatus.TimedOut, "Disconnected TimedOut")]
    public void FirstFailureIsTheCallersToRepeat(int status, string expected)
    {
        var cloud = new ScriptedCloud();
        cloud.OpenStatuses.Enqueue(status);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        driver.Advance(3_600_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { "Connecting", "open hub.example:8883", expected }));
            Assert.That(driver.Messages.Last(), Does.Contain("hub.example:8883"));
            Assert.That(driver.Engine.NextDeadlineMs, Is.EqualTo(long.MaxValue));
        }

        driver.StartReady();
    }

    [TestCase(TransportStatus.Reset, "Waiting Network")]
    [TestCase(TransportStatus.Closed, "Waiting ServerClosed")]
    [TestCase(TransportStatus.TimedOut, "Waiting TimedOut")]
    public void LossAfterReadyComesBack(int status, string expected)
    {
        EngineDriver driver = Ready();
        driver.Lose(status);
        Assert.That(driver.Events, Is.EqualTo(new[] { expected }));
        Assert.That(driver.RetryDelaysMs.Single(), Is.InRange(500, 1000));
        driver.Advance(driver.RetryDelaysMs.Single() - 1);
        Assert.That(driver.Events, Has.Count.EqualTo(1));
        driver.Advance(1);
        Assert.That(driver.Events.Skip(1), Is.EqualTo(new[] { "Connecting", "open hub.example:8883", "twin 1", "Connected" }));
    }

    [Test]
    public void WithoutAutoReconnectALossIsTheEnd()
    {
        EngineDriver driver = Ready(o => o.AutoReconnect = false);
        driver.Lose();
        driver.Advance(3_600_000);
        Assert.That(driver.Events, Is.EqualTo(new[] { "Disconnected Network" }));
    }

    [Test]
    public void PausesGrowUpToTheLimitWithinTheirJitter()
    {
        var seen = new HashSet<long>();
        for (int seed = 1; seed <= 20; seed++)
        {
            EngineDriver driver = Ready(o => o.RandomSeed = seed);
            for (int i = 0; i < 14; i++) driver.Cloud.OpenStatuses.Enqueue(TransportStatus.Unreachable);
            driver.Lose();
            driver.Advance(6 * 3_600_000);
            Assert.That(driver.RetryDelaysMs, Has.Count.EqualTo(15));
            for (int i = 0; i < 15; i++)
            {
                long limit = System.Math.Min(1000L << i, 300_000);
                Assert.That(driver.RetryDelaysMs[i], Is.InRange(limit / 2, limit), $"seed {seed}, attempt {i}");
            }

            Assert.That(driver.Engine.IsConnected, Is.True);
            seen.Add(driver.RetryDelaysMs[10]);
        }

        Assert.That(seen, Has.Count.GreaterThan(15), "devices do not come back together");
    }

    [Test]
    public void ReadinessAloneDoesNotShortenThePause()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 6; i++)
        {
            driver.Lose();
            driver.Advance(driver.RetryDelaysMs[^1]);
            Assert.That(driver.Engine.IsConnected, Is.True);
        }

        Assert.That(driver.RetryDelaysMs[^1], Is.InRange(16_000, 32_000));
    }

    [Test]
    public void FirstPubackResetsThePause()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 4; i++) driver.Cloud.OpenStatuses.Enqueue(TransportStatus.Unreachable);
        driver.Lose();
        driver.RunUntil(() => driver.Engine.IsConnected, 60_000);
        Assert.That(driver.RetryDelaysMs[^1], Is.InRange(8000, 16_000));
        driver.Send("{}");
        driver.Lose();
        Assert.That(driver.RetryDelaysMs[^1], Is.InRange(500, 1000));
    }

    [Test]
    public void StablePeriodResetsThePause()
    {
        EngineDriver driver = AfterFourLosses();
        driver.Advance(59_999);
        driver.Lose();
        Assert.That(driver.RetryDelaysMs[^1], Is.InRange(8000, 16_000));
        driver.Advance(16_000 + 60_000);
        driver.Lose();
        Assert.That(driver.RetryDelaysMs[^1], Is.InRange(500, 1000));
    }

    [Test]
    public void HubThatDropsAtTheFirstMessageIsNotHammered()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.Intercept = (connection, packet) =>
        {
            if (packet.Type == ServerPackets.Publish && packet.QoS == 1) connection.Close(TransportStatus.Closed);
            return connection.CloseStatus != null;
        };
        driver.Send("{}");
        driver.Advance(24 * 3_600_000);
        Assert.That(driver.Cloud.Connections, Has.Count.LessThan(700), "connections in a day");
    }

    [Test]
    public void UnacknowledgedIsSentAgainWithDupAndInOrder()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        for (int i = 0; i < 5; i++) driver.Send($"{i}", i);
        driver.Lose();
        driver.Send("5", 5);
        driver.Cloud.Hub.AcknowledgesTelemetry = true;
        driver.Advance(5000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Current.Packets.Where(p => p.Topic.StartsWith("devices/", System.StringComparison.Ordinal)).Select(p => (p.Text, p.Dup)),
                Is.EqualTo(new[] { ("0", true), ("1", true), ("2", true), ("3", true), ("4", true), ("5", false) }));
            Assert.That(driver.Cloud.Telemetry.Take(5).Select(p => p.PacketId), Is.EqualTo(driver.Cloud.Telemetry.Skip(5).Take(5).Select(p => p.PacketId)));
            Assert.That(driver.Events.Where(e => e.StartsWith("telemetry", System.StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(0, 6).Select(i => $"telemetry {i}")));
            Assert.That(driver.Engine.QueuedCount, Is.Zero);
        }
    }

    [Test]
    public void SilentHubIsGivenUp()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.AnswersPings = false;
        driver.Advance(120_000 + 20_000);
        Assert.That(driver.Events.Take(2), Is.EqualTo(new[] { "close", "Waiting TimedOut" }));
    }

    [Test]
    public void OpeningHasALimitEachTime()
    {
        EngineDriver driver = Ready();
        driver.Cloud.OpenStatuses.Enqueue(TransportStatus.Pending);
        driver.Lose();
        driver.Advance(1000 + 30_000);
        Assert.That(driver.Events.Skip(1).Take(4), Is.EqualTo(new[] { "Connecting", "open hub.example:8883", "close", "Waiting TimedOut" }));
    }

    private static EngineDriver AfterFourLosses()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 4; i++)
        {
            driver.Lose();
            driver.Advance(driver.RetryDelaysMs[^1]);
        }

        return driver;
    }

    private static EngineDriver Ready(System.Action<IoTCOptions>? change = null)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(change)).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
