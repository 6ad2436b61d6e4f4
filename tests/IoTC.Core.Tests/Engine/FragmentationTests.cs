using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Engine;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>Whole, byte by byte, split at any index: the same events and the same output.</summary>
/// <remarks>
/// Control packets (PUBACK, SUBSCRIBE …) and PUBLISH packets each keep their order; how the two mingle depends on when bytes come, so they are compared apart.
/// </remarks>
[TestFixture]
internal sealed class FragmentationTests
{
    private const int LongestPiece = 420;

    private static readonly Story Expected = Tell(Fragmentation.Whole);

    private static IEnumerable<Fragmentation> Fragmentations()
    {
        yield return Fragmentation.Bytes;
        for (int index = 1; index < LongestPiece; index++) yield return Fragmentation.SplitAt(index);
        for (int seed = 1; seed <= 50; seed++) yield return Fragmentation.Random(seed);
    }

    [Test]
    public void StoryIsLongEnoughToMean()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Expected.Events, Has.Count.GreaterThan(30));
            Assert.That(Expected.Published, Has.Count.GreaterThan(10));
            Assert.That(Expected.LongestPiece, Is.InRange(200, LongestPiece));
        }
    }

    [Test]
    public void PiecesMakeNoDifference()
    {
        foreach (Fragmentation fragmentation in Fragmentations())
        {
            Story story = Tell(fragmentation);
            Assert.That(story.Requests, Is.EqualTo(Expected.Requests), fragmentation.Name);
            Assert.That(story.Events, Is.EqualTo(Expected.Events), fragmentation.Name);
            Assert.That(story.Published, Is.EqualTo(Expected.Published), fragmentation.Name);
            Assert.That(story.Control, Is.EqualTo(Expected.Control), fragmentation.Name);
        }
    }

    private static Story Tell(Fragmentation fragmentation)
    {
        var cloud = new ScriptedCloud();
        int longest = 0;
        cloud.Dps.Then(DpsReply.Assigning()).Then(DpsReply.Raw("HTTP/1.1 202 X\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n{\"status\":\"assigning\"}\r\n0\r\n\r\n"));
        cloud.Hub.Twin = """{"desired":{"p":1,"t2":{"__t":"c","x":{"value":"ä"}},"$version":5},"reported":{"$version":2}}""";
        var driver = new EngineDriver(cloud, ScriptedCloud.Options(o => o.ReceiveBufferSize = 512), new Fragmentation(fragmentation.Name, Measure, fragmentation.MaxSend))
        {
            OnEvent = EngineDriver.Polite,
        };
        driver.StartReady();
        for (int i = 0; i < 4; i++) driver.Send($"{{\"n\":{i}}}", i);
        CloudConnection hub = cloud.Current;
        hub.SendTogether(
            ServerPackets.PublishOf("$iothub/methods/POST/t2*go/?$rid=1f", "{\"a\":1}"),
            ServerPackets.PublishOf("devices/dev1/messages/devicebound/%24.mid=1&a=b", "hello", 1, 1),
            ServerPackets.PublishOf("$iothub/twin/PATCH/properties/desired/?$version=6", "{\"p\":2,\"$version\":6}"),
            ServerPackets.PublishOf("$iothub/twin/PATCH/properties/desired/?$version=7", "{\"p\":null,\"q\":[],\"$version\":7}"),
            ServerPackets.PublishOf("devices/dev1/messages/devicebound/method-name=go", "@", 1, 2));
        driver.Pump();
        hub.Send(ServerPackets.PublishOf("devices/dev1/messages/devicebound/", new string('x', 350), 1, 3));
        driver.Pump();
        driver.Report("{\"a\":1}", 9);
        cloud.Hub.AcknowledgesTelemetry = false;
        driver.Send("{\"n\":\"unacknowledged\"}", 10);
        hub.Send([0x30, 0x80, 0x80, 0x80, 0x80, 1]);
        driver.Pump();
        cloud.Hub.AcknowledgesTelemetry = true;
        driver.Advance(10_000);
        driver.Stop();
        return new Story(
            driver.Events,
            [.. cloud.Packets.Where(p => p.Type == ServerPackets.Publish).Select(p => p.ToString())],
            [.. cloud.Packets.Where(p => p.Type != ServerPackets.Publish).Select(p => p.ToString())],
            [.. cloud.Requests.Select(r => r.Method + r.Target + r["Authorization"] + r.Body)],
            longest);

        IEnumerable<int> Measure(int length)
        {
            longest = Math.Max(longest, length);
            return fragmentation.Cut(length);
        }
    }

    private sealed record Story(List<string> Events, List<string> Published, List<string> Control, List<string> Requests, int LongestPiece);
}
