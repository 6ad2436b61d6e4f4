using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Provisioning;

/// <summary>What a registration sends.</summary>
[TestFixture]
internal sealed class RegistrationRequestTests
{
    [Test]
    public void RegisterIsExact()
    {
        var cloud = new ScriptedCloud();
        EngineDriver driver = new EngineDriver(cloud).Start();
        HttpRequest request = cloud.Requests.First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Method, Is.EqualTo("PUT"));
            Assert.That(request.Target, Is.EqualTo("/0ne00000001/registrations/dev1/register?api-version=2021-06-01"));
            Assert.That(request.Headers.Keys, Is.EquivalentTo(new[] { "Host", "Accept", "User-Agent", "Authorization", "Content-Type", "Content-Length" }));
            Assert.That(request["Host"], Is.EqualTo("dps.example"));
            Assert.That(request["Accept"], Is.EqualTo("application/json"));
            Assert.That(request["Content-Type"], Is.EqualTo("application/json; charset=utf-8"));
            Assert.That(request.Body, Is.EqualTo("""{"registrationId":"dev1"}"""));
            Sas sas = Sas.Verify(request["Authorization"], ScriptedCloud.Key);
            Assert.That(sas, Is.EqualTo(new Sas("0ne00000001/registrations/dev1", driver.ServerUtcSeconds + 3600, "registration")));
            Assert.That(request["Authorization"], Does.Contain("sr=0ne00000001%2Fregistrations%2Fdev1&sig="));
        }
    }

    [Test]
    public void PollIsExact()
    {
        var cloud = new ScriptedCloud();
        new EngineDriver(cloud).StartReady();
        HttpRequest poll = cloud.Requests.Single(r => r.Method == "GET");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(poll.Target, Is.EqualTo("/0ne00000001/registrations/dev1/operations/4.op-1?api-version=2021-06-01"));
            Assert.That(poll.Body, Is.Empty);
            Assert.That(poll.Headers.Keys, Is.EquivalentTo(new[] { "Host", "Accept", "User-Agent", "Authorization" }));
            Assert.That(Sas.Verify(poll["Authorization"], ScriptedCloud.Key).Policy, Is.EqualTo("registration"));
        }
    }

    [TestCase("dtmi:com:example:Thermostat;1", "", """{"registrationId":"dev1","payload":{"modelId":"dtmi:com:example:Thermostat;1"}}""")]
    [TestCase("", """{"site":7}""", """{"registrationId":"dev1","payload":{"site":7}}""")]
    [TestCase("", "[1,2]", """{"registrationId":"dev1","payload":[1,2]}""")]
    [TestCase("dtmi:x;1", """{"site":7,"na\u006de":{"a":[null]}}""", """{"registrationId":"dev1","payload":{"modelId":"dtmi:x;1","site":7,"na\u006de":{"a":[null]}}}""")]
    [TestCase("dtmi:x;1", "{}", """{"registrationId":"dev1","payload":{"modelId":"dtmi:x;1"}}""")]
    public void PayloadGoesAlong(string modelId, string payload, string body)
    {
        var cloud = new ScriptedCloud();
        new EngineDriver(cloud, ScriptedCloud.Options(o => (o.ModelId, o.ProvisioningPayload) = (modelId, payload))).Start();
        Assert.That(cloud.Requests.First().Body, Is.EqualTo(body));
    }

    [Test]
    public void RegistrationIdAndVersionAreEncoded()
    {
        var cloud = new ScriptedCloud();
        new EngineDriver(cloud, ScriptedCloud.Options(o => (o.DeviceId, o.ProvisioningApiVersion) = ("Line:3.a_b-9", "2019-03-31"))).Start();
        HttpRequest request = cloud.Requests.First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(request.Target, Is.EqualTo("/0ne00000001/registrations/Line%3A3.a_b-9/register?api-version=2019-03-31"));
            Assert.That(Sas.Verify(request["Authorization"], ScriptedCloud.Key).Resource, Is.EqualTo("0ne00000001/registrations/Line:3.a_b-9"));
        }
    }

    [Test]
    public void CertificateSendsNoToken()
    {
        var cloud = new ScriptedCloud();
        new EngineDriver(cloud, ScriptedCloud.Options(o => o.Credential = DeviceCredential.X509())).StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(cloud.Requests.Select(r => r["Authorization"]), Is.All.Null);
            Assert.That(cloud.Packets.First().Password, Is.Null);
            Assert.That(cloud.Packets.First().UserName, Is.Not.Null);
        }
    }

    [Test]
    public void GroupKeySignsWithTheDerivedKey()
    {
        var cloud = new ScriptedCloud();
        new EngineDriver(cloud, ScriptedCloud.Options(o => o.Credential = DeviceCredential.GroupKey(ScriptedCloud.Key))).Start();
        byte[] derived = System.Security.Cryptography.HMACSHA256.HashData(System.Convert.FromBase64String(ScriptedCloud.Key), "dev1"u8);
        Sas.Verify(cloud.Requests.First()["Authorization"], System.Convert.ToBase64String(derived));
    }

    [Test]
    public void OtherPortIsNamed()
    {
        var cloud = new ScriptedCloud();
        EngineDriver driver = new EngineDriver(cloud, ScriptedCloud.Options(o => o.ProvisioningPort = 8443)).Start();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("open dps.example:8443"));
            Assert.That(cloud.Requests.First()["Host"], Is.EqualTo("dps.example:8443"));
        }
    }
}
