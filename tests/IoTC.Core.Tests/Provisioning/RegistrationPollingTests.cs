using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>From "assigning" to a hub.</summary>
[TestFixture]
internal sealed class RegistrationPollingTests
{
    [TestCase("Retry-After: 3\r\n", 3000)]
    [TestCase("retry-after: 17\r\n", 17000)]
    [TestCase("Retry-After: 0\r\n", 1000)]
    [TestCase("", 2000)]
    [TestCase("Retry-After: soon\r\n", 2000)]
    public void WaitsAsTheServerSays(string headers, long expectedMs)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning(headers));
        EngineDriver driver = new EngineDriver(cloud).Start();
        long begin = driver.NowMs;
        driver.RunUntil(() => cloud.Requests.Count() == 2, 60_000);
        Assert.That(driver.NowMs - begin, Is.EqualTo(expectedMs));
    }

    [Test]
    public void LongPauseClosesTheConnection()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning("Retry-After: 30\r\n"));
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(cloud.Current.IsClosedByClient, Is.True);
        driver.StartedReady();
        Assert.That(cloud.DpsConnections.Count(), Is.EqualTo(2));
    }

    [Test]
    public void OneConnectionServesAllPolls()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning()).Then(DpsReply.Assigning()).Then(DpsReply.Assigning());
        new EngineDriver(cloud).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.DpsConnections.Count(), Is.EqualTo(1));
            Assert.That(cloud.Requests.Select(r => r.Method), Is.EqualTo(new[] { "PUT", "GET", "GET", "GET" }));
            Assert.That(cloud.DpsConnections.Single().IsClosedByClient, Is.True);
        }
    }

    [Test]
    public void UnassignedIsPolledOn()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(202, """{"operationId":"4.op-1","status":"unassigned"}""")).Then(DpsReply.Json(200, """{"operationId":"4.op-1","status":"unassigned"}"""));
        new EngineDriver(cloud).StartReady();
        Assert.That(cloud.Requests.Count(), Is.EqualTo(3));
    }

    [Test]
    public void PollWithoutOperationIdKeepsTheOneBefore()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning()).Then(DpsReply.Json(202, """{"status":"assigning"}"""));
        new EngineDriver(cloud).StartReady();
        Assert.That(cloud.Requests.Last().Target, Does.Contain("/operations/4.op-1?"));
    }

    [Test]
    public void RegisterWithoutOperationIdBeginsAnew()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(202, """{"status":"assigning"}"""));
        new EngineDriver(cloud).StartReady();
        Assert.That(cloud.Requests.Select(r => r.Method), Is.EqualTo(new[] { "PUT", "PUT", "GET" }));
    }

    [Test]
    public void RegisterMayBeAssignedAtOnce()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigned(ScriptedCloud.HubHost, "dev1"));
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(driver.Engine.IsConnected, Is.True);
    }

    [Test]
    public void AssignedDeviceIdIsUsedEverywhere()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.DeviceId = "Other-7";
        EngineDriver driver = new EngineDriver(cloud).StartReady();
        driver.Send("{}");
        ServerPacket connect = cloud.Packets.First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.DeviceId, Is.EqualTo("Other-7"));
            Assert.That(connect.ClientId, Is.EqualTo("Other-7"));
            Assert.That(connect.UserName, Does.StartWith("hub.example/Other-7/?api-version="));
            Assert.That(Sas.Verify(connect.Password, ScriptedCloud.Key).Resource, Is.EqualTo("hub.example/devices/Other-7"));
            Assert.That(cloud.Packets.ElementAt(1).Filters.Select(f => f.Filter), Does.Contain("devices/Other-7/messages/devicebound/#"));
            Assert.That(cloud.Telemetry.Single().Topic, Does.StartWith("devices/Other-7/messages/events/"));
        }
    }

    [Test]
    public void HubMayComeWithAPort()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.AssignedHub = "hub.example:18883";
        EngineDriver driver = new EngineDriver(cloud).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("open hub.example:18883"));
            Assert.That(cloud.Packets.First().UserName, Does.StartWith("hub.example/dev1/"));
        }
    }

    [Test]
    public void PayloadOfTheAssignmentIsKept()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigned(ScriptedCloud.HubHost, "dev1", ""","payload":{"a":[1, 2]}"""));
        Assert.That(new EngineDriver(cloud).StartReady().Engine.ProvisioningResult, Is.EqualTo("""{"a":[1, 2]}"""));
    }

    [Test]
    public void ChunkedAndUntilCloseBodiesAreRead()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps
            .Then(DpsReply.Raw("HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nRetry-After: 1\r\n\r\n10\r\n{\"operationId\":\"\r\n1b;x=y\r\n4.op-1\",\"status\":\"assigning\r\n2\r\n\"}\r\n0\r\n\r\n"))
            .Then(DpsReply.Raw("HTTP/1.0 200 OK\r\n\r\n{\"status\":\"assigned\",\"registrationState\":{\"assignedHub\":\"hub.example\",\"deviceId\":\"dev1\"}}", -1));
        Assert.That(new EngineDriver(cloud).StartReady().Engine.HubHost, Is.EqualTo("hub.example"));
    }

    [Test]
    public void ServerMayCloseAfterEachAnswer()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps
            .Then(DpsReply.Assigning("Connection: close\r\nRetry-After: 3\r\n"))
            .Then(DpsReply.Assigning() with { CloseStatus = -1 });
        new EngineDriver(cloud).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.DpsConnections.Count(), Is.EqualTo(3));
            Assert.That(cloud.Requests.Count(), Is.EqualTo(3));
        }
    }

    [TestCase(-1)]
    [TestCase(-7)]
    public void ServerMayCloseAKeptConnectionAsTheNextRequestLeaves(int status)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning()).Then(DpsReply.Silence with { CloseStatus = status });
        EngineDriver driver = new EngineDriver(cloud).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.DpsConnections.Count(), Is.EqualTo(2));
            Assert.That(cloud.Requests.Select(r => r.Method), Is.EqualTo(new[] { "PUT", "GET", "GET" }));
            Assert.That(driver.Messages, Has.None.Contains("cannot be used"));
        }
    }

    [Test]
    public void BytesNobodyAskedForEndTheConnectionNotTheRegistration([Values] bool together)
    {
        var cloud = new ScriptedCloud();
        DpsReply reply = DpsReply.Assigning();
        cloud.Dps.Script.Enqueue(_ =>
        {
            if (together) return new DpsReply([.. reply.Bytes, .. "HTTP/1.1 200 OK\r\n"u8]);
            cloud.Current.Send(reply.Bytes);
            return new DpsReply("HTTP/1.1 200 OK\r\n"u8.ToArray());
        });
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(cloud.Current.IsClosedByClient, Is.True);
        driver.StartedReady();
        Assert.That(cloud.DpsConnections.Count(), Is.EqualTo(2));
    }
}
