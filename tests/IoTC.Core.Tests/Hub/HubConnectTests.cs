using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Mqtt;
using NUnit.Framework;

namespace IoTC.Core.Tests.Hub;

/// <summary>CONNECT, the four subscriptions, the twin: ready.</summary>
[TestFixture]
internal sealed class HubConnectTests
{
    private static readonly (string, int)[] Filters =
    [
        ("$iothub/methods/POST/#", 0),
        ("$iothub/twin/res/#", 0),
        ("$iothub/twin/PATCH/properties/desired/#", 0),
        ("devices/dev1/messages/devicebound/#", 1),
    ];

    [Test]
    public void WholeWayInOrder()
    {
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), ScriptedCloud.HubOptions()).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Is.EqualTo(new[] { "Connecting", "open hub.example:8883", "twin 1", "Connected", "desired end v1" }));
            Assert.That(driver.Cloud.Packets.Select(p => p.Type), Is.EqualTo(new[] { ServerPackets.Connect, ServerPackets.Subscribe, ServerPackets.Publish }));
        }
    }

    [TestCase("", "", "hub.example/dev1/?api-version=2021-04-12&DeviceClientType=IoTC%2F0.1")]
    [TestCase("dtmi:com:example:Thermostat;1", "", "hub.example/dev1/?api-version=2021-04-12&DeviceClientType=IoTC%2F0.1&model-id=dtmi%3Acom%3Aexample%3AThermostat%3B1")]
    [TestCase("", "2020-09-30", "hub.example/dev1/?api-version=2020-09-30&DeviceClientType=IoTC%2F0.1")]
    public void ConnectIsExact(string modelId, string version, string userName)
    {
        IoTCOptions options = ScriptedCloud.HubOptions(o => o.ModelId = modelId);
        if (version.Length > 0) options.HubApiVersion = version;
        EngineDriver driver = new EngineDriver(new ScriptedCloud(), options).StartReady();
        ServerPacket connect = driver.Cloud.Packets.First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(connect.UserName, Is.EqualTo(userName));
            Assert.That(connect.ClientId, Is.EqualTo("dev1"));
            Assert.That(connect.KeepAliveSeconds, Is.EqualTo(120));
            Assert.That(connect.CleanSession, Is.False);
            Assert.That(Sas.Verify(connect.Password, ScriptedCloud.Key), Is.EqualTo(new Sas("hub.example/devices/dev1", driver.ServerUtcSeconds + 3600, null)));
        }
    }

    [Test]
    public void SubscribesAtEachConnection([Values] bool sessionPresent)
    {
        var cloud = new ScriptedCloud();
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).StartReady();
        cloud.Hub.SessionPresent = sessionPresent;
        driver.Lose();
        driver.Advance(5000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.IsConnected, Is.True);
            Assert.That(cloud.Packets.Where(p => p.Type == ServerPackets.Subscribe).Select(p => p.Filters), Is.EqualTo(new[] { Filters, Filters }));
            Assert.That(cloud.TwinGets.Count(), Is.EqualTo(2));
        }
    }

    [Test]
    public void RefusedSubscriptionIsNamed()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.SubackCodes = [0, 128, 0, 0];
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected BadRequest"));
            Assert.That(driver.Messages.Last(), Does.Contain("refused a subscription").And.Not.Contain("did not answer"));
            Assert.That(cloud.Current.IsClosedByClient, Is.True);
        }
    }

    [TestCase(1, IoTCError.BadRequest, "unacceptable protocol version")]
    [TestCase(2, IoTCError.BadRequest, "identifier rejected")]
    [TestCase(3, IoTCError.ServiceUnavailable, "server unavailable")]
    [TestCase(4, IoTCError.WrongKey, "Check the key")]
    [TestCase(5, IoTCError.WrongKey, "Check the key")]
    public void RefusedConnectIsNamed(int code, IoTCError error, string words)
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.ConnackCodes.Enqueue(code);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.TakeLast(2), Is.EqualTo(new[] { "close", "Disconnected " + error }));
            Assert.That(driver.Messages.Last(), Does.Contain("hub.example:8883").And.Contain("CONNACK " + code).And.Contain(words));
        }
    }

    [Test]
    public void TwinThatIsNotAnsweredEndsTheAttempt()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.TwinStatuses.Enqueue(-1);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        driver.Advance(30_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.TakeLast(2), Is.EqualTo(new[] { "close", "Disconnected TimedOut" }));
            Assert.That(driver.Messages.Last(), Does.Contain("twin"));
        }
    }

    [Test]
    public void TwinTroubleIsTriedAgainWithGrowingPauses([Values(429, 500, 503)] int status)
    {
        var cloud = new ScriptedCloud();
        for (int i = 0; i < 4; i++) cloud.Hub.TwinStatuses.Enqueue(status);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        long begin = driver.NowMs;
        driver.StartedReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.NowMs - begin, Is.EqualTo(1000 + 2000 + 4000 + 8000));
            Assert.That(cloud.TwinGets.Count(), Is.EqualTo(5));
            Assert.That(cloud.TwinGets.Select(p => p.Topic), Is.Unique);
        }
    }

    [Test]
    public void ConnackThatDoesNotComeEndsTheAttempt()
    {
        var cloud = new ScriptedCloud();
        cloud.Hub.ConnackCodes.Enqueue(-1);
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.HubOptions()).Start();
        driver.Advance(59_999);
        Assert.That(driver.Engine.Status, Is.EqualTo(ConnectionStatus.Connecting));
        driver.Advance(1);
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected TimedOut"));
    }
}
