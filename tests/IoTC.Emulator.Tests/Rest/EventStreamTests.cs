using System;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Signals;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Rest;

/// <summary><c>GET /events</c>: what happens, when it happens.</summary>
public sealed class EventStreamTests : ServiceFixture
{
    private HttpResponseMessage _response = null!;
    private StreamReader _stream = null!;

    [SetUp]
    public async Task ListenAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        _response = await Service.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit);
        _stream = new StreamReader(await _response.Content.ReadAsStreamAsync(Limit));
    }

    [TearDown]
    public void Leave()
    {
        _stream.Dispose();
        _response.Dispose();
    }

    [Test]
    public void IsAStreamThatNobodyKeeps() =>
        Assert.That((_response.Content.Headers.ContentType!.ToString(), _response.Headers.CacheControl!.NoStore), Is.EqualTo(("text/event-stream", true)));

    [Test]
    public async Task ADeviceComesConnectsSendsReportsAndGoes()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        Assert.That((await NextAsync("device")).GetProperty("connectionState").GetString(), Is.EqualTo("Disconnected"));

        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        Assert.That((await NextAsync("device")).GetProperty("connectionState").GetString(), Is.EqualTo("Connected"));

        await client.PublishAsync("devices/d1/messages/events/a=b", """{"text":"one\ntwo"}""", Limit);
        JsonElement telemetry = await NextAsync("telemetry");
        JsonElement message = telemetry.GetProperty("message");
        Assert.That((telemetry.GetProperty("deviceId").GetString(), message.GetProperty("number").GetInt64()), Is.EqualTo(("d1", 1)));
        Assert.That((message.GetProperty("payload").GetProperty("text").GetString(), message.GetProperty("properties").GetProperty("a").GetString()), Is.EqualTo(("one\ntwo", "b")));

        await client.PublishAsync("$iothub/twin/PATCH/properties/reported/?$rid=1", """{"fan":3}""", Limit);
        Assert.That((await NextAsync("twin")).GetProperty("properties").GetProperty("reported").GetProperty("fan").GetInt32(), Is.EqualTo(3));

        await device.SetDesiredAsync("""{"target":7}""");
        Assert.That((await NextAsync("twin")).GetProperty("properties").GetProperty("desired").GetProperty("target").GetInt32(), Is.EqualTo(7));

        await device.SendMessageAsync("waits");
        Assert.That((await NextAsync("device")).GetProperty("cloudToDeviceMessageCount").GetInt32(), Is.EqualTo(1));

        device.Delete();
        Assert.That((await NextAsync("deleted")).GetProperty("deviceId").GetString(), Is.EqualTo("d1"));
        await device.WaitForDisconnectionAsync(cancellationToken: Limit);
        Azure.AddDevice("d2");
        Assert.That((await NextAsync("device")).GetProperty("deviceId").GetString(), Is.EqualTo("d2"), "nothing more of the deleted one");
    }

    [Test]
    public async Task FaultsAreToldWhenSwitchedAndWhenTheyStrike()
    {
        Azure.Faults.NextDps(DpsFault.Status(500), 2);
        Assert.That(Left(await NextAsync("faults"), "dps-status"), Is.EqualTo(2));
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage refused = await dps.RegisterAsync("d1", Azure.DeriveDeviceKey("d1"), Limit);
        Assert.That(Left(await NextAsync("faults"), "dps-status"), Is.EqualTo(1));
        Azure.ClockSkew = TimeSpan.FromMinutes(1);
        Assert.That(Left(await NextAsync("faults"), "clock-skew"), Is.EqualTo(60));
        using HttpResponseMessage off = await SendAsync("DELETE", "/faults/dps-status");
        Assert.That((Left(await NextAsync("faults"), "dps-status"), (int)off.StatusCode), Is.EqualTo((0, 204)));
    }

    [Test]
    public async Task EndsWithTheEmulator()
    {
        await Azure.DisposeAsync();
        Assert.That(await _stream.ReadToEndAsync(Limit), Does.Not.Contain("event:"));
    }

    [Test]
    public void AListenerThatIsTooSlowLosesTheOldestAndIsTold()
    {
        var feed = new ChangeFeed();
        using ChangeListener listener = feed.Listen();
        for (int i = 0; i < 1000; i++)
        {
            feed.Tell(ChangeKind.Faults);
        }

        Assert.That(listener.TakeLoss(), Is.False);
        feed.Tell(ChangeKind.Faults);
        Assert.That((listener.TakeLoss(), listener.TakeLoss()), Is.EqualTo((true, false)));
    }

    private static int Left(JsonElement faults, string name)
    {
        foreach (JsonElement fault in faults.EnumerateArray())
        {
            if (fault.GetProperty("fault").GetString() == name)
            {
                return fault.GetProperty("left").GetInt32();
            }
        }

        throw new AssertionException($"No fault {name}.");
    }

    // The next event, which has to be of that name.
    private async Task<JsonElement> NextAsync(string name)
    {
        string line;
        do
        {
            line = await _stream.ReadLineAsync(Limit) ?? throw new EndOfStreamException();
        }
        while (line.Length == 0 || line == ":");

        Assert.That(line, Is.EqualTo($"event: {name}"));
        string data = (await _stream.ReadLineAsync(Limit))!;
        Assert.That(await _stream.ReadLineAsync(Limit), Is.Empty);
        return JsonElement.Parse(data["data: ".Length..]);
    }
}
