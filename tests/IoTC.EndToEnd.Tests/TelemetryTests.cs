using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class TelemetryTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_group_key_is_all_it_takes()
    {
        IoTCOptions options = Options();
        options.ModelId = "dtmi:com:example:Thermostat;1";
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("{\"temperature\":21.5}");
        int left = await device.DisconnectAsync();

        await Twin.WaitForDisconnectionAsync();
        Assert.That(left, Is.Zero);
        Assert.That(Twin.TelemetryCount, Is.EqualTo(1));
        Assert.That(Twin.ModelId, Is.EqualTo("dtmi:com:example:Thermostat;1"));
        Assert.That(Twin.LastCloseReason, Is.Null);
        Assert.That(device.Connection.Status, Is.EqualTo(ConnectionStatus.Disconnected));
    }

    [Test]
    public async Task A_device_key_is_all_it_takes()
    {
        IoTCOptions options = Options();
        options.Credential = DeviceCredential.DeviceKey(Azure.AddDevice(Id).PrimaryKey);
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("{}");
        Assert.That((await Twin.NextTelemetryAsync()).PayloadText, Is.EqualTo("{}"));
    }

    [Test]
    public async Task A_hub_can_be_named_without_DPS()
    {
        string key = Azure.AddDevice(Id).PrimaryKey;
        ITestDevice device = await ConnectAsync(HubOptions(key));
        await device.SendAsync("1");
        Assert.That((await Twin.NextTelemetryAsync()).PayloadText, Is.EqualTo("1"));
    }

    [Test]
    public async Task Payload_properties_and_content_type_arrive_exactly()
    {
        ITestDevice device = await ConnectAsync();
        var properties = new MessageProperties { { "alert", "high" }, { "a b/c", "ü#&=+%$ €" }, { "empty", "" } };
        await device.SendAsync("{\"text\":\"Grüße, 世界 🌡\"}", properties);

        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That(message.PayloadText, Is.EqualTo("{\"text\":\"Grüße, 世界 🌡\"}"));
        Assert.That(message.ContentType, Is.EqualTo("application/json"));
        Assert.That(message.ContentEncoding, Is.EqualTo("utf-8"));
        Assert.That(message.QualityOfService, Is.EqualTo(1));
        Assert.That(message.IsDuplicate, Is.False);
        Assert.That(message.Properties, Is.EquivalentTo(new Dictionary<string, string?> { ["alert"] = "high", ["a b/c"] = "ü#&=+%$ €", ["empty"] = "" }));
    }

    [Test]
    public async Task Every_system_property_arrives_by_its_name()
    {
        ITestDevice device = await ConnectAsync();
        await device.SendAsync("a;b", new MessageProperties
        {
            MessageId = "m/1",
            CorrelationId = "c&2",
            UserId = "ü",
            CreationTime = new System.DateTimeOffset(2026, 9, 21, 12, 0, 0, System.TimeSpan.Zero),
            Component = "inlet",
            ContentType = "text/csv",
            ContentEncoding = "utf-16",
            ["flag"] = null,
            ["$dollar.name"] = "a+b",
        });
        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That(message.SystemProperties, Is.EquivalentTo(new Dictionary<string, string?>
        {
            ["$.mid"] = "m/1",
            ["$.cid"] = "c&2",
            ["$.uid"] = "ü",
            ["$.ctime"] = "2026-09-21T12:00:00.000Z",
            ["$.sub"] = "inlet",
            ["$.ct"] = "text/csv",
            ["$.ce"] = "utf-16",
        }));
        Assert.That(message.Properties, Is.EquivalentTo(new Dictionary<string, string?> { ["flag"] = null, ["$dollar.name"] = "a+b" }));
    }

    [Test]
    public async Task A_message_at_QoS_0_arrives_too()
    {
        ITestDevice device = await ConnectAsync();
        await device.SendAsync("1", new MessageProperties { QoS = 0 });
        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That((message.PayloadText, message.QualityOfService, message.PacketId), Is.EqualTo(("1", 0, 0)));
    }

    [Test]
    public async Task The_largest_message_counts_its_properties()
    {
        ITestDevice device = await ConnectAsync();
        var properties = new MessageProperties { ["a"] = new string('x', 1000) };
        int left = (256 * 1024) - "$.ct=application%2Fjson&$.ce=utf-8&a=".Length - 1000;
        await device.SendAsync(new string('y', left), properties);
        Assert.That((await Twin.NextTelemetryAsync()).Payload.Length, Is.EqualTo(left));
        IoTCException refused = Assert.ThrowsAsync<IoTCException>(() => device.SendAsync(new string('y', left + 1), properties))!;
        Assert.That(refused.Message, Does.Contain("256 KB with its properties"));
        Assert.That(Twin.IsConnected, Is.True);
    }

    [Test]
    public async Task Another_content_type_arrives()
    {
        IoTCOptions options = Options();
        (options.ContentType, options.ContentEncoding) = ("text/csv", "");
        ITestDevice device = await ConnectAsync(options);
        await device.SendAsync("a;b\r\n");

        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That((message.PayloadText, message.ContentType, message.ContentEncoding), Is.EqualTo(("a;b\r\n", "text/csv", (string?)null)));
    }

    [Test]
    public async Task Many_messages_arrive_in_order()
    {
        ITestDevice device = await ConnectAsync();
        string[] payloads = [.. Enumerable.Range(0, 500).Select(i => i.ToString())];
        await Limit.Of(20, Task.WhenAll(payloads.Select(payload => device.SendAsync(payload))));
        Assert.That(Twin.Telemetry.Select(message => message.PayloadText), Is.EqualTo(payloads));
    }

    [Test]
    public async Task The_largest_message_arrives_and_a_larger_one_is_refused_here()
    {
        ITestDevice device = await ConnectAsync();
        string largest = new('x', 256 * 1024 - 200);
        await device.SendAsync(largest);
        Assert.That((await Twin.NextTelemetryAsync()).PayloadText, Is.EqualTo(largest));

        IoTCException refused = Assert.ThrowsAsync<IoTCException>(() => device.SendAsync(new string('x', 256 * 1024 + 1)))!;
        Assert.That(refused.Error, Is.EqualTo(IoTCError.TooLarge));
        Assert.That(refused.Message, Does.Contain("256 KB"));
        Assert.That(Twin.IsConnected, Is.True);
    }

    [Test]
    public async Task No_key_is_logged()
    {
        ITestDevice device = await ConnectAsync();
        await device.SendAsync("{}");
        await device.DisconnectAsync();
        string log = Log.ToString();
        Assert.That(log, Does.Contain("Connected to localhost"));
        Assert.That(log, Does.Not.Contain(Azure.GroupKey).And.Not.Contain(Azure.DeriveDeviceKey(Id)).And.Not.Contain("sig="));
    }
}
