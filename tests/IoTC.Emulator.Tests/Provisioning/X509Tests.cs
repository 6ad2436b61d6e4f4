using System;
using System.Net.Http;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

/// <summary>Certificates are asked for, never demanded, and truly verified: by DPS over HTTPS and over MQTT, and by the hub.</summary>
public sealed class X509Tests : EmulatorFixture
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task AnEnrolledCertificateRegistersWithoutAToken(bool isRsa)
    {
        DeviceCertificate device = Azure.AddX509Device("dev-1", isRsa: isRsa);
        JsonElement state = await ProvisionAsync("dev-1", device);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.GetProperty("assignedHub").GetString(), Is.EqualTo("localhost"));
            Assert.That(state.GetProperty("x509").ValueKind, Is.EqualTo(JsonValueKind.Object));
            Assert.That(state.TryGetProperty("symmetricKey", out _), Is.False);
        }
    }

    [TestCase(false, false)]
    [TestCase(true, false)]
    [TestCase(true, true)]
    public async Task AGroupRegistersWhatItsAuthorityHasIssued(bool hasIntermediate, bool isIntermediateEnrolled)
    {
        X509Group group = Azure.AddX509Group("plant", hasIntermediate, isIntermediateEnrolled);
        JsonElement state = await ProvisionAsync("dev-2", group.Issue("dev-2"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.GetProperty("x509").GetProperty("enrollmentGroupId").GetString(), Is.EqualTo("plant"));
            Assert.That(Azure.Device("dev-2").PrimaryKey, Is.Empty);
        }
    }

    [Test]
    public async Task ACertificateOfAnotherAuthorityIsRefused()
    {
        Azure.AddX509Group("plant");
        X509Group other = Azure.AddX509Group("other");
        Azure.RemoveGroup("other");
        Assert.That(await RegisterStatusAsync("dev-1", other.Issue("dev-1")), Is.EqualTo(401));
    }

    [Test]
    public async Task AnAuthorityOfTheSameNameWithAnotherKeyIsRefused()
    {
        Azure.AddX509Group("plant");
        X509Group forger = Azure.AddX509Group("forged");
        Azure.RemoveGroup("forged");
        var namesake = new X509Group("plant", false, new EmulatorClock(TimeProvider.System, TimeSpan.Zero));
        Assert.That(await RegisterStatusAsync("dev-1", namesake.Issue("dev-1")), Is.EqualTo(401));
        Assert.That(await RegisterStatusAsync("dev-1", forger.Issue("dev-1")), Is.EqualTo(401));
    }

    [Test]
    public async Task TheAuthorityItselfIsNoDevice()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 self = new CertificateRequest("CN=dev-1", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Azure.AddX509Group("plant", self.ExportCertificatePem());
        Assert.That(await RegisterStatusAsync("dev-1", new DeviceCertificate(self, [])), Is.EqualTo(401));
    }

    [Test]
    public async Task TheCommonNameIsTheRegistrationId()
    {
        X509Group group = Azure.AddX509Group("plant");
        Assert.That(await RegisterStatusAsync("dev-1", group.Issue("dev-2")), Is.EqualTo(401));
        Assert.That(await RegisterStatusAsync("dev-2", group.Issue("DEV-2")), Is.EqualTo(202), "compared without case, as Registration IDs are");
        Azure.AddEnrollment(new Enrollment { RegistrationId = "dev-3", CertificatePem = group.Issue("dev-4").CertificatePem });
        Assert.That(await RegisterStatusAsync("dev-3", group.Issue("dev-4")), Is.EqualTo(401));
    }

    [Test]
    public async Task AnotherCertificateOfTheSameNameIsRefusedWhereOneIsEnrolled()
    {
        Azure.AddX509Device("dev-1");
        var clock = new EmulatorClock(TimeProvider.System, TimeSpan.Zero);
        Assert.That(await RegisterStatusAsync("dev-1", new X509Group("x", false, clock).Issue("dev-1")), Is.EqualTo(401));
    }

    [Test]
    public async Task TheSecondaryCertificateIsGoodToo()
    {
        X509Group maker = Azure.AddX509Group("maker");
        Azure.RemoveGroup("maker");
        DeviceCertificate old = maker.Issue("dev-1"), next = maker.Issue("dev-1");
        Azure.AddEnrollment(new Enrollment { RegistrationId = "dev-1", CertificatePem = old.CertificatePem, SecondaryCertificatePem = next.CertificatePem });
        Assert.That((await RegisterStatusAsync("dev-1", old), await RegisterStatusAsync("dev-1", next)), Is.EqualTo((202, 202)));
    }

    [Test]
    public async Task AnExpiredCertificateIsRefused()
    {
        DeviceCertificate expired = Azure.AddX509Device("dev-1", TimeSpan.FromDays(-1));
        X509Group group = Azure.AddX509Group("plant");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RegisterStatusAsync("dev-1", expired), Is.EqualTo(401));
            Assert.That(await RegisterStatusAsync("dev-2", group.Issue("dev-2", TimeSpan.FromDays(-1))), Is.EqualTo(401));
            Assert.That(await RegisterStatusAsync("dev-2", group.Issue("dev-2")), Is.EqualTo(202));
        }
    }

    [Test]
    public async Task ATokenBesideACertificateOrInItsPlaceIsRefused()
    {
        DeviceCertificate device = Azure.AddX509Device("dev-1");
        string token = Sas.ForDps(Azure.IdScope, "dev-1", Azure.DeriveDeviceKey("dev-1"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RegisterStatusAsync("dev-1", device, token), Is.EqualTo(401));
            Assert.That(await RegisterStatusAsync("dev-1", null, token), Is.EqualTo(401));
            Assert.That(await RegisterStatusAsync("dev-1", null), Is.EqualTo(401));
        }
    }

    [Test]
    public async Task ACertificateDoesNotDisturbADeviceWithAKey()
    {
        X509Group group = Azure.AddX509Group("plant");
        string token = Sas.ForDps(Azure.IdScope, "dev-1", Azure.DeriveDeviceKey("dev-1"));
        Assert.That(await RegisterStatusAsync("dev-1", group.Issue("whatever"), token), Is.EqualTo(202));
    }

    [Test]
    public async Task TheHubTakesTheCertificateThatHasRegisteredAndNoOther()
    {
        X509Group group = Azure.AddX509Group("plant", hasIntermediate: true);
        DeviceCertificate first = group.Issue("dev-1"), rolled = group.Issue("dev-1");
        await ProvisionAsync("dev-1", first);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ConnectAsync("dev-1", first), Is.EqualTo(MqttClientConnectResultCode.Success));
            Assert.That(await ConnectAsync("dev-1", rolled), Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
            Assert.That(await ConnectAsync("dev-1", null), Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
        }

        await ProvisionAsync("dev-1", rolled);
        Assert.That(await ConnectAsync("dev-1", rolled), Is.EqualTo(MqttClientConnectResultCode.Success));
    }

    [Test]
    public async Task DpsOverMqttTakesACertificateWithoutAPassword()
    {
        DeviceCertificate device = Azure.AddX509Device("dev-1");
        string userName = $"{Azure.IdScope}/registrations/dev-1/api-version=2019-03-31";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ConnectAsync("dev-1", device, userName), Is.EqualTo(MqttClientConnectResultCode.Success));
            Assert.That(await ConnectAsync("dev-1", null, userName), Is.EqualTo(MqttClientConnectResultCode.NotAuthorized));
        }
    }

    [Test]
    public void WhatIsNoCertificateIsNoEnrolment()
    {
        Assert.That(() => Azure.AddX509Group("plant", "-----BEGIN CERTIFICATE-----"), Throws.ArgumentException);
        Assert.That(() => Azure.AddEnrollment(new Enrollment { RegistrationId = "dev-1", CertificatePem = "AAAA" }), Throws.ArgumentException);
    }

    private async Task<JsonElement> ProvisionAsync(string id, DeviceCertificate certificate)
    {
        using HttpClient http = Http(certificate);
        string path = $"/{Azure.IdScope}/registrations/{id}/";
        using HttpResponseMessage first = await http.PutAsync(path + "register?api-version=2021-06-01", new StringContent("{}", Encoding.UTF8, "application/json"), Limit);
        JsonElement answer = await DpsClient.JsonAsync(first.EnsureSuccessStatusCode());
        while (answer.GetProperty("status").GetString() == "assigning")
        {
            using HttpResponseMessage next = await http.GetAsync($"{path}operations/{answer.GetProperty("operationId").GetString()}?api-version=2021-06-01", Limit);
            answer = await DpsClient.JsonAsync(next.EnsureSuccessStatusCode());
        }

        return answer.GetProperty("registrationState");
    }

    private async Task<int> RegisterStatusAsync(string id, DeviceCertificate? certificate, string? token = null)
    {
        using HttpClient http = Http(certificate);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/{Azure.IdScope}/registrations/{id}/register?api-version=2021-06-01")
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", token ?? "");
        using HttpResponseMessage response = await http.SendAsync(request, Limit);
        return (int)response.StatusCode;
    }

    private HttpClient Http(DeviceCertificate? certificate)
    {
        SslClientAuthenticationOptions options = Trust.Options(Azure);
        if (certificate is not null)
        {
            X509Certificate2Collection all = X509CertificateLoader.LoadPkcs12Collection(certificate.ToPkcs12(), null);
            X509Certificate2 leaf = Leaf(all);
            all.Remove(leaf);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(leaf, all, offline: true);
        }

        return new HttpClient(new SocketsHttpHandler { SslOptions = options }) { BaseAddress = new Uri($"https://localhost:{Azure.DpsPort}") };
    }

    private async Task<MqttClientConnectResultCode> ConnectAsync(string id, DeviceCertificate? certificate, string? userName = null)
    {
        await using var client = new MqttDevice(Azure, id);
        string user = userName ?? $"localhost/{id}/?api-version=2021-04-12";
        MqttClientConnectResult result = await client.ConnectAsync("", Limit, user, "", more: builder =>
        {
            builder.WithCredentials(user, (byte[]?)null);
            X509Certificate2Collection own = certificate is null ? [] : [Leaf(X509CertificateLoader.LoadPkcs12Collection(certificate.ToPkcs12(), null))];
            builder.WithTlsOptions(tls => tls.UseTls().WithTargetHost("localhost").WithTrustChain(Trust.Policy(Azure).CustomTrustStore).WithRevocationMode(X509RevocationMode.NoCheck).WithClientCertificates(own));
        });
        return result.ResultCode;
    }

    private static X509Certificate2 Leaf(X509Certificate2Collection all)
    {
        foreach (X509Certificate2 certificate in all)
        {
            if (certificate.HasPrivateKey)
            {
                return certificate;
            }
        }

        throw new InvalidOperationException("No key.");
    }
}
