using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Acknowledgements of desired properties, as JSON on the wire.</summary>
[TestFixture]
internal sealed class AcknowledgementTests
{
    [TestCase("\"p\":5", """{"p":{"value":5,"ac":200,"av":2}}""")]
    [TestCase("\"p\":{\"value\":5}", """{"p":{"value":5,"ac":200,"av":2}}""")]
    [TestCase("\"p\":false", """{"p":{"value":false,"ac":200,"av":2}}""")]
    [TestCase("\"p\":null", """{"p":{"value":null,"ac":200,"av":2}}""")]
    [TestCase("\"p\":\"\"", """{"p":{"value":"","ac":200,"av":2}}""")]
    [TestCase("\"p\":0.10", """{"p":{"value":0.10,"ac":200,"av":2}}""")]
    [TestCase("\"p\\u00e4\":{\"a\": [1]}", """{"p\u00e4":{"value":{"a": [1]},"ac":200,"av":2}}""")]
    [TestCase("\"p\":1,\"q\":2", """{"p":{"value":1,"ac":200,"av":2},"q":{"value":2,"ac":200,"av":2}}""")]
    [TestCase("\"t2\":{\"__t\":\"c\",\"x\":1}", """{"t2":{"__t":"c","x":{"value":1,"ac":200,"av":2}}}""")]
    [TestCase("\"a\":0,\"t2\":{\"__t\":\"c\",\"x\":1,\"y\":2},\"t3\":{\"__t\":\"c\",\"x\":3},\"b\":4", """{"a":{"value":0,"ac":200,"av":2},"t2":{"__t":"c","x":{"value":1,"ac":200,"av":2},"y":{"value":2,"ac":200,"av":2}},"t3":{"__t":"c","x":{"value":3,"ac":200,"av":2}},"b":{"value":4,"ac":200,"av":2}}""")]
    public void OnePatchAcknowledgesOneUpdate(string members, string expected)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Desired(2, members);
        driver.Pump();
        Assert.That(driver.Cloud.Reported.Select(p => p.Text), Is.EqualTo(new[] { expected }));
        Assert.That(driver.Cloud.Reported.Single().QoS, Is.EqualTo(1));
    }

    [Test]
    public void CodeAndDescriptionGoAlong()
    {
        EngineDriver driver = Ready();
        driver.OnEvent = (d, e) =>
        {
            if (e.Type == DeviceEventType.DesiredProperty) d.Acknowledge(e, 400, "too \"hot\"");
            if (e.Type == DeviceEventType.DesiredCompleted) d.Engine.FlushAcknowledgements();
        };
        driver.Cloud.Desired(2, "\"p\":99");
        driver.Pump();
        Assert.That(driver.Cloud.Reported.Single().Text, Is.EqualTo("""{"p":{"value":99,"ac":400,"av":2,"ad":"too \"hot\""}}"""));
    }

    [Test]
    public void NothingIsSentWhenNothingWasAcknowledged()
    {
        EngineDriver driver = Ready();
        driver.OnEvent = (d, e) => d.Engine.FlushAcknowledgements();
        driver.Cloud.Desired(2, "\"p\":99");
        driver.Pump();
        Assert.That(driver.Cloud.Reported, Is.Empty);
    }

    [Test]
    public void LongUpdateIsSplitIntoPatchesTheHubTakes()
    {
        EngineDriver driver = Ready();
        string members = string.Join(",", Enumerable.Range(0, 10).Select(i => $"\"p{i}\":\"{new string('x', 3000)}\""));
        driver.Cloud.Desired(2, members);
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Reported.Select(p => p.Payload.Length), Is.All.LessThanOrEqualTo(32 * 1024));
            Assert.That(driver.Cloud.Reported.Count(), Is.GreaterThan(1));
            Assert.That(string.Concat(driver.Cloud.Reported.Select(p => p.Text)).Split("\"ac\":200"), Has.Length.EqualTo(11));
        }
    }

    // An acknowledgement may be late, never lost: while there is no connection it cannot be kept, so the properties are told again.
    [Test]
    public void AcknowledgedWithoutConnectionIsToldAgain()
    {
        EngineDriver driver = Ready();
        driver.OnEvent = (_, _) => { };
        driver.Cloud.Hub.Twin = """{"desired":{"p":99,"$version":2}}""";
        driver.Cloud.Desired(2, "\"p\":99");
        driver.Pump();
        driver.Lose();
        byte[] bytes = "p99"u8.ToArray();
        driver.Engine.AcknowledgeProperty(bytes, 0, 0, 0, 1, 1, 2, 2, 200, "");
        driver.Engine.FlushAcknowledgements();
        driver.OnEvent = EngineDriver.Polite;
        int before = driver.Timeouts;
        driver.Advance(30_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Reported.Single().Text, Is.EqualTo("""{"p":{"value":99,"ac":200,"av":2}}"""));
            Assert.That(driver.Timeouts - before, Is.LessThan(5), "no busy loop");
        }
    }

    [Test]
    public void FlushWhileConnectingIsNoBusyLoop()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.ConnackCodes.Enqueue(-1);
        driver.Lose();
        driver.Advance(2000);
        byte[] bytes = "p99"u8.ToArray();
        driver.Engine.AcknowledgeProperty(bytes, 0, 0, 0, 1, 1, 2, 2, 200, "");
        driver.Engine.FlushAcknowledgements();
        int before = driver.Timeouts;
        driver.Advance(30_000);
        Assert.That(driver.Timeouts - before, Is.LessThan(5));
    }

    [Test]
    public void AcknowledgementThatTheHubCouldNotTakeIsMadeAgain([Values(429, 500, 503, -1)] int status)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.ReportedStatuses.Enqueue(status);
        driver.Cloud.Hub.Twin = """{"desired":{"p":99,"$version":2}}""";
        driver.Cloud.Desired(2, "\"p\":99");
        driver.Pump();
        driver.Advance(60_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Reported.Count(), Is.EqualTo(2));
            Assert.That(driver.Cloud.Reported.Last().Text, Is.EqualTo("""{"p":{"value":99,"ac":200,"av":2}}"""));
        }
    }

    [TestCase(400)]
    [TestCase(413)]
    public void AcknowledgementThatTheHubRefusesIsNotRepeated(int status)
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 9; i++) driver.Cloud.Hub.ReportedStatuses.Enqueue(status);
        driver.Cloud.Desired(2, "\"p\":99");
        driver.Pump();
        driver.Advance(600_000);
        Assert.That(driver.Cloud.Reported.Count(), Is.EqualTo(1));
    }

    private static EngineDriver Ready() => new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()) { OnEvent = EngineDriver.Polite }.StartReady();
}
