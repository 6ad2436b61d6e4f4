using System;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.Transport.Tls.Tests.EndToEnd;

/// <summary>A thermostat's whole cycle over BouncyCastle's TLS, with both clients: DPS, hub, telemetry, a desired property, a command, the end.</summary>
public sealed class ThermostatCycleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private IoTCEmulator _azure = null!;

    [OneTimeSetUp]
    public async Task Start() => _azure = await IoTCEmulator.StartAsync(new EmulatorOptions { RetryAfterSeconds = 0 });

    [OneTimeTearDown]
    public async Task Stop() => await _azure.DisposeAsync();

    [Test]
    public async Task Awaited_with_a_group_key() => await PlayAwaitedAsync("awaited-key", DeviceCredential.GroupKey(_azure.GroupKey));

    [Test]
    public async Task Blocking_with_a_group_key() => await PlayBlockingAsync("blocking-key", DeviceCredential.GroupKey(_azure.GroupKey));

    [Test]
    public async Task Awaited_with_a_client_certificate([Values] bool isRsa, [Values] bool isPkcs12)
    {
        string id = $"awaited-{(isRsa ? "rsa" : "ec")}-{(isPkcs12 ? "pkcs12" : "pem")}";
        await PlayAwaitedAsync(id, Credential(_azure.AddX509Device(id, isRsa: isRsa), isPkcs12));
    }

    [Test]
    public async Task Blocking_with_a_client_certificate([Values] bool isRsa)
    {
        string id = $"blocking-{(isRsa ? "rsa" : "ec")}";
        await PlayBlockingAsync(id, Credential(_azure.AddX509Device(id, isRsa: isRsa), isPkcs12: false));
    }

    [Test]
    public async Task Certificate_of_a_group_is_sent_with_its_intermediate()
    {
        X509Group group = _azure.AddX509Group("plant", true, false);
        await PlayAwaitedAsync("of-a-group", Credential(group.Issue("of-a-group"), isPkcs12: false));
    }

    private static DeviceCredential Credential(DeviceCertificate made, bool isPkcs12) => DeviceCredential.X509(
        isPkcs12 ? ClientCertificate.FromPkcs12(made.ToPkcs12("secret"), "secret") : ClientCertificate.FromPem(made.CertificatePem, made.PrivateKeyPem));

    private async Task PlayAwaitedAsync(string id, DeviceCredential credential)
    {
        TlsTransport transport = Transport();
        await using IoTCAsyncClient client = new(Options(id, credential), transport);
        client.OnProperty("targetTemperature", static (property, _) =>
        {
            property.Accept();
            return ValueTask.CompletedTask;
        });
        client.OnCommand("getMaxMinReport", static (command, _) =>
        {
            command.Reply(200, "{\"max\":22.5}");
            return ValueTask.CompletedTask;
        });
        await client.ConnectAsync().WaitAsync(Patience);
        await client.SendTelemetryAsync("{\"temperature\":21.5}").AsTask().WaitAsync(Patience);
        await OperateAsync(id);
        Assert.That(await client.DisconnectAsync().WaitAsync(Patience), Is.Zero);
        await ExpectCleanEndAsync(id, transport);
    }

    private async Task PlayBlockingAsync(string id, DeviceCredential credential)
    {
        TlsTransport transport = Transport();
        using IoTCClient client = new(Options(id, credential), transport);
        client.OnProperty("targetTemperature", static _ => true);
        client.OnCommand("getMaxMinReport", static command => command.Reply(200, "{\"max\":22.5}"));
        TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool ends = false;
        Task<int> device = Task.Factory.StartNew(
            () =>
            {
                client.Connect();
                connected.SetResult();
                client.SendTelemetry("{\"temperature\":21.5}");
                while (!Volatile.Read(ref ends))
                {
                    client.Listen(20);
                }

                return client.Disconnect();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await (await Task.WhenAny(connected.Task, device).WaitAsync(Patience));
        await (await Task.WhenAny(OperateAsync(id), device).WaitAsync(Patience));
        Volatile.Write(ref ends, true);
        Assert.That(await device.WaitAsync(Patience), Is.Zero);
        await ExpectCleanEndAsync(id, transport);
    }

    /// <summary>What an operator does in the cloud.</summary>
    private async Task OperateAsync(string id)
    {
        EmulatedDevice device = _azure.Device(id);
        Assert.That((await device.NextTelemetryAsync()).PayloadText, Is.EqualTo("{\"temperature\":21.5}"));
        long version = await device.SetDesiredAsync("{\"targetTemperature\":22.5}");
        JsonElement reported = await device.WaitForReportedAsync(
            r => r.TryGetProperty("targetTemperature", out JsonElement target) && target.GetProperty("av").GetInt64() == version);
        Assert.That(reported.GetProperty("targetTemperature").GetProperty("ac").GetInt32(), Is.EqualTo(200));
        MethodResult report = await device.InvokeAsync("getMaxMinReport");
        Assert.That((report.Status, report.PayloadJson), Is.EqualTo((200, "{\"max\":22.5}")));
    }

    private async Task ExpectCleanEndAsync(string id, TlsTransport transport)
    {
        await _azure.Device(id).WaitForDisconnectionAsync();
        Assert.That(_azure.Device(id).LastCloseReason, Is.Null);
        Assert.That(transport.Connection!.Version, Is.EqualTo("TLS 1.3"));
    }

    private TlsTransport Transport() => new(new TcpTransport()) { Roots = TrustedRoots.FromPem(_azure.RootCertificatePem) };

    private IoTCOptions Options(string id, DeviceCredential credential) => new()
    {
        IdScope = _azure.IdScope,
        DeviceId = id,
        Credential = credential,
        ProvisioningHost = "localhost",
        ProvisioningPort = _azure.DpsPort,
        HubPort = _azure.HubPort,
        ProvisioningMinDelayMs = 1,
    };
}
