using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>A registration over MQTT: the bytes, the order, and each way in which it ends.</summary>
[TestFixture]
internal sealed class MqttRegistrationTests
{
    private const string Assigning = """{"operationId":"4.op-1","status":"assigning"}""";

    private ScriptedCloud _cloud = new();

    private static System.Collections.Generic.IEnumerable<Fragmentation> Fragmentations
        => [Fragmentation.Bytes, .. Enumerable.Range(1, 300).Select(Fragmentation.SplitAt), .. Enumerable.Range(1, 30).Select(Fragmentation.Random)];

    [SetUp]
    public void MakeCloud() => _cloud = new ScriptedCloud();

    [Test]
    public void RegistersAndPollsWithTheDocumentedTopics()
    {
        EngineDriver driver = Make(o =>
        {
            o.ModelId = "dtmi:a:b;1";
            o.ProvisioningPayload = """{"site":"north"}""";
        }).StartReady();
        CloudConnection dps = _cloud.Connections[0];
        ServerPacket connect = dps.Packets[0];
        Sas sas = Sas.Verify(connect.Password, ScriptedCloud.Key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events[1], Is.EqualTo("open dps.example:8883"));
            Assert.That(connect.ToString(), Is.EqualTo("CONNECT dev1 0ne00000001/registrations/dev1/api-version=2019-03-31&ClientVersion=IoTC%2F0.1 ka=60 clean=True"));
            Assert.That((sas.Resource, sas.Policy), Is.EqualTo(("0ne00000001/registrations/dev1", "registration")));
            Assert.That(dps.Packets[1].ToString(), Is.EqualTo("SUBSCRIBE ($dps/registrations/res/#, 1)"));
            Assert.That(ScriptedMqttDps.RequestsOf(dps).Select(request => request.ToString()), Is.EqualTo(new[]
            {
                """PUBLISH q1 $dps/registrations/PUT/iotdps-register/?$rid=1 {"registrationId":"dev1","payload":{"modelId":"dtmi:a:b;1","site":"north"}}""",
                "PUBLISH q1 $dps/registrations/GET/iotdps-get-operationstatus/?$rid=2&operationId=4.op-1 ",
            }));
            Assert.That(driver.Engine.Assignment!.Substatus, Is.EqualTo("initialAssignment"));
            Assert.That(_cloud.Requests, Is.Empty, "nothing over HTTPS");
        }
    }

    [Test]
    public void CertificateNeedsNoPassword()
    {
        Make(o => o.Credential = DeviceCredential.X509()).StartReady();
        Assert.That(_cloud.Connections[0].Packets[0].Password, Is.Null);
    }

    [Test]
    public void AnswerWithoutAPubackIsAnAnswer()
    {
        _cloud.MqttDps.Acknowledges = false;
        Assert.That(Make().StartReady().Engine.IsConnected, Is.True);
    }

    [TestCase("&retry-after=7", 7000)]
    [TestCase("&Retry-After=7", 7000)]
    [TestCase("&RETRY-AFTER=7", 7000)]
    [TestCase("", 2000)]
    [TestCase("&retry-after=soon", 2000)]
    [TestCase("&retry-after=0", 1000)]
    public void PauseIsTheServersInWhateverCase(string more, long pauseMs)
    {
        _cloud.MqttDps.Then(202, Assigning, more);
        EngineDriver driver = Make().Start();
        driver.Advance(pauseMs - 1);
        Assert.That(Requests, Is.EqualTo(1));
        driver.Advance(1);
        Assert.That(Requests, Is.EqualTo(2));
    }

    [Test]
    public void LongPauseGivesTheConnectionBackAndPollsOverTheNext()
    {
        _cloud.MqttDps.Then(202, Assigning, "&retry-after=60");
        EngineDriver driver = Make().Start();
        Assert.That(_cloud.Current.IsClosedByClient, Is.True);
        driver.StartedReady();
        Assert.That(_cloud.Connections[1].Packets.Last(packet => packet.Type == ServerPackets.Publish).Topic, Does.Contain("iotdps-get-operationstatus").And.Contain("4.op-1"));
    }

    [Test]
    public void AnswersToOtherRequestsArePassedOver()
    {
        _cloud.MqttDps.Script.Enqueue(_ => ("$dps/registrations/res/401/?$rid=99", "{}"));
        EngineDriver driver = Make().Start();
        Assert.That(driver.Engine.Status, Is.EqualTo(ConnectionStatus.Provisioning));
        _cloud.Current.Send(ServerPackets.PublishOf("$dps/registrations/res/200/", "{}"), ServerPackets.PublishOf("$dps/other/res/200/?$rid=1", "{}"));
        driver.Pump();
        Assert.That(driver.Engine.Status, Is.EqualTo(ConnectionStatus.Provisioning));
        _cloud.Current.Send(ServerPackets.PublishOf("$dps/registrations/res/202/?$rid=1", Assigning));
        driver.Pump();
        driver.StartedReady();
    }

    [TestCase(400, """{"errorCode":400004,"message":"Bad payload"}""", IoTCError.BadRequest, "400004, Bad payload")]
    [TestCase(401, """{"errorCode":401002,"trackingId":"t-1","message":"Unauthorized"}""", IoTCError.WrongKey, "401002, tracking id t-1")]
    [TestCase(404, """{"errorCode":404201,"message":"Not found"}""", IoTCError.UnknownDevice, "404201")]
    [TestCase(200, "hello", IoTCError.ProtocolViolation, "not a JSON object")]
    [TestCase(200, """{"status":"disabled","registrationState":{"errorMessage":"off"}}""", IoTCError.Disabled, "off")]
    public void RefusalIsNamed(int status, string body, IoTCError error, string cause)
    {
        _cloud.MqttDps.Then(status, body);
        AssertFails(Make().Start(), error, cause);
    }

    [Test]
    public void ThrottlingPasses()
    {
        _cloud.MqttDps.Then(429, """{"errorCode":429001}""", "&retry-after=2").Then(503, "");
        Assert.That(Make().StartReady().Engine.IsConnected, Is.True);
    }

    [TestCase(4, IoTCError.WrongKey, "CONNACK 4", "the key does not match")]
    [TestCase(5, IoTCError.WrongKey, "CONNACK 5", "this device's clock is wrong, which cannot be told over MQTT")]
    [TestCase(2, IoTCError.BadRequest, "CONNACK 2", "ProvisioningMqttApiVersion")]
    public void RefusedConnectIsNamed(int code, IoTCError error, string cause, string remedy)
    {
        _cloud.MqttDps.ConnackCodes.Enqueue(code);
        AssertFails(Make().Start(), error, cause, remedy, "0ne00000001");
    }

    [Test]
    public void UnavailableServerIsAskedAgainAndThenGivenUp()
    {
        _cloud.MqttDps.ConnackCodes.Enqueue(3);
        _cloud.MqttDps.ConnackCodes.Enqueue(3);
        Assert.That(Make().StartReady().Engine.IsConnected, Is.True);
        for (int i = 0; i < 99; i++) _cloud.MqttDps.ConnackCodes.Enqueue(3);
        EngineDriver driver = Make().Start();
        driver.Advance(200_000);
        AssertFails(driver, IoTCError.ServiceUnavailable, "CONNACK 3", "Try again later");
    }

    [Test]
    public void RefusedSubscriptionIsNamed()
    {
        _cloud.MqttDps.SubackCode = 0x80;
        AssertFails(Make().Start(), IoTCError.ProtocolViolation, "refused the subscription");
    }

    [TestCase("200202")]
    [TestCase("30030001610000")]
    [TestCase("F000")]
    public void BytesThatAreNoMqttAreNamed(string hex)
    {
        _cloud.MqttDps.Script.Enqueue(_ => ("", ""));
        EngineDriver driver = Make().Start();
        _cloud.Current.Send(System.Convert.FromHexString(hex), [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
        driver.Pump();
        AssertFails(driver, IoTCError.ProtocolViolation, "broke the protocol");
    }

    [Test]
    public void SilenceIsNamed()
    {
        _cloud.MqttDps.Script.Enqueue(_ => ("", ""));
        EngineDriver driver = Make().Start();
        driver.Advance(31_000);
        AssertFails(driver, IoTCError.TimedOut, "did not answer within the time limit");
    }

    [Test]
    public void EndlessAssigningIsNamed()
    {
        for (int i = 0; i < 200; i++) _cloud.MqttDps.Then(202, Assigning, "&retry-after=1");
        _cloud.MqttDps.Acknowledges = false;
        EngineDriver driver = Make().Start();
        driver.Advance(130_000);
        AssertFails(driver, IoTCError.TimedOut, "has not assigned dev1");
    }

    [Test]
    public void ConnectionLostAtTheFirstRequestIsNamedAndLaterOpenedAgain()
    {
        _cloud.MqttDps.Script.Enqueue(_ => ("", ""));
        EngineDriver first = Make().Start();
        first.Lose(TransportStatus.Reset);
        AssertFails(first, IoTCError.Network, "the connection was cut");

        _cloud = new ScriptedCloud();
        _cloud.MqttDps.Then(202, Assigning, "&retry-after=1");
        _cloud.MqttDps.Script.Enqueue(_ => ("", ""));
        EngineDriver second = Make().Start();
        second.Advance(1000);
        Assert.That(Requests, Is.EqualTo(2));
        second.Lose(TransportStatus.Reset);
        second.StartedReady();
    }

    [Test]
    public void ConnectionLostInAPauseIsOpenedAgain()
    {
        _cloud.MqttDps.Then(202, Assigning, "&retry-after=5");
        EngineDriver driver = Make().Start();
        driver.Lose(TransportStatus.Closed);
        driver.StartedReady();
        Assert.That(_cloud.Connections, Has.Count.EqualTo(3));
    }

    [Test]
    public void OperationIdCannotBreakATopic()
    {
        _cloud.MqttDps.Then(202, """{"operationId":"4.a#+&$rid=7/ä","status":"assigning"}""");
        EngineDriver driver = Make().StartReady();
        Assert.That(_cloud.Connections[0].Packets.Last(packet => packet.Type == ServerPackets.Publish).Topic, Does.EndWith("&operationId=4.a%23%2B%26%24rid%3D7%2F%C3%A4"));
        Assert.That(driver.Engine.IsConnected, Is.True);
    }

    [TestCaseSource(nameof(Fragmentations))]
    public void PiecesMakeNoDifference(Fragmentation fragmentation)
    {
        string whole = Story(Fragmentation.Whole);
        Assert.That(whole.Split('\n'), Has.Length.GreaterThan(20));
        Assert.That(Story(fragmentation), Is.EqualTo(whole));
    }

    private static string Story(Fragmentation fragmentation)
    {
        var cloud = new ScriptedCloud();
        cloud.MqttDps.Then(429, """{"errorCode":429001}""").Then(202, Assigning, "&retry-after=30").Then(202, """{"status":"unassigned"}""");
        EngineDriver driver = new(cloud, ScriptedCloud.Options(o => o.ProvisioningTransport = ProvisioningTransport.Mqtt), fragmentation);
        driver.StartReady();
        System.Collections.Generic.IEnumerable<string> published = cloud.Connections.SelectMany(c => c.Packets).Where(p => p.Type == ServerPackets.Publish).Select(p => p.ToString());
        System.Collections.Generic.IEnumerable<string> control = cloud.Connections.SelectMany(c => c.Packets).Where(p => p.Type != ServerPackets.Publish).Select(p => p.ToString());
        return string.Join('\n', [.. driver.Events, .. driver.Messages, .. published, .. control]);
    }

    private int Requests => _cloud.DpsConnections.Sum(connection => ScriptedMqttDps.RequestsOf(connection).Count());

    private static void AssertFails(EngineDriver driver, IoTCError error, params string[] words)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected " + error));
            foreach (string word in words) Assert.That(driver.Messages.Last(), Does.Contain(word));
            Assert.That(string.Join('\n', driver.Messages), Does.Not.Contain("sig=").And.Not.Contain(ScriptedCloud.Key));
        }
    }

    private EngineDriver Make(System.Action<IoTCOptions>? change = null)
        => new(_cloud, ScriptedCloud.Options(o =>
        {
            o.ProvisioningTransport = ProvisioningTransport.Mqtt;
            change?.Invoke(o);
        }));
}
