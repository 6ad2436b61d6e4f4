using System;
using System.Linq;
using System.Text;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>Whatever a peer sends, at whatever moment: events, never an exception.</summary>
[TestFixture]
internal sealed class HostilePeerTests
{
    [Test]
    public void RandomBytesFromDps([Range(1, 150)] int seed)
    {
        var random = new Random(seed);
        var cloud = new ScriptedCloud();
        for (int i = 0; i < 30; i++) cloud.Dps.Script.Enqueue(_ => new DpsReply(Garble(random, DpsReply.Assigning().Bytes), random.Next(3) == 0 ? -1 : null));
        var driver = new EngineDriver(cloud, null, Fragmentation.Random(seed));
        driver.Start();
        driver.Advance(300_000);
        Assert.That(driver.Engine.Status, Is.AnyOf(ConnectionStatus.Disconnected, ConnectionStatus.Connected), $"seed {seed}");
    }

    [Test]
    public void RandomBytesFromTheHubAtEachPhase([Range(1, 150)] int seed)
    {
        var random = new Random(seed);
        var cloud = new ScriptedCloud();
        cloud.Hub.Twin = """{"desired":{"p":1,"t2":{"__t":"c","x":{"value":"ä"}},"$version":5}}""";
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions(), Fragmentation.Random(seed)) { OnEvent = EngineDriver.Polite }.StartReady();
        int victim = random.Next(4);
        cloud.Hub.Intercept = (connection, packet) =>
        {
            bool isHit = packet.Type == new[] { ServerPackets.Connect, ServerPackets.Subscribe, ServerPackets.Publish, ServerPackets.Pingreq }[victim] && random.Next(2) == 0;
            if (isHit) connection.Send(Garble(random, SomePacket(random)));
            return isHit;
        };
        for (int i = 0; i < 20; i++)
        {
            if (driver.Engine.IsConnected) cloud.Current.Send(Garble(random, SomePacket(random)));
            driver.Pump();
            if (random.Next(4) == 0) driver.Report("{}");
            driver.Advance(random.Next(100_000));
        }

        cloud.Hub.Intercept = (_, _) => false;
        driver.Lose();
        driver.Advance(3_600_000);
        Assert.That(driver.Engine.IsConnected, Is.True, $"seed {seed}");
    }

    private static byte[] SomePacket(Random random) => random.Next(8) switch
    {
        0 => ServerPackets.Connack(random.Next(7), random.Next(2) == 0),
        1 => ServerPackets.Suback(random.Next(5), [0, 0, 0, 1]),
        2 => ServerPackets.PubackOf(random.Next(9)),
        3 => ServerPackets.PublishOf($"$iothub/twin/res/{random.Next(600)}/?$rid={random.Next(9)}", "{\"desired\":{\"p\":1,\"$version\":8}}"),
        4 => ServerPackets.PublishOf("$iothub/twin/PATCH/properties/desired/?$version=9", "{\"p\":{\"__t\":\"c\",\"x\":[1]},\"$version\":9}"),
        5 => ServerPackets.PublishOf("$iothub/methods/POST/a*b/?$rid=" + random.Next(9), "{}"),
        6 => ServerPackets.PublishOf("devices/dev1/messages/devicebound/method-name=Commands%3Aa&%=%&=&&b", "@", 1, random.Next(1, 9)),
        _ => RandomBytes(random, random.Next(60)),
    };

    private static byte[] Garble(Random random, byte[] bytes)
    {
        byte[] copy = [.. bytes];
        int flips = random.Next(4);
        for (int i = 0; i < flips && copy.Length > 0; i++) copy[random.Next(copy.Length)] = (byte)random.Next(256);
        if (random.Next(6) == 0) copy = copy[..random.Next(copy.Length + 1)];
        if (random.Next(6) == 0) copy = [.. copy, .. RandomBytes(random, 9)];
        return copy;
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
