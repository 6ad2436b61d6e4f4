using System;
using System.Globalization;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>A device whose clock is wrong learns the time from DPS, once, and uses it for the hub too.</summary>
[TestFixture]
internal sealed class ClockCorrectionTests
{
    private const string Body = """{"errorCode":401002,"message":"Unauthorized"}""";

    [TestCase(-41L * 60)]
    [TestCase(3600L * 24 * 400)]
    [TestCase(-1_790_000_000L)]
    public void RefusedTokenIsSignedAgainWithTheServersTime(long errorSeconds)
    {
        EngineDriver driver = Create(errorSeconds, out ScriptedCloud cloud);
        driver.StartReady();
        Sas hub = Sas.Verify(cloud.Packets.First().Password, ScriptedCloud.Key);
        Sas second = Sas.Verify(cloud.Requests.ElementAt(1)["Authorization"], ScriptedCloud.Key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Requests.Select(r => r.Method), Is.EqualTo(new[] { "PUT", "PUT", "GET" }));
            Assert.That(second.ExpiryUnixSeconds, Is.EqualTo(driver.ServerUtcSeconds - 3 + 3600).Within(2));
            Assert.That(hub.ExpiryUnixSeconds, Is.EqualTo(driver.ServerUtcSeconds + 3600).Within(2));
        }
    }

    [Test]
    public void SecondRefusalIsFinal()
    {
        EngineDriver driver = Create(-5000, out ScriptedCloud cloud);
        cloud.Dps.Script.Enqueue(_ => DpsReply.Json(401, Body, Date(driver)));
        driver.Start();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Requests.Count(), Is.EqualTo(2));
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected WrongKey"));
        }
    }

    [TestCase(0)]
    [TestCase(-299)]
    [TestCase(299)]
    public void RightClockIsNotBlamed(long errorSeconds)
    {
        EngineDriver driver = Create(errorSeconds, out ScriptedCloud cloud);
        driver.Start();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Requests.Count(), Is.EqualTo(1));
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected WrongKey"));
        }
    }

    [Test]
    public void CorrectionStaysForReconnectsAndNewRegistrations()
    {
        EngineDriver driver = Create(-7200, out ScriptedCloud cloud);
        driver.StartReady();
        driver.Lose();
        driver.Advance(60_000);
        Sas token = Sas.Verify(cloud.Packets.Last(p => p.Type == ServerPackets.Connect).Password, ScriptedCloud.Key);
        Assert.That(token.ExpiryUnixSeconds, Is.EqualTo(driver.ServerUtcSeconds + 3600).Within(61));

        // Registered anew: one request less, the correction is known.
        int before = cloud.Requests.Count();
        driver.Advance(700_000);
        cloud.Hub.ConnackCodes.Enqueue(5);
        driver.Lose();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Requests.Skip(before).Select(r => r.Method), Is.EqualTo(new[] { "PUT", "GET" }));
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    private static EngineDriver Create(long errorSeconds, out ScriptedCloud cloud)
    {
        cloud = new ScriptedCloud();
        var driver = new EngineDriver(cloud) { ClockErrorMs = errorSeconds * 1000 };
        cloud.Dps.Script.Enqueue(_ => DpsReply.Json(401, Body, Date(driver)));
        return driver;
    }

    private static string Date(EngineDriver driver)
        => "Date: " + DateTimeOffset.FromUnixTimeSeconds(driver.ServerUtcSeconds).ToString("R", CultureInfo.InvariantCulture) + "\r\n";
}
