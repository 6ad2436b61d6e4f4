using System;
using System.Globalization;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A hub that refuses because the device's clock is wrong: the server's Date is compared, the offset applied, remembered and told.</summary>
[TestFixture]
internal sealed class ClockTests
{
    private const long MinuteMs = 60_000;

    [TestCase(-41, "41 minutes behind")]
    [TestCase(-300_000, "300000 minutes behind")]
    [TestCase(60_000, "60000 minutes ahead of")]
    public void DeviceOfAHubAsksDpsForTheDateOnceAndConnects(int minutes, string words)
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        driver.ClockErrorMs = minutes * MinuteMs;
        driver.StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[]
            {
                "Connecting", "open hub.example:8883", "close", "open dps.example:443", "close", "Waiting ClockWrong", "Connecting", "open hub.example:8883", "twin 1", "Connected",
                "desired end v1",
            }));
            Assert.That(driver.Messages[1], Does.Contain("hub.example:8883 refused dev1 (CONNACK 5, not authorized)").And.Contain(words).And.Contain("offset is applied"));
            Assert.That(driver.Actions[1], Is.EqualTo(RecommendedAction.CheckClock));
            Assert.That(driver.Cloud.Requests.Single().Target, Is.EqualTo("/"));
            Assert.That(driver.Cloud.Requests.Single()["Authorization"], Is.Null, "nothing about the device");
        }

        driver.Events.Clear();
        driver.Advance(4 * 3600 * 1000);
        Assert.That(driver.Events, Has.None.Contain("Waiting"), "remembered");
    }

    [Test]
    public void TheOffsetIsForTheClockThatWasWrong()
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        driver.ClockErrorMs = 24 * 60 * MinuteMs;
        driver.StartReady();
        long right = driver.ServerUtcSeconds * 1000;
        Assert.That(driver.Engine.CorrectUtc(right + driver.ClockErrorMs, driver.NowMs), Is.EqualTo(right).Within(1000));
        // Somebody sets the clock while the connection lasts.
        Assert.That(driver.Engine.CorrectUtc(right, driver.NowMs), Is.EqualTo(right));
        long expiry = Sas.Verify(driver.Engine.CreateHubToken(right, driver.NowMs), ScriptedCloud.Key).ExpiryUnixSeconds;
        Assert.That(expiry - driver.ServerUtcSeconds, Is.EqualTo(3600), "a token of the same moment too");
    }

    [Test]
    public void RightClockIsNotBlamed()
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        for (int i = 0; i < 3; i++) driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Start();
        Assert.That(driver.Events, Is.EqualTo(new[] { "Connecting", "open hub.example:8883", "close", "open dps.example:443", "close", "Disconnected WrongKey" }));
        driver.Start();
        Assert.That(driver.Cloud.Requests.Count(), Is.EqualTo(1), "not asked again within the window");
    }

    [Test]
    public void DpsThatCannotBeReachedLeavesTheRefusalAsItWas([Values(-1, -5)] int status)
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.OpenStatuses.Enqueue(0);
        driver.Cloud.OpenStatuses.Enqueue(status);
        driver.Start();
        driver.Advance(60_000);
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected WrongKey"));
        Assert.That(driver.Messages.Last(), Does.Contain("CONNACK 5"));
    }

    [Test]
    public void DpsThatIsSilentIsNotWaitedForLong()
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.Dps.Script.Clear();
        driver.Cloud.Dps.Then(DpsReply.Silence);
        driver.Start();
        driver.Advance(30_000);
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected WrongKey"));
        driver.StartReady();
    }

    [Test]
    public void StopWhileTheDateIsAskedForIsAStop()
    {
        EngineDriver driver = Make(ScriptedCloud.HubOptions());
        driver.Cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Cloud.Dps.Script.Clear();
        driver.Cloud.Dps.Then(DpsReply.Silence);
        driver.Start();
        driver.Stop();
        Assert.That(driver.Events.TakeLast(2), Is.EqualTo(new[] { "close", "Disconnected Stopped" }));
        driver.StartReady();
    }

    [TestCase(-90)]
    [TestCase(90)]
    [TestCase(-60_000)]
    public void ClockThatJumpsWhileConnectedIsCorrectedAtTheNextConnection(int minutes)
    {
        EngineDriver driver = Make(ScriptedCloud.Options());
        driver.StartReady();
        int registrations = driver.Cloud.Requests.Count();
        driver.ClockErrorMs = minutes * MinuteMs;
        driver.Events.Clear();
        driver.Advance(3_300_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.IsConnected, Is.True);
            Assert.That(driver.Events, Does.Contain("Waiting ClockWrong"));
            Assert.That(driver.Cloud.Requests.Count(), Is.EqualTo(registrations), "known from the registration");
        }

        // Somebody sets it right again.
        driver.ClockErrorMs = 0;
        driver.Events.Clear();
        driver.Advance(3_300_000);
        Assert.That(driver.Events, Is.EqualTo(new[] { "close", "Connecting", "open hub.example:8883", "twin 1", "Connected" }));
    }

    [Test]
    public void ClockFoundWrongByDpsIsTold()
    {
        EngineDriver driver = Make(ScriptedCloud.Options());
        driver.Cloud.Dps.Script.Clear();
        driver.Cloud.Dps.Script.Enqueue(_ => DpsReply.Json(401, "{}", Date(driver)));
        driver.ClockErrorMs = -41 * MinuteMs;
        driver.StartReady();
        Assert.That(driver.Messages, Has.Some.StartsWith("Connecting to hub.example. The device's clock is 41 minutes behind"));
    }

    private static string Date(EngineDriver driver) => "Date: " + DateTimeOffset.FromUnixTimeSeconds(driver.ServerUtcSeconds).ToString("R", CultureInfo.InvariantCulture) + "\r\n";

    // A hub that looks at the token's times: not expired, and not from a day that is still far away.
    private static EngineDriver Make(IoTCOptions options)
    {
        var cloud = new ScriptedCloud();
        var driver = new EngineDriver(cloud, options);
        cloud.Hub.Intercept = (connection, packet) =>
        {
            if (packet.Type != ServerPackets.Connect) return false;
            long left = Sas.Verify(packet.Password, ScriptedCloud.Key).ExpiryUnixSeconds - driver.ServerUtcSeconds;
            if (left is > 1200 and < 3600 + 1200) return false;
            connection.Send(ServerPackets.Connack(5));
            connection.Close(-1);
            return true;
        };
        for (int i = 0; i < 100; i++)
        {
            cloud.Dps.Script.Enqueue(request => request.Method == "PUT"
                ? DpsReply.Json(202, """{"operationId":"4.op-1","status":"assigning"}""", "Retry-After: 3\r\n" + Date(driver))
                : request.Target == "/"
                    ? DpsReply.Json(404, "{}", Date(driver))
                    : DpsReply.Assigned("hub.example", "dev1"));
        }

        return driver;
    }
}
