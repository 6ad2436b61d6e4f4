using System;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Provisioning;

/// <summary>Devices with client certificates, from DPS to telemetry.</summary>
[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class X509Tests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task An_individual_enrolment([Values] bool isRsa, [Values] bool isPkcs12)
    {
        DeviceCertificate made = Azure.AddX509Device(Id, isRsa: isRsa);
        ITestDevice device = await ConnectAsync(With(isPkcs12 ? ClientCertificate.FromPkcs12(made.ToPkcs12("secret"), "secret") : Pem(made)));
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
        Assert.That(Log.ToString(), Does.Not.Contain("secret").And.Not.Contain("PRIVATE KEY"));
    }

    [Test]
    public async Task A_group_with_an_intermediate_that_only_the_device_has([Values] bool isIntermediateEnrolled)
    {
        X509Group group = Azure.AddX509Group("plant", true, isIntermediateEnrolled);
        ITestDevice device = await ConnectAsync(With(Pem(group.Issue(Id))));
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_reconnect_presents_the_certificate_again()
    {
        ITestDevice device = await ConnectAsync(With(Pem(Azure.AddX509Device(Id))));
        await Twin.DisconnectAsync();
        await Twin.WaitForConnectionAsync(2);
        await device.SendAsync("1");
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
    }

    [Test]
    public async Task A_certificate_that_is_not_enrolled_is_refused_in_words_for_certificates()
    {
        Azure.AddX509Device(Id);
        X509Group group = Azure.AddX509Group("gone");
        Azure.RemoveGroup("gone");
        IoTCException failure = await FailAsync(With(Pem(group.Issue(Id))));
        Assert.That(failure.Error, Is.EqualTo(IoTCError.WrongKey));
        Assert.That(failure.Message, Does.Contain("401002").And.Contain("certificate does not match the enrolment").And.Not.Contain("GroupKey"));
    }

    [Test]
    public async Task The_hub_refuses_a_certificate_it_does_not_know_in_words_for_certificates()
    {
        Azure.AddX509Device(Id);
        X509Group group = Azure.AddX509Group("gone");
        Azure.RemoveGroup("gone");
        IoTCOptions options = With(Pem(group.Issue(Id)));
        options.HubHost = Azure.HubHostName;
        IoTCException failure = await FailAsync(options);
        Assert.That(failure.Error, Is.EqualTo(IoTCError.WrongKey));
        Assert.That(failure.Message, Does.Contain("CONNACK 5").And.Contain("certificate does not match the device"));
    }

    [Test]
    public void A_certificate_for_another_device_is_refused_at_once()
    {
        IoTCOptions options = With(Pem(Azure.AddX509Device("somebody-else")));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Create(options))!;
        Assert.That(refused.Message, Does.Contain("'somebody-else'").And.Contain($"'{Id}'").And.Contain("set DeviceId"));
    }

    [Test]
    public void A_certificate_that_has_expired_is_refused_at_once()
    {
        IoTCOptions options = With(Pem(Azure.AddX509Device(Id, TimeSpan.FromDays(-2))));
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Create(options))!;
        Assert.That(refused.Message, Does.Contain("expired on").And.Contain($"CN={Id}").And.Contain("renew it"));
    }

    private static ClientCertificate Pem(DeviceCertificate made) => ClientCertificate.FromPem(made.CertificatePem, made.PrivateKeyPem);

    private IoTCOptions With(ClientCertificate certificate)
    {
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.X509(certificate);
        return options;
    }
}
