using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>The twin on request: each reading is told with its number, and none is older than its request.</summary>
[TestFixture]
internal sealed class TwinRequestTests
{
    [Test]
    public void ARequestReadsTheTwinAndTellsNoPropertyAgain()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = "{\"desired\":{\"p\":1,\"$version\":5}}";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady();
        List<int> readings = Watch(driver);
        driver.Events.Clear();
        int asked = driver.Engine.RequestTwin();
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { "twin 5" }));
            Assert.That(readings, Is.EqualTo(new[] { asked }));
            Assert.That(cloud.TwinGets.Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public void ARequestDuringAReadingHasOneOfItsOwn()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        List<int> readings = Watch(driver);
        int first = driver.Engine.RequestTwin();
        int second = driver.Engine.RequestTwin();
        driver.Pump();
        Assert.That(readings, Is.EqualTo(new[] { first, second }));
        Assert.That(second, Is.EqualTo(first + 1));
    }

    [Test]
    public void ARequestMadeWhileConnectingIsAnsweredByItsTwinOrALaterOne()
    {
        var driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions());
        List<int> readings = Watch(driver);
        int before = driver.Engine.RequestTwin();
        driver.StartReady();
        Assert.That(readings.Max(), Is.GreaterThanOrEqualTo(before));

        ServerPacket? get = null;
        driver.Cloud.Hub.Intercept = (_, packet) => packet.Topic.StartsWith("$iothub/twin/GET", System.StringComparison.Ordinal) && (get ??= packet) == packet;
        driver.Lose();
        driver.Advance(5000);
        Assert.That(get, Is.Not.Null, "it waits for its twin");
        int during = driver.Engine.RequestTwin();
        ScriptedHub.AnswerTwin(driver.Cloud.Current, get!, 200, driver.Cloud.Hub.Twin);
        driver.Pump();
        Assert.That(readings.Max(), Is.GreaterThanOrEqualTo(during));
    }

    [Test]
    public void AThrottledRequestIsMadeAgain([Values(429, 500)] int status)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        List<int> readings = Watch(driver);
        driver.Cloud.Hub.TwinStatuses.Enqueue(status);
        int asked = driver.Engine.RequestTwin();
        driver.Pump();
        Assert.That(readings, Is.Empty);
        driver.Advance(1500);
        Assert.That(readings.Single(), Is.GreaterThanOrEqualTo(asked));
    }

    [Test]
    public void ALostConnectionReadsItAgain()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        List<int> readings = Watch(driver);
        driver.Cloud.Hub.TwinStatuses.Enqueue(-1);
        int asked = driver.Engine.RequestTwin();
        driver.Pump();
        driver.Lose();
        driver.Advance(5000);
        Assert.That(readings.Single(), Is.GreaterThanOrEqualTo(asked));
    }

    private static List<int> Watch(EngineDriver driver)
    {
        var readings = new List<int>();
        driver.OnEvent = (_, e) =>
        {
            if (e.Type == DeviceEventType.TwinReceived) readings.Add(e.Token);
        };
        return readings;
    }
}
