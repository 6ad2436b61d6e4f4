using System;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>What DPS and hub refuse.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class RefusalTests(ClientKind kind) : DeviceFixture(kind)
{
    private static readonly string WrongKey = Convert.ToBase64String(new byte[32]);

    [Test]
    public async Task A_wrong_key_is_refused_by_DPS()
    {
        Azure.AddDevice(Id);
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.DeviceKey(WrongKey);
        IoTCException failure = await FailAsync(options);
        Expect.Failure(failure, options, IoTCError.WrongKey, Id, Azure.IdScope, "401002", "tracking id", "the key does not match", "Check");
        Assert.That(failure.Message, Does.Not.Contain(WrongKey));
        Assert.That(Log.ToString(), Does.Not.Contain(WrongKey));
    }

    [Test]
    public async Task A_group_key_passed_as_a_device_key_is_named_as_the_likely_cause()
    {
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.DeviceKey(Azure.GroupKey);
        IoTCException failure = await FailAsync(options);
        Expect.Failure(failure, options, IoTCError.WrongKey, "Check that a group key was passed as GroupKey");
        Assert.That(failure.Message, Does.Not.Contain(Azure.GroupKey));
    }

    [Test]
    public async Task A_wrong_key_is_refused_by_the_hub()
    {
        Azure.AddDevice(Id);
        IoTCOptions options = HubOptions(WrongKey);
        Expect.Failure(await FailAsync(options), options, IoTCError.WrongKey, Id, "localhost", "CONNACK 5", "Check the key");
    }

    [Test]
    public async Task A_device_the_hub_does_not_know_is_refused()
    {
        IoTCOptions options = HubOptions(WrongKey);
        Expect.Failure(await FailAsync(options), options, IoTCError.WrongKey, Id, "CONNACK 5", "deleted", "Check");
    }

    [Test]
    public async Task An_unknown_scope_is_refused()
    {
        IoTCOptions options = Options();
        options.IdScope = "0neUNKNOWN";
        Expect.Failure(await FailAsync(options), options, IoTCError.UnknownDevice, "0neUNKNOWN", "404201", "no such id scope", "Check");
    }

    [Test]
    public async Task An_unknown_device_is_refused()
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync();
        azure.RemoveDefaultGroup();
        IoTCOptions options = Options();
        (options.ProvisioningPort, options.Credential) = (azure.DpsPort, DeviceCredential.DeviceKey(WrongKey));
        IoTCException failure = await FailAsync(options, new() { TrustedRootsPem = azure.RootCertificatePem });
        Assert.That(failure.Error, Is.AnyOf(IoTCError.UnknownDevice, IoTCError.WrongKey));
        Expect.Failure(failure, options, failure.Error, Id, "enrolment", "Check");
    }

    [Test]
    public async Task A_disabled_enrolment_is_refused()
    {
        Enrollment enrollment = Azure.AddEnrollment(new Enrollment { RegistrationId = Id, PrimaryKey = WrongKey, Outcome = RegistrationOutcome.Disabled });
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.DeviceKey(enrollment.PrimaryKey);
        Expect.Failure(await FailAsync(options), options, IoTCError.Disabled, Id, "disabled", "Enable it");
    }

    [Test]
    public async Task A_device_disabled_at_the_hub_is_refused()
    {
        EmulatedDevice twin = Azure.AddDevice(Id);
        twin.Disable();
        IoTCOptions options = HubOptions(twin.PrimaryKey);
        Expect.Failure(await FailAsync(options), options, IoTCError.WrongKey, Id, "CONNACK 5", "disabled", "Check");
    }

    [Test]
    public async Task A_failed_assignment_is_told_with_its_reason()
    {
        Azure.AddEnrollment(new Enrollment
        {
            RegistrationId = Id,
            PrimaryKey = WrongKey,
            Outcome = RegistrationOutcome.Failed,
            ErrorCode = 400207,
            ErrorMessage = "Custom allocation failed",
        });
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.DeviceKey(WrongKey);
        Expect.Failure(await FailAsync(options), options, IoTCError.ProvisioningFailed, Id, "400207", "Custom allocation failed", "Check");
    }

    [Test]
    public async Task After_a_refusal_the_same_client_connects_once_the_cause_is_gone()
    {
        EmulatedDevice twin = Azure.AddDevice(Id);
        twin.Disable();
        ITestDevice device = Create(HubOptions(twin.PrimaryKey));
        Assert.ThrowsAsync<IoTCException>(device.ConnectAsync);
        twin.Enable();
        await device.ConnectAsync();
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }
}
