using System;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using IoTC;
using IoTC.Emulator;
using IoTC.Transport;
using IoTC.Transport.Sockets;

namespace IoTC.EndToEnd.Tests.Readme;

internal sealed record Reading(double Temperature, double Humidity);

internal sealed record Report(int Restarts);

[JsonSerializable(typeof(Reading))]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;

internal sealed class Heater
{
    public double Target { get; set; }

    public Task SetAsync(double target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Target = target;
        return Task.CompletedTask;
    }
}

/// <summary>The programs of the README, line by line as they stand there; <see cref="ReadmeTests"/> holds the two together.</summary>
internal static class ReadmePrograms
{
    public static async Task OnDotNet(string scope, string id, string key, Heater heater, Report report, CancellationToken ct)
    {
        await using var client = new IoTCAsyncClient(
            new IoTCOptions { IdScope = scope, DeviceId = id, Credential = DeviceCredential.GroupKey(key), ModelId = "dtmi:com:example:Thermostat;1" },
            new SocketTransport());

        client.OnProperty("targetTemperature", async (p, ct) => { await heater.SetAsync(p.Value.GetDouble(), ct); p.Accept(); });
        client.OnCommand("getReport", (c, ct) => c.ReplyAsync(200, report, ReportJson.Default.Report, ct));

        await client.ConnectAsync(ct);
        await client.SendTelemetryAsync(new Reading(21.5, 48), ReportJson.Default.Reading, ct);     // completes with the PUBACK
        await client.UpdatePropertiesAsync(w => w.WriteString("serial", "SN-1"), ct);               // completes with the twin's 204
    }

    public static async Task MoreOnDotNet(IoTCAsyncClient client, CancellationToken ct)
    {
        IoTCAsyncComponent inlet = client.Component("inlet");
        await inlet.SendTelemetryAsync(w => { w.WriteStartObject(); w.WriteNumber("temperature", 21.5); w.WriteEndObject(); }, cancellationToken: ct);
        inlet.OnCommand("calibrate", (c, ct) => { _ = CalibrateAsync(c.Accept(), ct); return default; });                       // 202 now,
        Task CalibrateAsync(IoTCCommand c, CancellationToken ct) => client.ReportResultAsync(c, w => w.WriteNumberValue(87), ct).AsTask();   // the result later
        Twin twin = await client.GetTwinAsync(ct);
        await foreach (IoTCMessage message in client.ReadMessagesAsync(ct)) Console.WriteLine(message.GetText());
        GC.KeepAlive(twin);
    }

    public static void OnABoard(string idScope, string deviceId, string key, ITransport transport, Heater heater)
    {
        var client = new IoTCClient(idScope, deviceId, IoTCConnectType.DeviceKey, key, transport);
        client.SetModelId("dtmi:com:example:Thermostat;1");
        client.OnProperty("targetTemperature", p => { heater.Target = p.Value.GetDouble(); return true; });   // true: acknowledged 200
        client.OnCommand("reboot", c => c.Reply(200));
        client.Connect();                                          // DPS, then the hub; throws IoTCException that says what to do
        while (true)
        {
            client.Listen(200);                                    // handles what has come; returns within 200 ms
            client.SendTelemetry("{\"temperature\":21.5}");        // false when the outbox is full; never waits for the network
        }
    }

    public static async Task WithoutACloud()
    {
        await using IoTCEmulator azure = await IoTCEmulator.StartAsync();
        EmulatedDevice device = azure.AddDevice("thermostat-1");
        MethodResult answer = await device.InvokeAsync("reboot");
        TelemetryMessage message = await device.NextTelemetryAsync();
        GC.KeepAlive((answer, message));
    }
}
