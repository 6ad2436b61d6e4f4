using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Desired properties: told once, in order, none lost.</summary>
[TestFixture]
internal sealed class DesiredPropertyTests
{
    private static readonly string[][] Values =
    [
        ["\"p\":5", "desired p=5 v2"],
        ["\"p\":{\"value\":5}", "desired p=5 v2"],
        ["\"p\":{\"value\":null}", "desired p=null v2"],
        ["\"p\":{\"value\":5,\"unit\":\"C\"}", "desired p={\"value\":5,\"unit\":\"C\"} v2"],
        ["\"p\":{\"lat\":1.5}", "desired p={\"lat\":1.5} v2"],
        ["\"p\":null", "desired p=null v2"],
        ["\"p\":false", "desired p=false v2"],
        ["\"p\":0", "desired p=0 v2"],
        ["\"p\":\"\"", "desired p=\"\" v2"],
        ["\"p\":[1, {\"value\":2}]", "desired p=[1, {\"value\":2}] v2"],
        ["\"p\" : \"a\\\"b\\u00e4\"", "desired p=\"a\\\"b\\u00e4\" v2"],
        ["\"t2\":{\"__t\":\"c\",\"target\":21.5}", "desired t2.target=21.5 v2"],
        ["\"t2\":{\"target\":{\"value\":1},\"__t\":\"c\",\"x\":null}", "desired t2.target=1 v2|desired t2.x=null v2"],
        ["\"t2\":{\"__t\":\"c\"},\"p\":1", "desired p=1 v2"],
        ["\"a\":1,\"t2\":{\"__t\":\"c\",\"b\":2},\"c\":3", "desired a=1 v2|desired t2.b=2 v2|desired c=3 v2"],
        ["\"$metadata\":{\"p\":1},\"p\":1", "desired p=1 v2"],
        ["\"\":1", "desired =1 v2"],
    ];

