using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Json;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>The hub's features as the blocking client has them: components, the twin, the answers to what is reported, JSON in many ways.</summary>
[TestFixture]
internal sealed class BlockingClientHubTests
{
    private const string Common = "$.ct=application%2Fjson&$.ce=utf-8";

    [Test]
    public void TelemetryIsWrittenInManyWaysAndLeavesInOneSend()
    {
        BlockingClientUnderTest device = Connected(out ScriptedCloud cloud);
        IoTCClient client = device.Client;
        var json = new JsonWriter(0, 1000);
        json.WriteNumberValue(1);
        client.SendTelemetry(json);
        client.SendTelemetry("2"u8);
        client.SendTelemetry(new Reading(3), ReadingJson.Default.Reading, new MessageProperties { { "a", "b" } });
        int before = device.Transport.SendCount;
        device.WorkUntil(() => cloud.Telemetry.Any());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Telemetry.Select(p => p.Text), Is.EqualTo(new[] { "1", "2", "{\"temperature\":3}" }));
            Assert.That(device.Transport.SendCount - before, Is.EqualTo(1));
        }
    }

    [Test]
    public void AComponentIsADeviceInSmall()
    {
        BlockingClientUnderTest device = Connected(out ScriptedCloud cloud);
        var seen = new List<string>();
        IoTCComponent inlet = device.Client.Component("inlet");
        Assert.That(inlet.Name, Is.EqualTo("inlet"));
        inlet.OnProperty(p => Note("any", p));
        inlet.OnProperty("b", p => Note("b", p));
        inlet.OnCommand("go", c => c.Reply(207));
        inlet.SendTelemetry("1");
        inlet.SendTelemetry([50], 0, 1, new MessageProperties { QoS = 0 });
        inlet.SendProperty("s", "x");
        inlet.SendProperty("d", 1.5);
        inlet.SendProperty("f", false);
        cloud.Desired(2, "\"inlet\":{\"a\":0,\"b\":null},\"a\":3");
        cloud.Method("inlet*go", "1");
        device.WorkUntil(() => cloud.Replies.Any() && cloud.Reported.Count() == 4);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Telemetry.Select(p => $"{p.QoS} {p.Topic[29..]} {p.Text}"), Is.EqualTo(new[] { $"1 {Common}&$.sub=inlet 1", $"0 {Common}&$.sub=inlet 2" }));
            Assert.That(seen, Is.EqualTo(new[] { "any a=0", "b b=null" }));
            Assert.That(cloud.Replies.Single().Topic, Does.Contain("/207/"));
            Assert.That(cloud.Reported.Select(p => p.Text), Is.EqualTo(new[]
            {
                """{"inlet":{"__t":"c","s":"x"}}""", """{"inlet":{"__t":"c","d":1.5}}""", """{"inlet":{"__t":"c","f":false}}""",
                """{"inlet":{"__t":"c","a":{"value":0,"ac":200,"av":2},"b":{"value":null,"ac":200,"av":2}}}""",
            }));
            Assert.That(() => inlet.SendTelemetry("1", new MessageProperties { { "$.sub", "x" } }), Throws.ArgumentException.With.Message.Contains("$.sub"));
            Assert.That(() => device.Client.Component("a b"), Throws.ArgumentException.With.Message.Contains("letters, digits"));
            Assert.That(() => device.Client.OnCommand("a.b", "go", _ => { }), Throws.ArgumentException);
            Assert.That(() => device.Client.OnProperty(null!, "go", _ => true), Throws.ArgumentNullException);
        }

        bool Note(string handler, IoTCProperty property)
        {
            seen.Add($"{handler} {property.Name}={property.Value}");
            return true;
        }
    }

    [Test]
    public void TheTwinIsToldAtEachConnectionAndOnRequest()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = """{"properties":{"desired":{"p":1,"$version":5},"reported":{"q":2,"$version":6}}}""";
        using var device = new BlockingClientUnderTest(cloud, ScriptedCloud.HubOptions(), null);
        var seen = new List<Twin>();
        device.Client.OnTwin(seen.Add);
        Assert.That(device.Client.RequestTwin, Throws.InvalidOperationException);
        device.Connect();
        device.WorkUntil(() => seen.Count == 1);
        device.Client.RequestTwin();
        device.WorkUntil(() => seen.Count == 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((seen[1].DesiredVersion, seen[1].ReportedVersion), Is.EqualTo((5, 6)));
            Assert.That(seen[1].Desired.ToString(), Is.EqualTo("""{"p":1,"$version":5}"""));
            Assert.That(seen[1].ToString(), Is.EqualTo(cloud.Hub.Twin));
        }
    }

    [TestCase("{\"desired\":{}}", -1, -1)]
    [TestCase("{\"desired\":{\"$version\":\"x\"},\"reported\":{\"$version\":7}}", -1, 7)]
    public void ATwinMayLackItsParts(string json, long desired, long reported)
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = json;
        using var device = new BlockingClientUnderTest(cloud, ScriptedCloud.HubOptions(), null);
        Twin? twin = null;
        device.Client.OnTwin(t => twin = t);
        device.Connect();
        device.WorkUntil(() => twin != null);
        Assert.That((twin!.DesiredVersion, twin.ReportedVersion), Is.EqualTo((desired, reported)));
    }

    [Test]
    public void TheHubsAnswersToPropertiesAreTold()
    {
        BlockingClientUnderTest device = Connected(out ScriptedCloud cloud);
        var answers = new List<(int Status, long Version)>();
        device.Client.OnReported((status, version) => answers.Add((status, version)));
        foreach (int status in new[] { 204, 400, 413, 429, 503 }) cloud.Hub.ReportedStatuses.Enqueue(status);
        var json = new JsonWriter(0, 1000);
        json.WriteStartObject();
        json.WriteInitial("target", 20);
        json.WriteEndObject();
        device.Client.SendProperties(json);
        device.Client.SendProperties("{\"a\":1,\"b\":null}");
        device.Client.SendProperties(new Reading(1), ReadingJson.Default.Reading);
        device.Client.SendProperty("a", 1L);
        device.Client.SendProperty("a", true);
        device.WorkUntil(() => answers.Count == 5);
        Assert.That(answers.Select(a => a.Status), Is.EqualTo(new[] { 204, 400, 413, 429, 503 }));
        Assert.That(answers[0].Version, Is.GreaterThan(0));
        Assert.That(cloud.Reported.First().Text, Is.EqualTo("""{"target":{"value":20,"ac":203,"av":0}}"""));
    }

    [Test]
    public void BadArgumentsAreRefusedAndNothingIsSent()
    {
        BlockingClientUnderTest device = Connected(out ScriptedCloud cloud);
        IoTCClient client = device.Client;
        var half = new JsonWriter(0, 100);
        half.WriteStartObject();
        var full = new JsonWriter(0, 10);
        full.WriteStringValue("more than ten bytes");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => client.SendTelemetry(half), Throws.ArgumentException.With.Message.Contains("one whole value"));
            Assert.That(() => client.SendTelemetry(full), Throws.TypeOf<IoTCException>());
            Assert.That(() => client.SendTelemetry((JsonWriter)null!), Throws.ArgumentNullException);
            Assert.That(() => client.SendTelemetry((string)null!), Throws.ArgumentNullException);
            Assert.That(() => client.SendTelemetry(new byte[300_000].AsSpan()), Throws.TypeOf<IoTCException>().With.Message.Contains("256 KB"));
            Assert.That(() => client.SendProperties(half), Throws.ArgumentException);
            Assert.That(() => client.SendProperties("[1]"), Throws.ArgumentException.With.Message.Contains("one JSON object"));
            Assert.That(() => client.SendProperty("a b", "1"), Throws.ArgumentException.With.Message.Contains("spaces"));
            Assert.That(() => client.SendProperty("a", new string('x', 5000)), Throws.ArgumentException.With.Message.Contains("4 KB"));
        }

        device.Client.Listen(10);
        Assert.That(cloud.Telemetry.Concat(cloud.Reported), Is.Empty);
    }

    [Test]
    public void AHandlerThatThrowsEndsNothing()
    {
        BlockingClientUnderTest device = Connected(out ScriptedCloud cloud);
        IoTCClient client = device.Client;
        int twins = 0;
        client.OnTwin(_ =>
        {
            twins++;
            throw new InvalidOperationException();
        });
        client.OnReported((_, _) => throw new InvalidOperationException());
        client.OnMessage(_ => throw new InvalidOperationException());
        client.OnConnectionChanged(_ => throw new InvalidOperationException());
        client.OnProperty("p", p =>
        {
            p.Refuse(200);
            return true;
        });
        client.RequestTwin();
        device.WorkUntil(() => twins == 1);
        client.SendProperty("a", "b");
        cloud.DeviceBound("", "x", 1);
        cloud.Desired(2, "\"p\":1");
        device.WorkUntil(() => cloud.Reported.Count() == 2 && cloud.Packets.Any(p => p.Type == ServerPackets.Puback));
        Assert.That(cloud.Reported.Last().Text, Does.Contain("\"ac\":500"), "200 is no refusal");
        Assert.That(device.IsConnected, Is.True);
    }

    private static BlockingClientUnderTest Connected(out ScriptedCloud cloud)
    {
        cloud = new ScriptedCloud();
        var client = new BlockingClientUnderTest(cloud, ScriptedCloud.HubOptions(), null);
        client.Connect();
        client.Client.Listen(0);
        return client;
    }
}
