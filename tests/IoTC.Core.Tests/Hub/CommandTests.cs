using System.Linq;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Direct methods and queued commands.</summary>
[TestFixture]
internal sealed class CommandTests
{
    [TestCase("1")]
    [TestCase("2d3")]
    [TestCase("00AbC")]
    [TestCase("4294967296123456789")]
    [TestCase("a-very.long_request:id(0)/with=everything!")]
    [TestCase("ä")]
    public void RequestIdIsEchoedByteForByte(string requestId)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Method("reboot", requestId, "{\"delay\":5}");
        driver.Pump();
        ServerPacket reply = driver.Cloud.Replies.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { $"command reboot({{\"delay\":5}}) rid={requestId}" }));
            Assert.That(reply.Topic, Is.EqualTo("$iothub/methods/res/200/?$rid=" + requestId));
            Assert.That(reply.Payload, Is.Empty);
            Assert.That(reply.QoS, Is.Zero);
        }
    }

    // Found by the simulation: whoever waits for the answer does not wait for a queue of telemetry first.
    [Test]
    public void ReplyDoesNotWaitForTelemetry()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(o => o.MaxInflight = 1)) { OnEvent = EngineDriver.Polite }.StartReady();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        for (int i = 0; i < 5; i++) driver.Send("{}", i);
        driver.Cloud.Method("go", "1");
        driver.Pump();
        Assert.That(driver.Cloud.Replies.Count(), Is.EqualTo(1));
        driver.Lose();
        driver.Advance(10_000);
        Assert.That(driver.Engine.IsConnected, Is.True, "nor does the twin's reading");
    }

    [Test]
    public void ReplyHasStatusAndPayload()
    {
        EngineDriver driver = Ready();
        byte[] payload = Encoding.UTF8.GetBytes("{\"max\":87}");
        driver.OnEvent = (d, e) =>
        {
            if (e.Type == DeviceEventType.Command) d.Engine.TryReply(e.Buffer, e.RequestIdOffset, e.RequestIdCount, 1234, payload, 0, payload.Length);
        };
        driver.Cloud.Method("report", "77");
        driver.Pump();
        Assert.That(driver.Cloud.Replies.Single().ToString(), Is.EqualTo("PUBLISH q0 $iothub/methods/res/1234/?$rid=77 {\"max\":87}"));
    }

    [TestCase("thermostat2*getMaxMinReport", "command thermostat2.getMaxMinReport() rid=5")]
    [TestCase("a*b*c", "command a.b*c() rid=5")]
    [TestCase("*x", "command x() rid=5")]
    public void ComponentStandsBeforeAStar(string name, string expected)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Method(name, "5");
        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(new[] { expected }));
    }

    [Test]
    public void RepeatedRequestIsAnsweredOnce()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Method("reboot", "5");
        driver.Cloud.Method("reboot", "5");
        driver.Cloud.Method("reboot", "6");
        driver.Cloud.Method("reboot", "5");
        driver.Pump();
        Assert.That(driver.Cloud.Replies.Select(p => p.Topic), Is.EqualTo(new[] { "$iothub/methods/res/200/?$rid=5", "$iothub/methods/res/200/?$rid=6" }));
    }

    [TestCase("$iothub/methods/POST/")]
    [TestCase("$iothub/methods/POST/x")]
    [TestCase("$iothub/methods/POST/x/")]
    [TestCase("$iothub/methods/POST//?$rid=5")]
    [TestCase("$iothub/other/?$rid=5")]
    [TestCase("x")]
    public void TopicThatIsNoneIsPassedOver(string topic)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Current.Send(ServerPackets.PublishOf(topic, "{}"));
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.Empty);
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    [TestCase("method-name=GenerateDiagnostics", "5", "command GenerateDiagnostics(5) rid=")]
    [TestCase("$.mid=1&method-name=Commands%3AGenerateDiagnostics", "5", "command GenerateDiagnostics(5) rid=")]
    [TestCase("method-name=Commands:Go&x=y", "text", "command Go(text) rid=")]
    [TestCase("method%2Dname=comp%2Ago", "", "command comp.go() rid=")]
    [TestCase("?method-name=go", "@", "command go() rid=")]
    [TestCase("method-name=go", "@@", "command go(@@) rid=")]
    [TestCase("%24.mid=a%20b&method-name=caf%C3%A9", "{}", "command café({}) rid=")]
    public void QueuedCommandIsTold(string bag, string payload, string expected)
    {
        EngineDriver driver = Ready();
        driver.Cloud.DeviceBound(bag, payload);
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { expected }));
            Assert.That(driver.Cloud.Replies, Is.Empty);
            Assert.That(driver.Cloud.Packets.Last().ToString(), Is.EqualTo("PUBACK 7"));
        }
    }

    private static EngineDriver Ready()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()) { OnEvent = EngineDriver.Polite }.StartReady();
        driver.Events.Clear();
        return driver;
    }
}
