using System;
using System.Collections.Concurrent;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <content>What comes: properties, commands, messages.</content>
internal abstract partial class ClientSuite
{
    private const string Twin = """{"desired":{"p":5,"t2":{"__t":"c","x":{"value":false}},"$version":3},"reported":{"$version":1}}""";

    [Test]
    public void PresentValuesReachHandlersSetBefore()
    {
        Cloud.Hub.Twin = Twin;
        var seen = new ConcurrentQueue<string>();
        IClientUnderTest client = Make();
        client.OnProperty("", "p", p => seen.Enqueue($"{p.Name}={p.Value} v{p.Version}"));
        client.OnProperty("t2", "x", p => seen.Enqueue($"{p.Component}.{p.Name}={p.Value} v{p.Version}"));
        client.Connect();
        client.WorkUntil(() => Cloud.Reported.Any());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Is.EqualTo(new[] { "p=5 v3", "t2.x=false v3" }));
            Assert.That(Cloud.Reported.Single().Text, Is.EqualTo("""{"p":{"value":5,"ac":200,"av":3},"t2":{"__t":"c","x":{"value":false,"ac":200,"av":3}}}"""));
        }
    }

    [Test]
    public void PresentValuesReachHandlersSetAfter()
    {
        Cloud.Hub.Twin = Twin;
        var seen = new ConcurrentQueue<string>();
        IClientUnderTest client = Connected();
        client.Act(() => Cloud.Method("none", "1"));
        client.WorkUntil(() => Cloud.Replies.Any());
        client.OnProperty("", "p", p => seen.Enqueue(p.Value.ToString()));
        client.WorkUntil(() => Cloud.Reported.Any());
        Assert.That(seen, Is.EqualTo(new[] { "5" }));
    }

    [Test]
    public void PropertyIsAnsweredAsTheHandlerSays()
    {
        IClientUnderTest client = Connected();
        client.OnProperty("", "good", p => p.Accept("fine"));
        client.OnProperty("", "bad", p => p.Refuse(422, "too hot"));
        client.OnProperty("", "broken", _ => throw new InvalidOperationException());
        client.Act(() => Cloud.Desired(2, "\"good\":\"\",\"bad\":null,\"broken\":0,\"unknown\":1"));
        client.WorkUntil(() => Cloud.Reported.Any());
        Assert.That(Cloud.Reported.Single().Text, Is.EqualTo(
            """{"good":{"value":"","ac":200,"av":2,"ad":"fine"},"bad":{"value":null,"ac":422,"av":2,"ad":"too hot"},"broken":{"value":0,"ac":500,"av":2,"ad":"the device's handler failed"}}"""));
        Assert.That(client.IsConnected, Is.True);
    }

    [Test]
    public void DeferredPropertyIsAcknowledgedLater()
    {
        IoTCProperty? kept = null;
        IClientUnderTest client = Connected();
        client.OnProperty("", "p", p =>
        {
            p.Defer();
            kept = p;
        });
        client.Act(() => Cloud.Desired(2, "\"p\":[7]"));
        client.WorkUntil(() => kept != null);
        client.Act(() => Cloud.Method("none", "1"));
        client.WorkUntil(() => Cloud.Replies.Any());
        Assert.That(Cloud.Reported, Is.Empty);
        kept!.Acknowledge(202, "moving");
        kept.Acknowledge(200);
        client.WorkUntil(() => Cloud.Reported.Count() == 2);
        Assert.That(Cloud.Reported.Select(p => p.Text), Is.EqualTo(new[] { """{"p":{"value":[7],"ac":202,"av":2,"ad":"moving"}}""", """{"p":{"value":[7],"ac":200,"av":2}}""" }));
    }

    [Test]
    public void CommandsAreAnswered()
    {
        IClientUnderTest client = Connected();
        client.OnCommand("", "reply", c => c.Reply(207, "{\"echo\":" + c.PayloadText + "}"));
        client.OnCommand("", "silent", _ => { });
        client.OnCommand("", "broken", _ => throw new InvalidOperationException());
        client.OnCommand("t2", "reply", c => c.Reply(201));
        client.OnCommand("", "notJson", c => c.Reply(200, "{"));
        client.Act(() =>
        {
            Cloud.Method("reply", "a", "[1]");
            Cloud.Method("silent", "b");
            Cloud.Method("broken", "c");
            Cloud.Method("t2*reply", "d");
            Cloud.Method("unknown", "e");
            Cloud.Method("notJson", "f");
        });
        client.WorkUntil(() => Cloud.Replies.Count() == 6);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Cloud.Replies.Select(p => p.Topic[20..] + p.Text).Order(StringComparer.Ordinal), Is.EqualTo(new[]
            {
                "200/?$rid=b", "201/?$rid=d", "207/?$rid=a{\"echo\":[1]}", "404/?$rid=e", "500/?$rid=c", "500/?$rid=f",
            }));
            Assert.That(client.IsConnected, Is.True);
        }
    }

    [Test]
    public void DetachedCommandIsAnsweredLater()
    {
        IoTCCommand? kept = null;
        IClientUnderTest client = Connected();
        client.OnCommand("", "long", c => kept = c.Detach());
        client.Act(() => Cloud.Method("long", "x1", "{\"a\":1}"));
        client.WorkUntil(() => kept != null);
        client.Act(() => Cloud.Method("other", "x2"));
        client.WorkUntil(() => Cloud.Replies.Any());
        Assert.That(kept!.PayloadText, Is.EqualTo("{\"a\":1}"));
        kept.Reply(200, "1");
        client.WorkUntil(() => Cloud.Replies.Count() == 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Cloud.Replies.Select(p => p.Topic[20..] + p.Text), Is.EqualTo(new[] { "404/?$rid=x2", "200/?$rid=x11" }));
            Assert.That(() => kept.Reply(200), Throws.InvalidOperationException);
        }
    }

    [Test]
    public void QueuedCommandAndMessageAreAcknowledgedNotAnswered()
    {
        var seen = new ConcurrentQueue<string>();
        IClientUnderTest client = Connected();
        client.OnCommand("", "go", c => seen.Enqueue($"command {c.Name} {c.IsQueued} '{c.PayloadText}'"));
        client.OnMessage(m => seen.Enqueue($"message {m.GetText()} {m.GetProperty("a")}"));
        client.Act(() =>
        {
            Cloud.DeviceBound("method-name=Commands%3Ago", "@", 1);
            Cloud.DeviceBound("a=b%20c", "hello", 2);
        });
        client.WorkUntil(() => Cloud.Packets.Count(p => p.Type == ServerPackets.Puback) == 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Is.EqualTo(new[] { "command go True ''", "message hello b c" }));
            Assert.That(Cloud.Replies, Is.Empty);
        }
    }

    [Test]
    public void PropertiesAreToldWholeWhenTheClientLeavesAtOnce()
    {
        Cloud.Hub.Twin = "{\"desired\":{" + string.Join(",", Enumerable.Range(0, 20).Select(i => $"\"p{i}\":\"{new string((char)('a' + i), 40)}\"")) + ",\"$version\":3}}";
        var seen = new ConcurrentQueue<string>();
        IClientUnderTest client = Make();
        for (int i = 0; i < 20; i++) client.OnProperty("", $"p{i}", p => seen.Enqueue(p.Name + p.Value.GetString()));
        client.Connect();
        client.SendTelemetry("{}");
        client.Disconnect();
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, 20).Select(i => $"p{i}{new string((char)('a' + i), 40)}")));
    }
}
