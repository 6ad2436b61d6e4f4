using System;
using System.Linq;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Transport;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>What DPS has assigned: told once, taken back at the next start, given up when the hub proves wrong.</summary>
[TestFixture]
internal sealed class AssignmentTests
{
    private ScriptedCloud _cloud = new();

    [SetUp]
    public void MakeCloud() => _cloud = new ScriptedCloud();

    [Test]
    public void IsToldWithAllThatDpsSaid()
    {
        _cloud.Dps.Then(DpsReply.Assigning()).Then(DpsReply.Assigned("hub.example:8884", "other", ""","payload":{"a":1},"tpm":{"authenticationKey":"x"},"x509":{"certificateInfo":null,"enrollmentGroupId":"g"},"etag":"e","issuedCertificateChain":["a"]"""));
        EngineDriver driver = new EngineDriver(_cloud).Start();
        driver.Advance(10_000);
        DeviceAssignment assignment = driver.Engine.Assignment!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Count(e => e == "assigned hub.example:8884 other"), Is.EqualTo(1));
            Assert.That(assignment.ToString(), Is.EqualTo("other at hub.example:8884, scope 0ne00000001, initialAssignment"));
            Assert.That((assignment.ConfiguredIdScope, assignment.RegistrationId, assignment.PayloadJson), Is.EqualTo(("0ne00000001", "dev1", """{"a":1}""")));
        }
    }

    [TestCase("initialAssignment")]
    [TestCase("deviceDataMigrated")]
    [TestCase("deviceDataReset")]
    [TestCase("reprovisionedToInitialAssignment")]
    public void SubstatusIsVisible(string substatus)
    {
        _cloud.Dps.Then(DpsReply.Json(200, $$$"""{"status":"assigned","registrationState":{"assignedHub":"hub.example","deviceId":"dev1","substatus":"{{{substatus}}}"}}"""));
        Assert.That(new EngineDriver(_cloud).StartReady().Engine.Assignment!.Substatus, Is.EqualTo(substatus));
    }

    [Test]
    public void RestoredAssignmentAsksNobody()
    {
        EngineDriver driver = Restored();
        driver.StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_cloud.DpsConnections, Is.Empty);
            Assert.That(driver.Engine.DeviceId, Is.EqualTo("dev1"));
            Assert.That(driver.Engine.ProvisioningResult, Is.EqualTo("""{"a":1}"""));
            Assert.That(driver.Events.Any(e => e.StartsWith("assigned", StringComparison.Ordinal)), Is.False);
        }
    }

    [Test]
    public void RestoredClockOffsetSignsTheFirstToken()
    {
        var driver = new EngineDriver(_cloud) { ClockErrorMs = -7200_000 };
        Assert.That(driver.Engine.TryRestore(Kept(clockOffsetSeconds: 7200)), Is.True);
        driver.StartReady();
        Sas sas = Sas.Verify(_cloud.HubConnections.First().Packets[0].Password, ScriptedCloud.Key);
        Assert.That(sas.ExpiryUnixSeconds - driver.ServerUtcSeconds, Is.EqualTo(3600).Within(5));
    }

    [TestCase(4)]
    [TestCase(5)]
    public void RefusedRestoredAssignmentAsksDpsWithinTheSameConnect(int code)
    {
        _cloud.Hub.ConnackCodes.Enqueue(code);
        _cloud.Dps.AssignedHub = "hub2.example";
        EngineDriver driver = Restored();
        driver.StartReady();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Engine.HubHost, Is.EqualTo("hub2.example"));
            Assert.That(driver.Events, Does.Contain("assigned hub2.example dev1"));
            Assert.That(driver.Events, Has.None.StartsWith("Disconnected").And.None.StartsWith("Waiting"));
        }
    }

    [Test]
    public void RestoredHubThatIsGoneAsksDps()
    {
        _cloud.OpenStatuses.Enqueue(TransportStatus.NameNotResolved);
        EngineDriver driver = Restored();
        driver.StartReady();
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [Test]
    public void DpsIsAskedOnceWhenItAssignsTheSameHubThatRefuses()
    {
        for (int i = 0; i < 9; i++) _cloud.Hub.ConnackCodes.Enqueue(5);
        EngineDriver driver = Restored();
        driver.Start();
        driver.Advance(10_000);
        Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected WrongKey"));
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [Test]
    public void TenFailuresOfARestoredHubAskDps()
    {
        EngineDriver driver = Restored();
        for (int i = 0; i < 10; i++) _cloud.Hub.ConnackCodes.Enqueue(3);
        for (int i = 0; i < 9; i++)
        {
            driver.Start();
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected ServiceUnavailable"));
            Assert.That(_cloud.DpsConnections, Is.Empty);
        }

        driver.StartReady();
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [TestCase("0ne00000002", "dev1", "0ne00000001", "hub.example", "dev1")]
    [TestCase("0ne00000001", "dev2", "0ne00000001", "hub.example", "dev1")]
    [TestCase("0ne00000001", "dev1", "0ne/../1", "hub.example", "dev1")]
    [TestCase("0ne00000001", "dev1", "0ne00000001", "hub/example", "dev1")]
    [TestCase("0ne00000001", "dev1", "0ne00000001", "hub.example", "a/b")]
    [TestCase("0ne00000001", "dev1", "0ne00000001", "", "dev1")]
    public void AssignmentOfAnotherOrOfNobodyIsNotUsed(string configured, string registrationId, string idScope, string hub, string deviceId)
    {
        var driver = new EngineDriver(_cloud);
        var kept = new DeviceAssignment { ConfiguredIdScope = configured, RegistrationId = registrationId, IdScope = idScope, HubHost = hub, DeviceId = deviceId };
        Assert.That(driver.Engine.TryRestore(kept), Is.False);
        driver.StartReady();
        Assert.That(_cloud.DpsConnections.Count(), Is.EqualTo(1));
    }

    [Test]
    public void RestoringComesFirst()
    {
        EngineDriver driver = new EngineDriver(_cloud).StartReady();
        Assert.That(() => driver.Engine.TryRestore(Kept()), Throws.InvalidOperationException);
    }

    private EngineDriver Restored()
    {
        var driver = new EngineDriver(_cloud);
        Assert.That(driver.Engine.TryRestore(Kept()), Is.True);
        return driver;
    }

    private static DeviceAssignment Kept(long clockOffsetSeconds = 0) => new()
    {
        ConfiguredIdScope = "0ne00000001",
        IdScope = "0ne00000001",
        RegistrationId = "dev1",
        HubHost = "hub.example",
        DeviceId = "dev1",
        PayloadJson = """{"a":1}""",
        ClockOffsetSeconds = clockOffsetSeconds,
    };
}
