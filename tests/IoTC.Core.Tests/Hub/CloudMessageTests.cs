using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>Cloud-to-device messages, and when the hub is told that they have arrived.</summary>
[TestFixture]
internal sealed class CloudMessageTests
{
    [Test]
    public void BagIsDecoded()
    {
        EngineDriver driver = Ready();
        IoTCMessage? message = null;
        driver.OnEvent = (_, e) => message = new IoTCMessage(e);
        driver.Cloud.DeviceBound("?%24.mid=m%2F1&$.to=%2Fdevices%2Fdev1&a%20b=c%3Dd=e&empty=&null&umlaut=%C3%A4", "hello");
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message!.GetText(), Is.EqualTo("hello"));
            Assert.That(message.GetProperty("$.mid"), Is.EqualTo("m/1"));
            Assert.That(message.GetProperty("$.to"), Is.EqualTo("/devices/dev1"));
            Assert.That(message.GetProperty("a b"), Is.EqualTo("c=d=e"));
            Assert.That(message.GetProperty("empty"), Is.Empty);
            Assert.That(message.GetProperty("null"), Is.Null);
            Assert.That(message.GetProperty("none"), Is.Null);
            Assert.That(message.GetProperty("umlaut"), Is.EqualTo("ä"));
        }
    }

    [Test]
    public void AcknowledgedAfterTheHandlerAndInOrder()
    {
        EngineDriver driver = Ready();
        var seen = new List<int>();
        driver.OnEvent = (d, _) => seen.Add(d.Cloud.Packets.Count(p => p.Type == ServerPackets.Puback));
        driver.Cloud.DeviceBound("", "a", 1);
        driver.Cloud.DeviceBound("", "b", 2);
        driver.Pump();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen[0], Is.Zero, "not before it was handled");
            Assert.That(driver.Events, Is.EqualTo(new[] { "message a []", "message b []" }));
            Assert.That(driver.Cloud.Packets.Where(p => p.Type == ServerPackets.Puback).Select(p => p.PacketId), Is.EqualTo(new[] { 1, 2 }));
        }
    }

    [Test]
    public void DeferredIsAcknowledgedWhenItIsDone()
    {
        EngineDriver driver = Ready();
        var tokens = new List<int>();
        driver.OnEvent = (_, e) =>
        {
            e.DeferAcknowledge = true;
            tokens.Add(e.AcknowledgeToken);
        };
        driver.Cloud.DeviceBound("", "a", 1);
        driver.Cloud.DeviceBound("method-name=go", "b", 2);
        driver.Pump();
        Assert.That(Acknowledged(driver), Is.Empty);
        driver.Engine.AcknowledgeMessage(tokens[1]);
        driver.Pump();
        Assert.That(Acknowledged(driver), Is.Empty, "the first is older [MQTT-4.6.0-2]");
        driver.Engine.AcknowledgeMessage(tokens[0]);
        driver.Pump();
        Assert.That(Acknowledged(driver), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void AcknowledgementOfAnEarlierConnectionIsNotSent()
    {
        EngineDriver driver = Ready();
        int token = 0;
        driver.OnEvent = (_, e) =>
        {
            if (e.Type != DeviceEventType.CloudMessage) return;
            e.DeferAcknowledge = true;
            token = e.AcknowledgeToken;
        };
        driver.Cloud.DeviceBound("", "a", 1);
        driver.Pump();
        driver.Lose();
        driver.Advance(5000);
        driver.Engine.AcknowledgeMessage(token);
        driver.Pump();
        Assert.That(Acknowledged(driver), Is.Empty);
    }

    private static IEnumerable<int> Acknowledged(EngineDriver driver) => driver.Cloud.Packets.Where(p => p.Type == ServerPackets.Puback).Select(p => p.PacketId);

    private static EngineDriver Ready()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        driver.Events.Clear();
        return driver;
    }
}
