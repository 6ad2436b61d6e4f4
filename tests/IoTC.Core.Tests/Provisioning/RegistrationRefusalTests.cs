using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>Each way in which DPS can say no, and the words a person gets for it.</summary>
[TestFixture]
internal sealed class RegistrationRefusalTests
{
    private const string Unauthorized = """{"errorCode":401002,"trackingId":"8ad0463c-6427","message":"Unauthorized","timestampUtc":"2026-09-21T12:53:20Z"}""";

    private static readonly object[][] Refusals =
    [
        [400, """{"errorCode":400004,"message":"Bad payload"}""", IoTCError.BadRequest, "400004, Bad payload", "Check the device id, the model id"],
        [401, Unauthorized, IoTCError.WrongKey, "401002, tracking id 8ad0463c-6427, Unauthorized", "a group key was passed as GroupKey"],
        [403, "{}", IoTCError.WrongKey, "HTTP 403", "GroupKey"],
        [404, """{"errorCode":404201,"message":"Device not found"}""", IoTCError.UnknownDevice, "404201, Device not found", "Check both for spelling"],
        [409, "", IoTCError.BadRequest, "HTTP 409", "Check the device id"],
        [302, "<html>", IoTCError.BadRequest, "HTTP 302", "Check the device id"],
        [401, """{"Message":"{\"errorCode\":401002,\"trackingId\":\"t-9\",\"message\":\"Unauthorized\"}"}""", IoTCError.WrongKey, "401002, tracking id t-9, Unauthorized", "GroupKey"],
        [401, "not json", IoTCError.WrongKey, "HTTP 401", "GroupKey"],
    ];

    [TestCaseSource(nameof(Refusals))]
    public void RefusalIsNamed(int status, string body, IoTCError error, string cause, string remedy)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(status, body));
        EngineDriver driver = new EngineDriver(cloud).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected " + error));
            Assert.That(driver.Messages.Last(), Does.Contain("dev1").And.Contain("0ne00000001").And.Contain(cause).And.Contain(remedy));
            Assert.That(cloud.Requests.Count(), Is.EqualTo(1));
            Assert.That(cloud.Current.IsClosedByClient, Is.True);
        }
    }

    [TestCase("failed", IoTCError.ProvisioningFailed, "allocation policy")]
    [TestCase("disabled", IoTCError.Disabled, "Enable it")]
    public void EndWithHttp200IsAnEnd(string status, IoTCError error, string remedy)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigning())
            .Then(DpsReply.Json(200, $$$"""{"operationId":"4.op-1","status":"{{{status}}}","registrationState":{"status":"{{{status}}}","errorCode":400209,"errorMessage":"Custom allocation failed"}}"""));
        EngineDriver driver = new EngineDriver(cloud).Start();
        driver.Advance(10_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected " + error));
            Assert.That(driver.Messages.Last(), Does.Contain("400209, Custom allocation failed").And.Contain(remedy));
        }
    }

    private static readonly string[] NotRegistrations =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 202 Accepted\r\nContent-Length: 20\r\n\r\n{\"status\":\"assigned\"}",
        "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{\"status\":\"delegating\"}",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + new string('x', 9000),
        "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + new string('{', 20000),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ];

    [TestCaseSource(nameof(NotRegistrations))]
    public void SomethingElseThanDpsIsNamed(string response)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Raw(response));
        EngineDriver driver = new EngineDriver(cloud).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected ProtocolViolation"));
            Assert.That(driver.Messages.Last(), Does.Contain("dps.example:443").And.Contain("Check that ProvisioningHost"));
        }
    }

    // What a server says goes into one line of a log, and not without a limit.
    [Test]
    public void WordsOfTheServerStayInOneShortLine()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(400, $$"""{"message":"a\r\n[iotc] forged line\u0007\u2028{{new string('x', 9000)}}","trackingId":"t\n1"}"""));
        string message = new EngineDriver(cloud).Start().Messages.Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.Any(c => char.IsControl(c) || c == '\u2028'), Is.False);
            Assert.That(message, Has.Length.LessThan(1000));
        }
    }

    // A peer's names never reach a topic, a user name or a resolver unless they can be such.
    [TestCase("hub.example", "a/b")]
    [TestCase("hub.example", "a#")]
    [TestCase("hub.example", "+")]
    [TestCase("hub.example", "a\\u0000b")]
    [TestCase("hub.example", "a\\ud800")]
    [TestCase("hub.example", "a b")]
    [TestCase("hub.example\\r\\nX: y", "dev1")]
    [TestCase("hub example", "dev1")]
    [TestCase("hub/../x", "dev1")]
    [TestCase("https://hub.example", "dev1")]
    public void AssignmentThatCannotBeIsRefused(string hub, string deviceId)
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigned(hub, deviceId));
        EngineDriver driver = new EngineDriver(cloud).Start();
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected ProtocolViolation"), driver.Messages.Last);
    }

    [Test]
    public void AssignmentWithoutMeasureIsRefused([Values] bool isHub)
    {
        string endless = new('a', 5000);
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Assigned(isHub ? endless : ScriptedCloud.HubHost, isHub ? "dev1" : endless));
        Assert.That(new EngineDriver(cloud).Start().Events.Last(), Is.EqualTo("Disconnected ProtocolViolation"));
    }

    [Test]
    public void OperationIdWithoutMeasureIsRefused()
    {
        var cloud = new ScriptedCloud();
        cloud.Dps.Then(DpsReply.Json(202, $$"""{"operationId":"{{new string(' ', 7000)}}","status":"assigning"}"""));
        EngineDriver driver = new EngineDriver(cloud).Start();
        driver.Advance(10_000);
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected ProtocolViolation"));
    }

    [Test]
    public void NoMessageHoldsKeyOrSignature()
    {
        foreach (object[] refusal in Refusals)
        {
            var cloud = new ScriptedCloud();
            cloud.Dps.Then(DpsReply.Json((int)refusal[0], (string)refusal[1]));
            EngineDriver driver = new EngineDriver(cloud).Start();
            string token = cloud.Requests.First()["Authorization"]!;
            string signature = token.Split("sig=")[1].Split('&')[0];
            string all = string.Join("\n", driver.Messages);
            Assert.That(all, Does.Not.Contain(ScriptedCloud.Key).And.Not.Contain("sig=").And.Not.Contain(signature).And.Not.Contain("SharedAccessSignature"));
        }
    }
}
