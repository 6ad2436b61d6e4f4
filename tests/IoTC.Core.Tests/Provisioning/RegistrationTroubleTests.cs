using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>What passes and is tried again, and where patience ends.</summary>
[TestFixture]
internal sealed class RegistrationTroubleTests
{
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public void PassingTroubleIsTriedAgain(int status)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(status, "")).Then(DpsReply.Json(status, "{}")).Then(DpsReply.Assigning()).Then(DpsReply.Json(status, "", "Retry-After: 5\r\n"));
        EngineDriver driver = new EngineDriver(cloud).Start();
        long begin = driver.NowMs;
        driver.StartedReady();
        // 2, 4, 3 (assigning), 5 seconds
        Assert.That(driver.NowMs - begin, Is.EqualTo(14_000));
    }

    [TestCase(429, IoTCError.Throttled, "Try again later")]
    [TestCase(503, IoTCError.ServiceUnavailable, "Try again later")]
    public void TroubleThatStaysEndsWithinTheLimit(int status, IoTCError error, string remedy)
    {
        var cloud = new ScriptedCloud();
        for (int i = 0; i < 50; i++) cloud.Dps.Then(DpsReply.Json(status, ""));
        EngineDriver driver = new EngineDriver(cloud).Start();
        long begin = driver.NowMs;
        driver.RunUntil(() => driver.Engine.Status == ConnectionStatus.Disconnected, 1_000_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.NowMs - begin, Is.LessThanOrEqualTo(120_000));
            Assert.That(cloud.Requests.Count(), Is.InRange(4, 10));
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected " + error));
            Assert.That(driver.Messages.Last(), Does.Contain("HTTP " + status).And.Contain(remedy));
        }
    }

    [Test]
    public void RetryAfterBeyondTheLimitEndsAtOnce()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(429, "", "Retry-After: 3600\r\n"));
        Assert.That(new EngineDriver(cloud).Start().Events.Last(), Is.EqualTo("Disconnected Throttled"));
    }

    [Test]
    public void AssigningForeverEndsAtTheLimitAndSaysSo()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(429, ""));
        for (int i = 0; i < 100; i++) cloud.Dps.Then(DpsReply.Assigning());
        EngineDriver driver = new EngineDriver(cloud).Start();
        long begin = driver.NowMs;
        driver.RunUntil(() => driver.Engine.Status == ConnectionStatus.Disconnected, 1_000_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.NowMs - begin, Is.EqualTo(120_000));
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected TimedOut"));
            Assert.That(driver.Messages.Last(), Does.Contain("has not assigned dev1").And.Contain("Check the allocation policy"));
        }
    }

    [Test]
    public void SilenceEndsAtTheLimitOfOneAnswer()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Silence);
        EngineDriver driver = new EngineDriver(cloud).Start();
        driver.Advance(29_999);
        Assert.That(driver.Engine.Status, Is.EqualTo(ConnectionStatus.Provisioning));
        driver.Advance(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.TakeLast(2), Is.EqualTo(new[] { "close", "Disconnected TimedOut" }));
            Assert.That(driver.Messages.Last(), Does.Contain("dps.example:443").And.Contain("Check the network, or raise ProvisioningResponseTimeoutMs"));
        }
    }

    [Test]
    public void OpeningForeverEndsAtItsLimit()
    {
        var cloud = new ScriptedCloud();
        cloud.OpenStatuses.Enqueue(TransportStatus.Pending);
        EngineDriver driver = new EngineDriver(cloud).Start();
        driver.Advance(30_000);
        Assert.That(driver.Events.TakeLast(2), Is.EqualTo(new[] { "close", "Disconnected TimedOut" }));
    }

    [TestCase(TransportStatus.NameNotResolved, IoTCError.NameNotResolved, "check its spelling")]
    [TestCase(TransportStatus.Refused, IoTCError.Network, "check the port")]
    [TestCase(TransportStatus.CertificateUntrusted, IoTCError.Tls, "add the root as PEM")]
    [TestCase(TransportStatus.CertificateNotYetValid, IoTCError.ClockWrong, "this device's clock is behind")]
    [TestCase(TransportStatus.TlsHandshakeFailed, IoTCError.Tls, "TLS")]
    public void DpsThatCannotBeReachedIsNamed(int status, IoTCError error, string words)
    {
        var cloud = new ScriptedCloud();
        cloud.OpenStatuses.Enqueue(status);
        EngineDriver driver = new EngineDriver(cloud).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected " + error));
            Assert.That(driver.Messages.Last(), Does.Contain("dps.example:443").And.Contain(words));
        }
    }

    [Test]
    public void FirstAnswerCutShortIsAFailure()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Raw("HTTP/1.1 202 Accepted\r\nContent-Length: 50\r\n\r\n{\"oper", TransportStatus.Reset));
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected Network"));
    }
}
