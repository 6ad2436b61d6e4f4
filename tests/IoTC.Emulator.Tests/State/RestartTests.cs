using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.State;

/// <summary>What a device and an operator find after the emulator has stopped and started again with its data file.</summary>
public sealed class RestartTests : StateFixture
{
    private const string Messages = "devices/d1/messages/devicebound/#";

    [Test]
    public async Task ADeviceWithACachedAssignmentConnectsStraightToTheHub()
    {
        string key = Azure.DeriveDeviceKey("d1");
        using (var dps = new DpsClient(Azure))
        {
            await dps.ProvisionAsync("d1", key, Limit, """{"registrationId":"d1","payload":{"modelId":"dtmi:a:b;1"}}""");
        }

        await RestartAsync();
        EmulatedDevice device = Azure.Device("d1");
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((device.PrimaryKey, Azure.DeriveDeviceKey("d1")), Is.EqualTo((key, key)));
            Assert.That((device.ModelId, device.IdScope), Is.EqualTo(("dtmi:a:b;1", Azure.IdScope)));
        }
    }

    [Test]
    public async Task TheTwinGoesOnWithItsVersions()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        await device.SetDesiredAsync("""{"target":7,"gone":1}""");
        await device.SetDesiredAsync("""{"gone":null}""");
        device.UpdateReported("""{"fan":{"value":1.50},"text":"ü\n"}"""u8);

        await RestartAsync();
        device = Azure.Device("d1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(device.GetDesiredJson(), Is.EqualTo("""{"target":7,"$version":3}"""));
            Assert.That(device.GetReportedJson(), Is.EqualTo("""{"fan":{"value":1.50},"text":"ü\n","$version":2}"""));
            Assert.That(await device.SetDesiredAsync("""{"target":8}"""), Is.EqualTo(4));
            Assert.That(device.UpdateReported("{}"u8).Version, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task UndeliveredMessagesAreDeliveredInOrder()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        CloudToDeviceMessage[] sent =
        [
            await device.SendMessageAsync("taken"),
            await device.SendMessageAsync("under way"),
            await device.SendMessageAsync(new byte[] { 0, 255 }, new Dictionary<string, string?> { ["b"] = "2", ["a"] = null }),
        ];
        await using (var first = new MqttDevice(Azure, "d1") { AutoAcknowledge = false })
        {
            await first.ConnectAsync(device.PrimaryKey, Limit);
            await first.SubscribeAsync(Limit, (Messages, 1));
            await (await first.NextAsync(Limit)).AcknowledgeAsync(Limit);
            await first.NextAsync(Limit);
        }

        await RestartAsync();
        device = Azure.Device("d1");
        await using MqttDevice second = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await second.SubscribeAsync(Limit, (Messages, 1));
        MqttApplicationMessage[] received = [(await second.NextAsync(Limit)).ApplicationMessage, (await second.NextAsync(Limit)).ApplicationMessage];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(received.Select(message => message.Topic), Is.EqualTo(new[]
            {
                $"devices/d1/messages/devicebound/%24.mid={sent[1].MessageId}&%24.to=%2Fdevices%2Fd1%2Fmessages%2Fdevicebound&iothub-ack=none",
                $"devices/d1/messages/devicebound/%24.mid={sent[2].MessageId}&%24.to=%2Fdevices%2Fd1%2Fmessages%2Fdevicebound&iothub-ack=none&b=2&a",
            }));
            Assert.That(received[0].ConvertPayloadToString(), Is.EqualTo("under way"));
            Assert.That(received[1].Payload.FirstSpan.ToArray(), Is.EqualTo(new byte[] { 0, 255 }));
        }
    }

    [Test]
    public async Task DeliveriesAreCountedOn()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        CloudToDeviceMessage sent = await device.SendMessageAsync("poison");
        for (int i = 0; i < 10; i++)
        {
            await using var client = new MqttDevice(Azure, "d1") { AutoAcknowledge = false };
            await client.ConnectAsync(device.PrimaryKey, Limit);
            await client.SubscribeAsync(Limit, (Messages, 1));
            await client.NextAsync(Limit);
            await device.DisconnectAsync();
        }

        await RestartAsync();
        device = Azure.Device("d1");
        Assert.That(device.PendingMessages, Is.EqualTo(1));
        await using MqttDevice last = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await last.SubscribeAsync(Limit, (Messages, 1));
        await last.PublishAsync("devices/d1/messages/events/", "round trip", Limit);
        Assert.That((sent.DeliveryCount, device.PendingMessages, last.Waiting), Is.EqualTo((10, 0, 0)));
    }

    [Test]
    public async Task ASessionIsPresentAndItsSubscriptionCounts()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        await using (MqttDevice first = await MqttDevice.ConnectedAsync(Azure, device, Limit, cleanSession: false))
        {
            await first.SubscribeAsync(Limit, (Messages, 1));
        }

        await device.WaitForDisconnectionAsync(cancellationToken: Limit);
        await RestartAsync();
        device = Azure.Device("d1");
        await device.SendMessageAsync("1");
        await using var second = new MqttDevice(Azure, "d1");
        MqttClientConnectResult result = await second.ConnectAsync(device.PrimaryKey, Limit, cleanSession: false);
        Assert.That((result.IsSessionPresent, (await second.NextAsync(Limit)).ApplicationMessage.ConvertPayloadToString()), Is.EqualTo((true, "1")));
    }

    [Test]
    public async Task TheLastTelemetryIsThereAndTheCountGoesOn()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        await using (MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit))
        {
            for (int i = 1; i <= 5; i++)
            {
                await client.PublishAsync("devices/d1/messages/events/a=b&$.ct=application%2Fjson", $"{i}", Limit);
            }
        }

        TelemetryMessage before = device.Telemetry[^1];
        await RestartAsync();
        device = Azure.Device("d1");
        TelemetryMessage after = device.Telemetry[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(device.Telemetry.Select(message => message.PayloadText), Is.EqualTo(new[] { "3", "4", "5" }));
            Assert.That(device.TelemetryCount, Is.EqualTo(5));
            Assert.That((after.ArrivedAt, after.Topic, after.QualityOfService, after.PacketId), Is.EqualTo((before.ArrivedAt, before.Topic, 1, before.PacketId)));
            Assert.That((after.Properties["a"], after.ContentType), Is.EqualTo(("b", "application/json")));
        }

        await using MqttDevice again = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await again.PublishAsync("devices/d1/messages/events/", "6", Limit);
        Assert.That(((await device.NextTelemetryAsync(cancellationToken: Limit)).PayloadText, device.TelemetryCount), Is.EqualTo(("6", 6)));
    }

    [Test]
    public async Task EnrolmentsGroupsAndIdScopesAreThereAsTheyWereLast()
    {
        Enrollment enrollment = Azure.AddEnrollment(new Enrollment { RegistrationId = "reg-1", DeviceId = "dev-1", PayloadJson = """{"x":1}""" });
        Azure.AddEnrollment(new Enrollment { RegistrationId = "reg-2" });
        Azure.RemoveEnrollment("REG-2");
        Azure.AddIdScope("0ne00E0000B");
        X509Group plant = Azure.AddX509Group("plant");
        Azure.AddX509Group("closed");
        Azure.RemoveGroup("closed");
        enrollment.AssignedHub = "two.azure-devices.net";
        enrollment.Outcome = RegistrationOutcome.Disabled;
        enrollment.ErrorCode = 403002;
        string operationId;
        using (var dps = new DpsClient(Azure))
        {
            operationId = (await dps.ProvisionAsync("reg-1", enrollment.PrimaryKey, Limit)).GetProperty("operationId").GetString()!;
        }

        await RestartAsync();
        using var again = new DpsClient(Azure);
        using HttpResponseMessage poll = await again.PollAsync("reg-1", enrollment.PrimaryKey, operationId, Limit);
        using HttpResponseMessage scope = await again.RegisterAsync("reg-1", enrollment.PrimaryKey, Limit, scope: "0ne00E0000B");
        JsonElement state = (await again.ProvisionAsync("reg-1", enrollment.PrimaryKey, Limit)).GetProperty("registrationState");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Azure.RestPort}") };
        string groups = await http.GetStringAsync("/enrollmentGroups", Limit);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)poll.StatusCode, (int)scope.StatusCode), Is.EqualTo((200, 202)));
            Assert.That((state.GetProperty("status").GetString(), state.GetProperty("errorCode").GetInt32()), Is.EqualTo(("disabled", 403002)));
            Assert.That(state.GetProperty("payload").GetProperty("x").GetInt32(), Is.EqualTo(1));
            Assert.That(await http.GetStringAsync("/enrollments", Limit), Does.Contain("two.azure-devices.net").And.Not.Contain("reg-2"));
            Assert.That(groups, Does.Contain("default").And.Contain($"CN={plant.Name} Root").And.Not.Contain("closed"));
        }
    }

    [Test]
    public async Task ACertificateIsRecognised()
    {
        DeviceCertificate certificate = Azure.AddX509Device("c1");
        await RestartAsync();
        await using var client = new MqttDevice(Azure, "c1");
        X509Certificate2Collection own = X509CertificateLoader.LoadPkcs12Collection(certificate.ToPkcs12(), null);
        MqttClientConnectResult result = await client.ConnectAsync(
            "", Limit, password: "", more: builder => builder.WithTlsOptions(tls => tls.UseTls().WithTargetHost("localhost").WithClientCertificates(own)
                .WithTrustChain(Trust.Policy(Azure).CustomTrustStore).WithRevocationMode(X509RevocationMode.NoCheck)));
        Assert.That(result.ResultCode, Is.EqualTo(MqttClientConnectResultCode.Success));
    }

    [Test]
    public async Task DisabledStaysDisabledAndDeletedDeleted()
    {
        Azure.AddDevice("off").Disable();
        EmulatedDevice old = Azure.AddDevice("anew");
        await old.SetDesiredAsync("""{"old":1}""");
        old.Delete();
        Azure.AddDevice("gone").Delete();
        EmulatedDevice anew = Azure.AddDevice("anew");
        await old.SetDesiredAsync("""{"late":1}""");   // of an object that nobody else knows any more
        await old.SendMessageAsync("late");
        await anew.SetDesiredAsync("""{"new":1}""");

        await RestartAsync();
        anew = Azure.Device("anew");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Azure.Devices.Select(device => (device.DeviceId, device.IsEnabled)), Is.EqualTo(new[] { ("anew", true), ("off", false) }));
            Assert.That((anew.GetDesiredJson(), anew.PendingMessages), Is.EqualTo(("""{"new":1,"$version":2}""", 0)));
        }
    }

    [Test]
    public async Task AddingADeviceThatIsThereKeepsItsKey()
    {
        string key = Azure.AddDevice("d1").PrimaryKey;
        await RestartAsync();
        Azure.AddDevice("d1");
        using var dps = new DpsClient(Azure);
        JsonElement answer = await dps.ProvisionAsync("d1", key, Limit);
        Assert.That(answer.GetProperty("status").GetString(), Is.EqualTo("assigned"));
    }
}
