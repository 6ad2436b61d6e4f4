using System;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

[TestFixture(ClientKind.Blocking)]
[TestFixture(ClientKind.Awaited)]
public sealed class PropertyTests(ClientKind kind) : DeviceFixture(kind)
{
    [Test]
    public async Task A_property_set_before_the_first_connect_is_delivered_and_acknowledged()
    {
        EmulatedDevice twin = Azure.AddDevice(Id);
        long version = await twin.SetDesiredAsync("{\"target\":21.5}");
        ITestDevice device = Create(HubOptions(twin.PrimaryKey));
        var seen = new Signal<string>();
        device.OnProperty("", "target", property => Take(seen, property));
        await device.ConnectAsync();

        Assert.That(await seen.NextAsync(), Is.EqualTo("21.5"));
        await AssertAcknowledgedAsync("target", "21.5", 200, version);
    }

    [Test]
    public async Task A_property_set_while_connected_is_delivered_and_acknowledged()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnProperty("", "target", property => Take(seen, property));
        await device.ConnectAsync();

        long version = await Twin.SetDesiredAsync("{\"target\":{\"low\":1,\"high\":\"Größe\"}}");
        Assert.That(await seen.NextAsync(), Is.EqualTo("{\"low\":1,\"high\":\"Größe\"}"));
        await AssertAcknowledgedAsync("target", "{\"low\":1,\"high\":\"Größe\"}", 200, version);
    }

    [Test]
    public async Task A_property_set_while_away_is_delivered_at_the_next_connect()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnProperty("", "target", property => Take(seen, property));
        await device.ConnectAsync();
        await device.DisconnectAsync();
        await Twin.WaitForDisconnectionAsync();

        long version = await Twin.SetDesiredAsync("{\"target\":7}");
        await device.ConnectAsync();
        Assert.That(await seen.NextAsync(), Is.EqualTo("7"));
        await AssertAcknowledgedAsync("target", "7", 200, version);
    }

    [TestCase("0")]
    [TestCase("false")]
    [TestCase("\"\"")]
    public async Task A_value_that_looks_like_nothing_is_acknowledged_like_any_other(string value)
    {
        ITestDevice device = Create();
        device.OnProperty("", "target", _ => true);
        await device.ConnectAsync();
        long version = await Twin.SetDesiredAsync($"{{\"target\":{value}}}");
        await AssertAcknowledgedAsync("target", value, 200, version);
    }

    [Test]
    public async Task A_removed_property_reaches_its_handler_as_null()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnProperty("", "target", property => Take(seen, property));
        await device.ConnectAsync();
        await Twin.SetDesiredAsync("{\"target\":1}");
        await Twin.SetDesiredAsync("{\"target\":null}");
        Assert.That(await seen.NextAsync(), Is.EqualTo("1"));
        Assert.That(await seen.NextAsync(), Is.EqualTo("null"));
    }

    [Test]
    public async Task A_refused_property_says_so()
    {
        ITestDevice device = Create();
        device.OnProperty("", "target", _ => false);
        await device.ConnectAsync();
        await AssertAcknowledgedAsync("target", "99", 400, await Twin.SetDesiredAsync("{\"target\":99}"));
    }

    [Test]
    public async Task A_handler_that_throws_says_so()
    {
        ITestDevice device = Create();
        device.OnProperty("", "target", _ => throw new FormatException("no"));
        await device.ConnectAsync();
        await AssertAcknowledgedAsync("target", "99", 500, await Twin.SetDesiredAsync("{\"target\":99}"));
    }

    [Test]
    public async Task A_handlers_own_code_and_words_arrive()
    {
        ITestDevice device = Create();
        device.OnProperty("", "target", property =>
        {
            property.Acknowledge(202, "heating, \"slowly\"");
            return true;
        });
        await device.ConnectAsync();
        long version = await Twin.SetDesiredAsync("{\"target\":23}");
        JsonElement acknowledged = await AssertAcknowledgedAsync("target", "23", 202, version);
        Assert.That(acknowledged.GetProperty("ad").GetString(), Is.EqualTo("heating, \"slowly\""));
    }

    [Test]
    public async Task A_components_property_is_acknowledged_in_its_component()
    {
        ITestDevice device = Create();
        device.OnProperty("inlet", "target", _ => true);
        await device.ConnectAsync();
        long version = await Twin.SetDesiredAsync("{\"inlet\":{\"__t\":\"c\",\"target\":5}}");
        JsonElement reported = await Twin.WaitForReportedAsync(r => r.TryGetProperty("inlet", out _));
        JsonElement inlet = reported.GetProperty("inlet");
        Assert.That(inlet.GetProperty("__t").GetString(), Is.EqualTo("c"));
        Assert.That(inlet.GetProperty("target").GetProperty("av").GetInt64(), Is.EqualTo(version));
    }

    [Test]
    public async Task A_component_that_the_program_knows_needs_no_mark()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnAnyProperty("inlet", property => Take(seen, property));
        await device.ConnectAsync();
        long version = await Twin.SetDesiredAsync("{\"inlet\":{\"target\":{\"value\":5}}}");
        Assert.That(await seen.NextAsync(), Is.EqualTo("5"));
        JsonElement reported = await Twin.WaitForReportedAsync(r => r.TryGetProperty("inlet", out _));
        Assert.That(reported.GetProperty("inlet").GetProperty("target").GetProperty("av").GetInt64(), Is.EqualTo(version));
    }

    [Test]
    public async Task All_properties_without_a_handler_of_their_own_reach_that_of_all()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnAnyProperty("", property => Take(seen, property));
        device.OnProperty("", "known", _ => true);
        await device.ConnectAsync();
        await Twin.SetDesiredAsync("{\"known\":1,\"other\":2,\"inlet\":{\"__t\":\"c\",\"a\":3}}");
        Assert.That(await seen.NextAsync(), Is.EqualTo("2"));
        Assert.That(await seen.NextAsync(), Is.EqualTo("3"));
        JsonElement reported = await Twin.WaitForReportedAsync(r => r.TryGetProperty("inlet", out _));
        Assert.That(reported.GetProperty("$version").GetInt64(), Is.EqualTo(2), "one patch acknowledges the update");
    }

    [Test]
    public async Task A_gap_in_the_versions_is_noticed_and_nothing_is_missed()
    {
        ITestDevice device = Create();
        var seen = new Signal<string>();
        device.OnAnyProperty("", property => Take(seen, property));
        await device.ConnectAsync();
        Azure.Faults.LoseDesired(1);
        await Twin.SetDesiredAsync("{\"a\":\"lost\"}");
        await Twin.SetDesiredAsync("{\"b\":\"came\"}");
        Assert.That(new[] { await seen.NextAsync(), await seen.NextAsync() }, Is.EquivalentTo(new[] { "\"lost\"", "\"came\"" }));
    }

    [Test]
    public async Task The_whole_twin_is_read_on_request()
    {
        ITestDevice device = await ConnectAsync();
        await device.UpdateAsync(json => json.WriteNumber("a", 1));
        long version = await Twin.SetDesiredAsync("{\"b\":{\"c\":true}}");
        Twin twin = await device.GetTwinAsync();
        Assert.That(twin.DesiredVersion, Is.EqualTo(version));
        Assert.That(JsonElement.DeepEquals(JsonElement.Parse(twin.Reported.ToString()), JsonElement.Parse(Twin.GetReportedJson())), Is.True);
        Assert.That(JsonElement.DeepEquals(JsonElement.Parse(twin.Desired.ToString()), JsonElement.Parse(Twin.GetDesiredJson())), Is.True);
    }

    [Test]
    public async Task Several_properties_go_in_one_patch_and_null_removes()
    {
        ITestDevice device = await ConnectAsync();
        await device.UpdateAsync(json =>
        {
            json.WriteNumber("a", 1);
            json.WriteBoolean("b", false);
            json.WriteInitial("target", 20.5);
        });
        await device.UpdateAsync(json => json.WriteNull("a"));
        JsonElement reported = JsonElement.Parse(Twin.GetReportedJson());
        Assert.That(reported.GetRawText(), Is.EqualTo("""{"b":false,"target":{"value":20.5,"ac":203,"av":0},"$version":3}"""));
    }

    [TestCase(400)]
    [TestCase(413)]
    [TestCase(429)]
    [TestCase(500)]
    [TestCase(503)]
    public async Task Each_status_of_the_twin_is_told(int status)
    {
        ITestDevice device = await ConnectAsync();
        Azure.Faults.NextTwin(status);
        IoTCException refused = Assert.ThrowsAsync<IoTCException>(() => device.UpdateAsync(json => json.WriteNumber("a", 1)))!;
        Assert.That(refused.Message, Does.Contain($"{status}"));
        await device.UpdateAsync(json => json.WriteNumber("a", 2));
        Assert.That(Twin.GetReportedJson(), Does.Contain("\"a\":2"));
    }

    [Test]
    public async Task What_the_twin_would_refuse_is_refused_here()
    {
        ITestDevice device = await ConnectAsync();
        ArgumentException name = Assert.ThrowsAsync<ArgumentException>(() => device.ReportAsync("a.b", "1"))!;
        ArgumentException size = Assert.ThrowsAsync<ArgumentException>(() => device.ReportAsync("a", new string('x', 4097)))!;
        Assert.That((name.Message, size.Message), Is.EqualTo((name.Message, "A string in reported properties may have 4 KB at most.")));
        Assert.That(name.Message, Does.Contain("1 to 1024 bytes, without '.', '$', spaces"));
        Assert.That(Twin.GetReportedJson(), Is.EqualTo("{\"$version\":1}"));
    }

    [Test]
    public async Task A_component_reports_and_sends_in_its_name()
    {
        ITestDevice device = await ConnectAsync();
        await device.ReportFromAsync("inlet", "serial", "SN-2");
        await device.SendFromAsync("inlet", "{\"t\":1}", new MessageProperties { ["a"] = "b" });
        await Twin.WaitForReportedAsync(r => r.TryGetProperty("inlet", out _));
        Assert.That(Twin.GetReportedJson(), Does.StartWith("""{"inlet":{"__t":"c","serial":"SN-2"}"""));
        TelemetryMessage message = await Twin.NextTelemetryAsync();
        Assert.That((message.Component, message.PayloadText, message.Properties["a"]), Is.EqualTo(("inlet", "{\"t\":1}", "b")));
    }

    [Test]
    public async Task A_reported_property_arrives()
    {
        ITestDevice device = await ConnectAsync();
        await device.ReportAsync("serial", "Ä-1 \"x\"");
        JsonElement reported = await Twin.WaitForReportedAsync(r => r.TryGetProperty("serial", out _));
        Assert.That(reported.GetProperty("serial").GetString(), Is.EqualTo("Ä-1 \"x\""));
    }

    [Test]
    public async Task A_reported_property_that_the_hub_refuses_is_told()
    {
        ITestDevice device = await ConnectAsync();
        Azure.Faults.NextTwin(413);
        try
        {
            await device.ReportAsync("large", "x");
        }
        catch (IoTCException exception)
        {
            Assert.That(exception.Error, Is.EqualTo(IoTCError.TooLarge));
            Assert.That(exception.Message, Does.Contain("413").And.Contain("32 KB"));
        }

        Assert.That(await Log.Written.NextAsync(line => line.Contains("refused", StringComparison.Ordinal)), Does.Contain("413"));
        Assert.That(Twin.GetReportedJson(), Does.Not.Contain("large"));
        Assert.That(Twin.IsConnected, Is.True);
    }

    private static bool Take(Signal<string> seen, IoTCProperty property)
    {
        seen.Set(property.Value.ToString());
        return true;
    }

    private async Task<JsonElement> AssertAcknowledgedAsync(string name, string value, int code, long version)
    {
        JsonElement reported = await Twin.WaitForReportedAsync(r => r.TryGetProperty(name, out JsonElement p) && p.GetProperty("av").GetInt64() == version);
        JsonElement acknowledged = reported.GetProperty(name);
        Assert.That(JsonElement.DeepEquals(acknowledged.GetProperty("value"), JsonElement.Parse(value)), Is.True, acknowledged.ToString());
        Assert.That(acknowledged.GetProperty("ac").GetInt32(), Is.EqualTo(code));
        return acknowledged;
    }
}
