using System;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Telemetry topics and their property bags.</summary>
[TestFixture]
internal sealed class TelemetryTopicTests
{
    private const string Start = "devices/dev1/messages/events/";

    [TestCase("application/json", "utf-8", "$.ct=application%2Fjson&$.ce=utf-8")]
    [TestCase("", "utf-8", "$.ce=utf-8")]
    [TestCase("application/octet-stream", "", "$.ct=application%2Foctet-stream")]
    [TestCase("", "", "")]
    public void ContentTypeAndEncoding(string type, string encoding, string bag)
    {
        var driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(o => (o.ContentType, o.ContentEncoding) = (type, encoding)));
        driver.StartReady().Send("{\"t\":1}");
        Assert.That(driver.Cloud.Telemetry.Single().ToString(), Is.EqualTo($"PUBLISH q1 {Start}{bag} {{\"t\":1}}"));
    }

    [TestCase("plain", "value", "plain=value")]
    [TestCase("$.sub", "thermostat2", "$.sub=thermostat2")]
    [TestCase("$.ctime", "2026-09-21T12:00:00Z", "$.ctime=2026-09-21T12%3A00%3A00Z")]
    [TestCase("a+b#c/d", "+/#", "a%2Bb%23c%2Fd=%2B%2F%23")]
    [TestCase("a=b&c", "d=e&f?", "a%3Db%26c=d%3De%26f%3F")]
    [TestCase("ä", "€ 😀\n\"<,", "%C3%A4=%E2%82%AC%20%F0%9F%98%80%0A%22%3C%2C")]
    [TestCase("empty", "", "empty=")]
    [TestCase("100%", "%41", "100%25=%2541")]
    public void PropertiesAreEscaped(string name, string value, string encoded)
    {
        var driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions());
        driver.StartReady().Send("{}", 0, new MessageProperties { { name, value }, { "z", "1" } });
        string topic = driver.Cloud.Telemetry.Single().Topic;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(topic, Is.EqualTo(Start + "$.ct=application%2Fjson&$.ce=utf-8&" + encoded + "&z=1"));
            Assert.That(Uri.UnescapeDataString(topic.Split('&')[2]), Is.EqualTo(name + "=" + value));
            Assert.That(topic[Start.Length..].IndexOfAny(['#', '+', '/']), Is.EqualTo(-1));
        }
    }

    [TestCase("$.ct", "text/csv", "$.ce=utf-8&$.ct=text%2Fcsv")]
    [TestCase("$.ce", "utf-16", "$.ct=application%2Fjson&$.ce=utf-16")]
    [TestCase("$.ce", "", "$.ct=application%2Fjson&$.ce=")]
    public void AMessagesOwnContentTakesThePlaceOfTheClients(string name, string value, string bag)
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Send("1", 0, new MessageProperties { { name, value } });
        driver.Send("2");
        Assert.That(driver.Cloud.Telemetry.Select(p => p.Topic), Is.EqualTo(new[] { Start + bag, Start + "$.ct=application%2Fjson&$.ce=utf-8" }));
    }

    [Test]
    public void QoS0LeavesOnceAndIsNotKept()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        driver.Send("1", 5, new MessageProperties { QoS = 0 });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Cloud.Telemetry.Single().QoS, Is.Zero);
            Assert.That(driver.Events, Is.Empty, "nobody answers");
            Assert.That(driver.Engine.QueuedCount, Is.Zero);
        }

        driver.Lose();
        Assert.That(driver.Engine.TrySendTelemetry([1], 0, 1, new MessageProperties { QoS = 0 }, 0), Is.EqualTo(IoTCError.NotConnected));
    }

    [Test]
    public void AcknowledgementNamesTheMessage()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        for (int i = 0; i < 3; i++) driver.Send("{}", 100 + i);
        Assert.That(driver.Events, Is.EqualTo(new[] { "telemetry 100", "telemetry 101", "telemetry 102" }));
    }

    [Test]
    public void LimitsAreHeldHere()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions(o => o.MaxQueuedMessages = 4)).StartReady();
        driver.Cloud.Hub.AcknowledgesTelemetry = false;
        var large = new byte[262145];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.TrySendTelemetry(large, 0, large.Length, null, 0), Is.EqualTo(IoTCError.TooLarge));
            // "$.ct=application%2Fjson&$.ce=utf-8" goes along, and counts.
            Assert.That(driver.Engine.TrySendTelemetry(large, 0, 262144 - 34 - 3, new MessageProperties { { "a", "b" } }, 0), Is.EqualTo(IoTCError.TooLarge));
            Assert.That(driver.Engine.TrySendTelemetry(large, 0, 262144 - 34 - 4, new MessageProperties { { "a", "b" } }, 0), Is.EqualTo(IoTCError.None));
            Assert.That(() => driver.Engine.TrySendTelemetry(large, 1, large.Length, null, 0), Throws.ArgumentException);
            Assert.That(() => driver.Engine.TrySendTelemetry(large, 0, 1, null, -1), Throws.InstanceOf<ArgumentException>());
        }

        for (int i = 0; i < 3; i++) driver.Send("{}");
        Assert.That(driver.Engine.TrySendTelemetry(large, 0, 1, null, 0), Is.EqualTo(IoTCError.OutboxFull));
    }

    [Test]
    public void BeforeTheDeviceIdIsKnownItIsRefused()
    {
        var driver = new EngineDriver(new ScriptedCloud());
        Assert.That(driver.Engine.TrySendTelemetry([1], 0, 1, null, 0), Is.EqualTo(IoTCError.NotConnected));
    }
}
