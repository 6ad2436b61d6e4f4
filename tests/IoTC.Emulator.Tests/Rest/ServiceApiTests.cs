using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using MQTTnet;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Rest;

public sealed class ServiceApiTests : EmulatorFixture
{
    private HttpClient _http = null!;

    [SetUp]
    public void Open() => _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Azure.RestPort}") };

    [TearDown]
    public void Close() => _http.Dispose();

    [Test]
    public async Task Health() => Assert.That((await OkAsync("GET", "/health")).GetProperty("idScope").GetString(), Is.EqualTo(Azure.IdScope));

    [Test]
    public async Task ADeviceFromItsIdentityToItsTelemetry()
    {
        JsonElement identity = await OkAsync("PUT", "/devices/d1", """{"deviceId":"d1"}""");
        string key = identity.GetProperty("authentication").GetProperty("symmetricKey").GetProperty("primaryKey").GetString()!;
        Assert.That(identity.GetProperty("connectionState").GetString(), Is.EqualTo("Disconnected"));

        await using var client = new MqttDevice(Azure, "d1");
        await client.ConnectAsync(key, Limit);
        await client.PublishAsync("devices/d1/messages/events/a=b&$.ct=application%2Fjson", """{"t":1}""", Limit);
        JsonElement telemetry = (await OkAsync("GET", "/devices/d1/telemetry?last=1"))[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(telemetry.GetProperty("payload").GetProperty("t").GetInt32(), Is.EqualTo(1));
            Assert.That(telemetry.GetProperty("properties").GetProperty("a").GetString(), Is.EqualTo("b"));
            Assert.That(telemetry.GetProperty("systemProperties").GetProperty("$.ct").GetString(), Is.EqualTo("application/json"));
            Assert.That((await OkAsync("GET", "/devices/d1")).GetProperty("connectionState").GetString(), Is.EqualTo("Connected"));
        }

        using HttpResponseMessage dropped = await SendAsync("DELETE", "/devices/d1/connection");
        await client.Disconnected.WaitAsync(Limit);
        Assert.That((int)dropped.StatusCode, Is.EqualTo(204));
    }

    [Test]
    public async Task EnrolmentsWithCertificatesShowWhatIsKnownAboutThem()
    {
        X509Group group = Azure.AddX509Group("maker");
        DeviceCertificate device = group.Issue("c1");
        JsonElement enrolment = await OkAsync("PUT", "/enrollments/c1", Attestation("clientCertificates", device.CertificatePem));
        JsonElement ca = await OkAsync("PUT", "/enrollmentGroups/plant", Attestation("signingCertificates", group.RootPem));
        using HttpResponseMessage none = await SendAsync("PUT", "/enrollments/c2", Attestation("clientCertificates", "nothing"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(enrolment.GetProperty("attestation").GetProperty("type").GetString(), Is.EqualTo("x509"));
            Assert.That(Info(enrolment, "clientCertificates").GetProperty("sha256Thumbprint").GetString(), Is.EqualTo(device.Thumbprint));
            Assert.That(Info(ca, "signingCertificates").GetProperty("subjectName").GetString(), Is.EqualTo("CN=maker Root"));
            Assert.That((int)none.StatusCode, Is.EqualTo(400));
        }

        Azure.AddX509Device("c3");
        Assert.That((await OkAsync("GET", "/devices/c3")).GetProperty("authentication").GetProperty("type").GetString(), Is.EqualTo("selfSigned"));

        static string Attestation(string kind, string certificate) =>
            JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["attestation"] = new { type = "x509", x509 = new Dictionary<string, object> { [kind] = new { primary = new { certificate } } } },
            });

        static JsonElement Info(JsonElement enrolment, string kind) =>
            enrolment.GetProperty("attestation").GetProperty("x509").GetProperty(kind).GetProperty("primary").GetProperty("info");
    }

    [Test]
    public async Task DisablingAndDeleting()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        await OkAsync("PUT", "/devices/d1", """{"status":"disabled"}""");
        Assert.That(device.IsEnabled, Is.False);
        await OkAsync("PUT", "/devices/d1", """{"status":"enabled"}""");
        Assert.That(device.IsEnabled, Is.True);
        using HttpResponseMessage deleted = await SendAsync("DELETE", "/devices/d1");
        Assert.That(Azure.FindDevice("d1"), Is.Null);
    }

    [Test]
    public async Task Twin()
    {
        Azure.AddDevice("d1");
        await OkAsync("PATCH", "/twins/d1", """{"properties":{"desired":{"target":7}}}""");
        JsonElement desired = (await OkAsync("GET", "/twins/d1")).GetProperty("properties").GetProperty("desired");
        Assert.That((desired.GetProperty("target").GetInt32(), desired.GetProperty("$version").GetInt32()), Is.EqualTo((7, 2)));
    }

    [Test]
    public async Task Method()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await client.SubscribeAsync(Limit, ("$iothub/methods/POST/#", 1));
        Task<JsonElement> call = OkAsync("POST", "/twins/d1/methods", """{"methodName":"m","payload":{"a":1},"responseTimeoutInSeconds":10}""");
        MqttApplicationMessage request = (await client.NextAsync(Limit)).ApplicationMessage;
        Assert.That(request.ConvertPayloadToString(), Is.EqualTo("""{"a":1}"""));
        await client.PublishAsync($"$iothub/methods/res/201/?$rid={request.Topic.Split("$rid=")[1]}", "\"done\"", Limit);
        JsonElement result = await call;
        Assert.That((result.GetProperty("status").GetInt32(), result.GetProperty("payload").GetString()), Is.EqualTo((201, "done")));
    }

    [Test]
    public async Task MethodOfADeviceThatIsAwayIs404()
    {
        Azure.AddDevice("d1");
        using HttpResponseMessage response = await SendAsync("POST", "/twins/d1/methods", """{"methodName":"m"}""");
        Assert.That((int)response.StatusCode, Is.EqualTo(404));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("DeviceNotOnline"));
    }

    [Test]
    public async Task Message()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        using HttpResponseMessage response = await SendAsync("POST", "/devices/d1/messages", """{"payload":"@","properties":{"method-name":"x"}}""");
        Assert.That((int)response.StatusCode, Is.EqualTo(202));
        await using MqttDevice client = await MqttDevice.ConnectedAsync(Azure, device, Limit);
        await client.SubscribeAsync(Limit, ("devices/d1/messages/devicebound/#", 1));
        MqttApplicationMessage message = (await client.NextAsync(Limit)).ApplicationMessage;
        Assert.That((message.ConvertPayloadToString(), message.Topic.Split('&')[^1]), Is.EqualTo(("@", "method-name=x")));
    }

    [Test]
    public async Task Query()
    {
        Azure.AddDevice("d1");
        Azure.AddDevice("d2");
        JsonElement all = await OkAsync("POST", "/devices/query", """{"query":"SELECT * FROM devices"}""");
        JsonElement one = await OkAsync("POST", "/devices/query", """{"query":"select * from devices where deviceId = 'd2'"}""");
        using HttpResponseMessage refused = await SendAsync("POST", "/devices/query", """{"query":"DROP TABLE devices"}""");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.GetArrayLength(), Is.EqualTo(2));
            Assert.That(one[0].GetProperty("deviceId").GetString(), Is.EqualTo("d2"));
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
        }
    }

    [Test]
    public async Task Enrolments()
    {
        JsonElement made = await OkAsync("PUT", "/enrollments/reg-1", """{"deviceId":"dev-1","attestation":{"symmetricKey":{"primaryKey":"a2V5"}},"payload":{"x":1}}""");
        Assert.That(made.GetProperty("deviceId").GetString(), Is.EqualTo("dev-1"));
        await OkAsync("PUT", "/enrollmentGroups/second", """{"attestation":{"symmetricKey":{"primaryKey":"Z3JvdXA="}}}""");
        using var dps = new DpsClient(Azure);
        JsonElement state = (await dps.ProvisionAsync("reg-1", "a2V5", Limit)).GetProperty("registrationState");
        string groupKey = Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData("group"u8, "any"u8));
        JsonElement group = (await dps.ProvisionAsync("any", groupKey, Limit)).GetProperty("registrationState");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(state.GetProperty("payload").GetProperty("x").GetInt32(), Is.EqualTo(1));
            Assert.That(group.GetProperty("symmetricKey").GetProperty("enrollmentGroupId").GetString(), Is.EqualTo("second"));
        }
    }

    [Test]
    public async Task Faults()
    {
        string key = Azure.DeriveDeviceKey("d1");
        using var dps = new DpsClient(Azure);
        await OkAsync("POST", "/faults/dps-status", """{"status":429,"count":5}""");
        using HttpResponseMessage throttled = await dps.RegisterAsync("d1", key, Limit);
        using HttpResponseMessage cleared = await SendAsync("DELETE", "/faults");
        using HttpResponseMessage good = await dps.RegisterAsync("d1", key, Limit);
        using HttpResponseMessage unknown = await SendAsync("POST", "/faults/none", "{}");
        Assert.That(new[] { (int)throttled.StatusCode, (int)cleared.StatusCode, (int)good.StatusCode, (int)unknown.StatusCode }, Is.EqualTo(new[] { 429, 204, 202, 404 }));
    }

    [TestCase("GET", "/devices/none", null, 404)]
    [TestCase("GET", "/nothing", null, 404)]
    [TestCase("POST", "/health", "{}", 405)]
    [TestCase("PUT", "/devices/a%20b", "{}", 400)]
    [TestCase("PUT", "/devices/d1", "[]", 400)]
    [TestCase("PUT", "/devices/d1", """{"authentication":{"symmetricKey":{"primaryKey":"not base64!"}}}""", 400)]
    public async Task Refusals(string method, string path, string? body, int status)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body);
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public async Task PagesInABrowserAreKeptOut()
    {
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/devices");
        foreign.Headers.Add("Origin", "https://evil.example");
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/devices") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage first = await _http.SendAsync(foreign, Limit);
        using HttpResponseMessage second = await _http.SendAsync(rebound, Limit);
        Assert.That(((int)first.StatusCode, (int)second.StatusCode), Is.EqualTo((403, 403)));
    }

    [Test]
    public async Task IsNotOnThePortThatDevicesReach()
    {
        using var dps = new DpsClient(Azure);
        using HttpResponseMessage response = await dps.SendAsync(HttpMethod.Get, "/health", null, null, Limit);
        Assert.That((int)response.StatusCode, Is.EqualTo(404));
    }

    private async Task<JsonElement> OkAsync(string method, string path, string? body = null)
    {
        using HttpResponseMessage response = await SendAsync(method, path, body);
        return await DpsClient.JsonAsync(response.EnsureSuccessStatusCode());
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, Limit);
    }
}
