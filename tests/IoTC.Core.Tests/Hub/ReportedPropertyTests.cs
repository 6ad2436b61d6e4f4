using System;
using System.Linq;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Reported patches and what the hub says of them.</summary>
[TestFixture]
internal sealed class ReportedPropertyTests
{
    [TestCase(204)]
    [TestCase(400)]
    [TestCase(413)]
    [TestCase(429)]
    [TestCase(503)]
    public void AnswerIsTold(int status)
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.ReportedStatuses.Enqueue(status);
        Assert.That(driver.Report("""{"serial":"SN-1"}""", 42), Is.EqualTo(IoTCError.None));
        ServerPacket patch = driver.Cloud.Reported.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(patch.Topic, Does.Match(@"^\$iothub/twin/PATCH/properties/reported/\?\$rid=\d+$"));
            Assert.That(patch.Text, Is.EqualTo("""{"serial":"SN-1"}"""));
            Assert.That(driver.Events, Is.EqualTo(new[] { $"reported 42 {status}" }));
        }
    }

    [Test]
    public void SilenceIsToldAfterTheLimit()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.ReportedStatuses.Enqueue(-1);
        driver.Report("{}", 7);
        driver.Advance(29_999);
        Assert.That(driver.Events, Is.Empty);
        driver.Advance(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { "reported 7 0" }));
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    [Test]
    public void EachAnswerFindsItsRequest()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 3; i++) driver.Cloud.Hub.ReportedStatuses.Enqueue(-1);
        for (int i = 0; i < 3; i++) driver.Report("{}", 10 + i);
        foreach (int index in new[] { 2, 0, 1 })
        {
            string rid = ScriptedHub.RequestId(driver.Cloud.Reported.ElementAt(index).Topic);
            driver.Cloud.Current.Send(ServerPackets.PublishOf($"$iothub/twin/res/204/?$rid={rid}&$version={index + 5}", ""));
        }

        driver.Pump();
        Assert.That(driver.Events, Is.EqualTo(new[] { "reported 12 204", "reported 10 204", "reported 11 204" }));
    }

    [Test]
    public void AnswersToNobodyArePassedOver()
    {
        EngineDriver driver = Ready();
        foreach (string tail in new[] { "204/?$rid=999", "204/?$rid=abc", "204/?$rid=", "204/", "x/?$rid=1", "", "204", "99999999999999999999/?$rid=1" })
        {
            driver.Cloud.Current.Send(ServerPackets.PublishOf("$iothub/twin/res/" + tail, "{}"));
        }

        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.Empty);
            Assert.That(driver.Engine.IsConnected, Is.True);
        }
    }

    [Test]
    public void PatchInFlightSurvivesAReconnect()
    {
        EngineDriver driver = Ready();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        driver.Cloud.Hub.ReportedStatuses.Enqueue(-1);
        driver.Report("""{"a":1}""", 5);
        driver.Lose();
        driver.Cloud.Hub.AcknowledgesTelemetry = true;
        driver.Advance(5000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Reported.Select(p => p.Dup), Is.EqualTo(new[] { false, true }));
            Assert.That(driver.Events, Does.Contain("reported 5 204"));
        }
    }

    [Test]
    public void TooManyAndTooLargeAreRefusedHere()
    {
        EngineDriver driver = Ready();
        for (int i = 0; i < 20; i++) driver.Cloud.Hub.ReportedStatuses.Enqueue(-1);
        for (int i = 0; i < 16; i++) Assert.That(driver.Report("{}", i), Is.EqualTo(IoTCError.None));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Report("{}", 16), Is.EqualTo(IoTCError.OutboxFull));
            Assert.That(driver.Report("{\"a\":\"" + new string('x', 33_000) + "\"}"), Is.EqualTo(IoTCError.TooLarge));
            Assert.That(() => driver.Report("[]"), Throws.ArgumentException);
            Assert.That(() => driver.Report("{"), Throws.ArgumentException);
            Assert.That(() => driver.Engine.TrySendReported(Encoding.UTF8.GetBytes("{}"), 0, 2, -1), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => driver.Engine.TrySendReported(Encoding.UTF8.GetBytes("{}"), 0, 3, 0), Throws.ArgumentException);
        }
    }

    [Test]
    public void WithoutConnectionItIsRefused()
    {
        EngineDriver driver = Ready();
        driver.Lose();
        Assert.That(driver.Report("{}"), Is.EqualTo(IoTCError.NotConnected));
    }

    private static EngineDriver Ready()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
