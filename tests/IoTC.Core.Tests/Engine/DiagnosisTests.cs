using System;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>Why connections end, told apart by how they end; and what is recommended.</summary>
[TestFixture]
internal sealed class DiagnosisTests
{
    [Test]
    public void DroppedAtTheFirstMessageAgainAndAgainIsAQuota()
    {
        EngineDriver driver = Ready();
        DropAtTelemetry(driver);
        driver.Send("{}");
        driver.Advance(60_000);
        string[] losses = [.. driver.Events.Where(e => e.StartsWith("Waiting", StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(losses.Take(2), Is.EqualTo(new[] { "Waiting Network", "Waiting Network" }), "once or twice is no pattern");
            Assert.That(losses.Skip(2).Distinct(), Is.EqualTo(new[] { "Waiting QuotaSuspected" }));
            Assert.That(driver.Messages.Last(m => m.Contains("quota", StringComparison.Ordinal)), Does.Contain("Check"));
            Assert.That(driver.Actions, Does.Contain(RecommendedAction.CheckQuota));
        }
    }

    [Test]
    public void QuotaThatIsFilledAgainIsForgotten()
    {
        EngineDriver driver = Ready();
        DropAtTelemetry(driver);
        driver.Send("{}");
        driver.Advance(60_000);
        driver.Cloud.Hub.Intercept = (_, _) => false;
        driver.RunUntil(() => driver.Engine.IsConnected, 600_000);
        driver.Advance(61_000);
        driver.Events.Clear();
        driver.Lose();
        Assert.That(driver.Events, Is.EqualTo(new[] { "Waiting Network" }));
        Assert.That(driver.RetryDelaysMs[^1], Is.LessThanOrEqualTo(1000));
    }

    [Test]
    public void EndingSoonAgainAndAgainIsAnotherClient()
    {
        EngineDriver driver = Ready();
        LoseAfterReady(driver, 4, 5000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Where(e => e.StartsWith("Waiting", StringComparison.Ordinal)), Is.EqualTo(new[] { "Waiting ServerClosed", "Waiting ServerClosed", "Waiting DuplicateDeviceSuspected", "Waiting DuplicateDeviceSuspected" }));
            Assert.That(driver.Messages.Last(m => m.Contains("another client", StringComparison.Ordinal)), Does.Contain("Check"));
            Assert.That(driver.Actions[^1], Is.EqualTo(RecommendedAction.CheckOtherClients));
        }
    }

    [Test]
    public void ALongLifeEndsTheRowHoweverItEnds()
    {
        EngineDriver driver = Ready();
        LoseAfterReady(driver, 2, 5000);
        driver.RunUntil(() => driver.Engine.IsConnected, 600_000);
        driver.Advance(24 * 3600 * 1000);
        driver.Lose(TransportStatus.TimedOut);
        LoseAfterReady(driver, 2, 5000);
        Assert.That(driver.Events, Has.None.EqualTo("Waiting DuplicateDeviceSuspected"));
    }

    [Test]
    public void EndingLaterIsNoPattern()
    {
        EngineDriver driver = Ready();
        LoseAfterReady(driver, 6, 30_000);
        Assert.That(driver.Events.Where(e => e.StartsWith("Waiting", StringComparison.Ordinal)).Distinct(), Is.EqualTo(new[] { "Waiting ServerClosed" }));
    }

    // A kicked client that had sent telemetry all the while is no quota's victim; and one acknowledgement does not make the next attempt come at once.
    [Test]
    public void AcknowledgedAndKickedIsAnotherClientAndBacksOff()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 8; i++)
        {
            driver.Send("{}");
            driver.Lose(TransportStatus.Closed);
            driver.Advance(driver.RetryDelaysMs[^1]);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(e => e.StartsWith("Waiting", StringComparison.Ordinal)), Is.EqualTo("Waiting DuplicateDeviceSuspected"));
            Assert.That(driver.RetryDelaysMs.Take(2), Is.All.LessThanOrEqualTo(1000));
            Assert.That(driver.RetryDelaysMs[^1], Is.GreaterThanOrEqualTo(8000));
        }

        driver.Advance(60_000);
        driver.Lose();
        Assert.That(driver.RetryDelaysMs[^1], Is.LessThanOrEqualTo(1000), "a stable period ends it");
    }

    [Test]
    public void BlackHoleIsNoPattern()
    {
        EngineDriver driver = Ready(o => o.AcknowledgeTimeoutMs = 1000);
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{}");
        driver.Advance(120_000);
        Assert.That(driver.Events.Where(e => e.StartsWith("Waiting", StringComparison.Ordinal)).Distinct(), Is.EqualTo(new[] { "Waiting TimedOut" }));
    }

    [Test]
    public void RefusedAfterItWasAcceptedIsDisabled()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Dps.Then(DpsReply.Json(401, "{}"));
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.Hub.ConnackCodes.Enqueue(4);
        driver.Lose();
        driver.RunUntil(() => driver.Engine.IsConnected, 60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("Waiting Disabled").And.Contain("Waiting WrongKey"));
            Assert.That(driver.Messages, Has.Some.Contains("It was accepted before").And.Some.Contains("Check the key"));
            Assert.That(driver.Actions, Does.Contain(RecommendedAction.CheckDevice).And.Contain(RecommendedAction.CheckCredentials));
        }
    }

    [Test]
    public void WhatPassesIsLeftAloneAtFirst()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 4; i++) driver.Cloud.OpenStatuses.Enqueue(TransportStatus.NameNotResolved);
        driver.Actions.Clear();
        driver.Lose();
        driver.RunUntil(() => driver.Engine.IsConnected, 600_000);
        Assert.That(driver.Events, Does.Contain("Waiting NameNotResolved"));
        Assert.That(driver.Actions.Where(a => a != RecommendedAction.None), Is.EqualTo(new[]
        {
            RecommendedAction.Retrying, RecommendedAction.Retrying, RecommendedAction.CheckNetwork, RecommendedAction.CheckNetwork, RecommendedAction.CheckNetwork,
        }));
    }

    [TestCase(IoTCError.None, RecommendedAction.None)]
    [TestCase(IoTCError.Stopped, RecommendedAction.None)]
    [TestCase(IoTCError.Network, RecommendedAction.CheckNetwork)]
    [TestCase(IoTCError.NameNotResolved, RecommendedAction.CheckNetwork)]
    [TestCase(IoTCError.TimedOut, RecommendedAction.CheckNetwork)]
    [TestCase(IoTCError.ServerClosed, RecommendedAction.CheckNetwork)]
    [TestCase(IoTCError.Tls, RecommendedAction.CheckServer)]
    [TestCase(IoTCError.ProtocolViolation, RecommendedAction.CheckServer)]
    [TestCase(IoTCError.ClockWrong, RecommendedAction.CheckClock)]
    [TestCase(IoTCError.WrongKey, RecommendedAction.CheckCredentials)]
    [TestCase(IoTCError.UnknownDevice, RecommendedAction.CheckCredentials)]
    [TestCase(IoTCError.Disabled, RecommendedAction.CheckDevice)]
    [TestCase(IoTCError.ProvisioningFailed, RecommendedAction.CheckRequest)]
    [TestCase(IoTCError.BadRequest, RecommendedAction.CheckRequest)]
    [TestCase(IoTCError.Throttled, RecommendedAction.CheckQuota)]
    [TestCase(IoTCError.ServiceUnavailable, RecommendedAction.CheckQuota)]
    [TestCase(IoTCError.QuotaSuspected, RecommendedAction.CheckQuota)]
    [TestCase(IoTCError.DuplicateDeviceSuspected, RecommendedAction.CheckOtherClients)]
    public void EachCauseHasItsAction(IoTCError error, RecommendedAction expected) => Assert.That(ErrorMapping.Recommend(error, false), Is.EqualTo(expected));

    private static void DropAtTelemetry(EngineDriver driver)
        => driver.Cloud.Hub.Intercept = (connection, packet) =>
        {
            if (packet.Type == ServerPackets.Publish && packet.QoS == 1) connection.Close(TransportStatus.Reset);
            return connection.CloseStatus != null;
        };

    private static void LoseAfterReady(EngineDriver driver, int times, long lifeMs)
    {
        for (int i = 0; i < times; i++)
        {
            driver.RunUntil(() => driver.Engine.IsConnected, 600_000);
            driver.Advance(lifeMs);
            driver.Lose(TransportStatus.Closed);
        }
    }

    private static EngineDriver Ready(Action<IoTCOptions>? change = null)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.Options(change)).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