    [TestCaseSource(nameof(Values))]
    public void PatchIsTold(string members, string expected)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Desired(2, members);
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(expected.Split('|').Append("desired end v2")));
    }

    [TestCaseSource(nameof(Values))]
    public void TwinIsToldAlike(string members, string expected)
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = "{\"desired\":{" + members + ",\"$version\":2},\"reported\":{\"p\":9,\"$version\":4}}";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady();
        Assert.That(driver.Events.Skip(2), Is.EqualTo(new[] { "twin 2", "Connected" }.Concat(expected.Split('|')).Append("desired end v2")));
    }

    [TestCase("{\"properties\":{\"desired\":{\"p\":1,\"$version\":7},\"reported\":{}}}", "desired p=1 v7")]
    [TestCase("{\"reported\":{\"desired\":{\"p\":0}},\"desired\":{\"$version\":7,\"p\":1}}", "desired p=1 v7")]
    [TestCase("{\"desired\":{\"p\":1}}", "desired p=1 v-1")]
    public void TwinMayHaveOtherShapes(string twin, string expected)
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = twin;
        Assert.That(new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady().Events, Does.Contain(expected));
    }

    [Test]
    public void PatchesComeInOrderAndRepeatsAreNotTold()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Desired(2, "\"p\":2");
        driver.Cloud.Desired(3, "\"p\":3");
        driver.Cloud.Desired(3, "\"p\":3");
        driver.Cloud.Desired(4, "\"p\":4");
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(new[] { "desired p=2 v2", "desired end v2", "desired p=3 v3", "desired end v3", "desired p=4 v4", "desired end v4" }));
    }

    [TestCase(4)]
    [TestCase(1000)]
    public void GapReadsTheTwin(long version)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.Twin = $"{{\"desired\":{{\"p\":9,\"q\":8,\"$version\":{version}}}}}";
        driver.Cloud.Desired(version, "\"p\":9");
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.TwinGets.Count(), Is.EqualTo(2));
            Assert.That(driver.Events, Is.EqualTo(new[] { $"twin {version}", $"desired p=9 v{version}", $"desired q=8 v{version}", $"desired end v{version}" }));
        }
    }

    [Test]
    public void VersionThatGoesDownIsAnotherTwin()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = "{\"desired\":{\"p\":9,\"$version\":50}}";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        cloud.Hub.Twin = "{\"desired\":{\"p\":1,\"$version\":2}}";
        cloud.Desired(2, "\"p\":1");
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(new[] { "twin 2", "desired p=1 v2", "desired end v2" }));
    }

    [Test]
    public void PatchThatOvertakesTheTwinIsNotLost([Values(1, 2, 3)] long answered)
    {
        var cloud = new ScriptedCloud();
        ServerPacket? get = null;
        cloud.Hub.Intercept = (_, packet) => packet.Topic.StartsWith("$iothub/twin/GET", System.StringComparison.Ordinal) && (get ??= packet) == packet;
        cloud.Hub.Twin = "{\"desired\":{\"p\":3,\"$version\":3}}";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        cloud.Desired(2, "\"p\":2");
        cloud.Desired(3, "\"p\":3");
        driver.Pump();
        ScriptedHub.AnswerTwin(cloud.Current, get!, 200, $"{{\"desired\":{{\"p\":{answered},\"$version\":{answered}}}}}");
        driver.Pump();
        List<string> told = [.. driver.Events.Where(e => e.StartsWith("desired p", System.StringComparison.Ordinal))];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told[^1], Is.EqualTo("desired p=3 v3"));
            Assert.That(told, Is.Unique);
            Assert.That(cloud.TwinGets.Count(), Is.EqualTo(answered == 3 ? 1 : 2));
        }
    }

    [Test]
    public void ChangesMadeWhileAwayAreToldAndOthersNot()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = "{\"desired\":{\"p\":1,\"$version\":5}}";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady();
        driver.Lose();
        driver.Events.Clear();
        driver.Advance(10_000);
        Assert.That(driver.Events, Has.None.StartsWith("desired p"), "nothing has changed");
        cloud.Hub.Twin = "{\"desired\":{\"p\":2,\"$version\":6}}";
        driver.Lose();
        driver.Advance(10_000);
        Assert.That(driver.Events, Does.Contain("desired p=2 v6"));
    }

    [Test]
    public void TwinTroubleAfterReadyIsTriedAgain()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.TwinStatuses.Enqueue(429);
        driver.Cloud.Hub.TwinStatuses.Enqueue(500);
        driver.Cloud.Hub.Twin = "{\"desired\":{\"p\":9,\"$version\":9}}";
        driver.Cloud.Desired(9, "\"p\":9");
        driver.Pump();
        driver.Advance(3000);
        Assert.That(driver.Events, Does.Contain("desired p=9 v9"));
    }

    [Test]
    public void TwinUnansweredAfterReadyReconnects()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.TwinStatuses.Enqueue(-1);
        driver.Cloud.Hub.Twin = "{\"desired\":{\"p\":9,\"$version\":9}}";
        driver.Cloud.Desired(9, "\"p\":9");
        driver.Pump();
        driver.Advance(32_000);
        Assert.That(driver.Events, Is.EqualTo(new[] { "close", "Waiting TimedOut", "Connecting", "open hub.example:8883", "twin 9", "Connected", "desired p=9 v9", "desired end v9" }));
    }

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[1]")]
    [TestCase("{\"p\":1}{\"q\":2}")]
    [TestCase("\u0000\u0001")]
    public void BrokenPatchIsPassedOver(string body)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Current.Send(ServerPackets.PublishOf("$iothub/twin/PATCH/properties/desired/?$version=2", body));
        driver.Cloud.Desired(2, "\"p\":2");
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(new[] { "desired p=2 v2", "desired end v2" }));
    }

    [Test]
    public void RefreshTellsAllAgainAndKeepsTheVersionOfTheWalk()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = "{\"desired\":{\"p\":1,\"q\":2,\"$version\":5}}";
        var driver = new EngineDriver(cloud, ScriptedCloud.HubOptions());
        bool isFirst = true;
        driver.OnEvent = (d, e) =>
        {
            if (e.Type != IoTC.Engine.DeviceEventType.DesiredProperty || !isFirst) return;
            isFirst = false;
            d.Engine.RefreshTwin();
        };
        driver.StartReady();
        Assert.That(
            driver.Events.Where(e => e.StartsWith("desired", System.StringComparison.Ordinal)),
            Is.EqualTo(new[] { "desired p=1 v5", "desired q=2 v5", "desired end v5", "desired p=1 v5", "desired q=2 v5", "desired end v5" }));
    }

    private static EngineDriver Ready()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
