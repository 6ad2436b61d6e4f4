using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A token is renewed before it ends, by a reconnect that loses nothing.</summary>
[TestFixture]
internal sealed class TokenRenewalTests
{
    [Test]
    public void RenewedAtThreeQuartersOfItsLife([Range(1, 20)] int seed)
    {
        EngineDriver driver = Ready(o => o.RandomSeed = seed);
        driver.Advance(2_699_000);
        Assert.That(driver.Events, Is.Empty);
        driver.Advance(361_000);
        Assert.That(driver.Events, Is.EqualTo(new[] { "close", "Connecting", "open hub.example:8883", "twin 1", "Connected" }));
        Sas token = Sas.Verify(driver.Cloud.Packets.Last(p => p.Type == ServerPackets.Connect).Password, ScriptedCloud.Key);
        Assert.That(token.ExpiryUnixSeconds, Is.InRange(driver.ServerUtcSeconds + 3600 - 361, driver.ServerUtcSeconds + 3600));
        Assert.That(driver.Cloud.HubConnections.First().Packets.Last().Type, Is.EqualTo(ServerPackets.Disconnect));
    }

    [Test]
    public void TwoMonthsOfRenewalsLoseNoMinute()
    {
        EngineDriver driver = Ready(o => o.TokenLifetimeSeconds = 86400);
        driver.Advance(60L * 24 * 3_600_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.IsConnected, Is.True);
            Assert.That(driver.Cloud.HubConnections.Count(), Is.InRange(70, 81));
            Assert.That(driver.RetryDelaysMs, Is.Empty);
        }
    }

    [Test]
    public void WaitsForAnIdleMoment()
    {
        EngineDriver driver = Ready();
        driver.Advance(2_680_000);
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        ServerPacket? message = null;
        while (driver.NowMs < 5_000 + 3_100_000)
        {
            // One message is always under way.
            driver.Send("{}");
            if (message != null) driver.Cloud.Current.Send(ServerPackets.PubackOf(message.PacketId));
            message = driver.Cloud.Telemetry.Last();
            driver.Advance(10_000);
            Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(1));
        }

        driver.Cloud.Current.Send(ServerPackets.PubackOf(message!.PacketId));
        driver.Pump();
        driver.Advance(2000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(2));
        Assert.That(driver.Cloud.Telemetry, Has.None.Matches<ServerPacket>(p => p.Dup));
    }

    [Test]
    public void WithoutAnIdleMomentItIsRenewedBeforeItEndsAndNothingIsLost()
    {
        EngineDriver driver = Ready(o => o.AcknowledgeTimeoutMs = 5_000_000);
        driver.Advance(2_600_000);
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        for (int i = 0; i < 5; i++) driver.Send($"{i}", i);
        driver.Advance(639_000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(1));
        driver.Cloud.Hub.AcknowledgesTelemetry = true;
        driver.Advance(2_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(2));
            Assert.That(driver.Cloud.Telemetry.Select(p => p.Text), Is.EqualTo(new[] { "0", "1", "2", "3", "4", "0", "1", "2", "3", "4" }));
            Assert.That(driver.Events.Where(e => e.StartsWith("telemetry", System.StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(0, 5).Select(i => $"telemetry {i}")));
        }
    }

    [Test]
    public void WaitsForACommandsAnswer()
    {
        EngineDriver driver = Ready();
        driver.Advance(2_680_000);
        byte[]? requestId = null;
        driver.OnEvent = (_, e) => requestId = e.Type == DeviceEventType.Command ? e.Buffer[e.RequestIdOffset..(e.RequestIdOffset + e.RequestIdCount)] : requestId;
        driver.Cloud.Method("slow", "1");
        driver.Pump();
        driver.Advance(500_000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(1));
        driver.Engine.TryReply(requestId!, 0, requestId!.Length, 200, [], 0, 0);
        driver.Pump();
        driver.Advance(2000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(2));
        Assert.That(driver.Cloud.Replies.Count(), Is.EqualTo(1));
    }

    [Test]
    public void WaitsForAMessagesHandler()
    {
        EngineDriver driver = Ready();
        driver.Advance(2_680_000);
        int token = 0;
        driver.OnEvent = (_, e) =>
        {
            if (e.Type != DeviceEventType.CloudMessage) return;
            e.DeferAcknowledge = true;
            token = e.AcknowledgeToken;
        };
        driver.Cloud.DeviceBound("", "hello");
        driver.Pump();
        driver.Advance(500_000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(1));
        driver.Engine.AcknowledgeMessage(token);
        driver.Pump();
        driver.Advance(2000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(2));
    }

    [Test]
    public void HandlerThatNeverAnswersDoesNotHoldItPastItsEnd()
    {
        EngineDriver driver = Ready();
        driver.Advance(2_680_000);
        driver.Cloud.Method("never", "1");
        driver.Pump();
        driver.Advance(560_000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(2));
        driver.Advance(3_300_000);
        Assert.That(driver.Cloud.HubConnections.Count(), Is.EqualTo(3));
    }

    [Test]
    public void CertificateNeedsNoRenewal()
    {
        EngineDriver driver = Ready(o => o.Credential = DeviceCredential.X509());
        driver.Advance(24 * 3_600_000);
        Assert.That(driver.Events, Is.Empty);
    }

    [Test]
    public void RenewalThatFailsIsALossLikeAnyOther()
    {
        EngineDriver driver = Ready();
        driver.Advance(2_600_000);
        driver.Cloud.OpenStatuses.Enqueue(IoTC.Transport.TransportStatus.Unreachable);
        driver.Advance(600_000);
        Assert.That(driver.Events, Is.EqualTo(new[] { "close", "Connecting", "open hub.example:8883", "Waiting Network", "Connecting", "open hub.example:8883", "twin 1", "Connected" }));
    }

    private static EngineDriver Ready(System.Action<IoTCOptions>? change = null)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(change)).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
