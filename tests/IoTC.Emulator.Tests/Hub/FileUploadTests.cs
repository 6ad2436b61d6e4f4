using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Hub;

/// <summary>The hub's file upload and its storage, strict to clients that have not read their rules.</summary>
public sealed class FileUploadTests : EmulatorFixture
{
    private EmulatedDevice _device = null!;
    private HttpClient _http = null!;

    protected override EmulatorOptions Options => new() { RetryAfterSeconds = 0, UploadAccess = TimeSpan.FromMinutes(5) };

    [SetUp]
    public void CreateClient()
    {
        _device = Azure.AddDevice("t1");
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = Trust.Options(Azure) }) { BaseAddress = new Uri($"https://localhost:{Azure.HubHttpsPort}") };
    }

    [TearDown]
    public void DisposeClient() => _http.Dispose();

    [Test]
    public async Task BlocksAreJoinedInTheOrderOfTheList()
    {
        JsonElement target = await BeginAsync();
        await PutAsync(target, "&comp=block&blockid=QUFB", "one", 201);
        await PutAsync(target, "&comp=block&blockid=QkJC", "two", 201);
        await PutAsync(target, "&comp=blocklist", "<BlockList><Latest>QkJC</Latest><Uncommitted>QUFB</Uncommitted></BlockList>", 201);
        Assert.That(Encoding.ASCII.GetString(_device.FindFile("a.txt")!.Content), Is.EqualTo("twoone"));
        await NotifyAsync(target.GetProperty("correlationId").GetString()!, 204);
        Assert.That((await _device.NextFileNotificationAsync()).IsSuccess, Is.True);
        await NotifyAsync(target.GetProperty("correlationId").GetString()!, 400);
    }

    [Test]
    public async Task WhatTheStorageRefuses()
    {
        JsonElement target = await BeginAsync();
        await PutAsync(target, "&comp=block&blockid=QUFB", "x", 201);
        await PutAsync(target, "&comp=block&blockid=QUFBQQ%3D%3D", "x", 400, "InvalidBlobOrBlock");
        await PutAsync(target, "&comp=block&blockid=not-base64", "x", 400, "InvalidQueryParameterValue");
        await PutAsync(target, "&comp=blocklist", "<BlockList><Latest>QkJC</Latest></BlockList>", 400, "InvalidBlockList");
        await PutAsync(target, "&comp=blocklist", "no xml", 400, "InvalidXmlDocument");
        await PutAsync(target, "", "x", 400, "InvalidHeaderValue");
        await PutAsync(target, "&comp=lease", "x", 400, "InvalidQueryParameterValue");
        Assert.That(_device.Files, Is.Empty);
    }

    [Test]
    public async Task AccessIsForOneBlobUntilItsEnd()
    {
        JsonElement target = await BeginAsync();
        string token = target.GetProperty("sasToken").GetString()!;
        using HttpResponseMessage other = await _http.PutAsync($"/device-files/t1/b.txt{token}", new ByteArrayContent([1]), Limit);
        Assert.That((int)other.StatusCode, Is.EqualTo(403));
        await PutAsync(target, "&comp=block&blockid=QUFB", "x", 201);
        Azure.ClockSkew = TimeSpan.FromMinutes(6);
        await PutAsync(target, "&comp=block&blockid=QkJC", "x", 403, "AuthenticationFailed");
    }

    [Test]
    public async Task TenUploadsAreTheMost()
    {
        for (int i = 0; i < 10; i++) await BeginAsync();
        using HttpResponseMessage eleventh = await PostAsync("files", "{\"blobName\":\"a.txt\"}");
        Assert.That((int)eleventh.StatusCode, Is.EqualTo(403));
        Assert.That(await eleventh.Content.ReadAsStringAsync(Limit), Does.Contain("DeviceMaximumActiveFileUploadLimitExceeded"));

        // Those whose access has ended count no more. The token has to be of the new time.
        Azure.ClockSkew = TimeSpan.FromMinutes(6);
        await BeginAsync();
    }

    [Test]
    public async Task WhatTheHubRefuses()
    {
        using HttpResponseMessage noName = await PostAsync("files", "{}");
        Assert.That((int)noName.StatusCode, Is.EqualTo(400));
        using HttpResponseMessage noJson = await PostAsync("files", "blobName");
        Assert.That((int)noJson.StatusCode, Is.EqualTo(400));
        using HttpResponseMessage noVersion = await PostAsync("files", "{\"blobName\":\"a\"}", query: "");
        Assert.That((int)noVersion.StatusCode, Is.EqualTo(400));
        using HttpResponseMessage incomplete = await PostAsync("files/notifications", "{\"correlationId\":\"x\"}");
        Assert.That((int)incomplete.StatusCode, Is.EqualTo(400));
        _device.Disable();
        using HttpResponseMessage disabled = await PostAsync("files", "{\"blobName\":\"a\"}");
        Assert.That((int)disabled.StatusCode, Is.EqualTo(401));
    }

    private async Task<JsonElement> BeginAsync()
    {
        using HttpResponseMessage response = await PostAsync("files", "{\"blobName\":\"a.txt\"}");
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Limit));
    }

    private async Task NotifyAsync(string correlationId, int status)
    {
        using HttpResponseMessage response = await PostAsync("files/notifications", $"{{\"correlationId\":\"{correlationId}\",\"isSuccess\":true,\"statusCode\":201,\"statusDescription\":\"\"}}");
        Assert.That((int)response.StatusCode, Is.EqualTo(status));
    }

    private async Task<HttpResponseMessage> PostAsync(string verb, string body, string query = "?api-version=2021-04-12")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/devices/t1/{verb}{query}") { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", Sas.ForHub("t1", _device.PrimaryKey, Azure.UtcNow.AddHours(1)));
        return await _http.SendAsync(request, Limit);
    }

    private async Task PutAsync(JsonElement target, string query, string body, int status, string code = "")
    {
        string path = $"/{target.GetProperty("containerName").GetString()}/{target.GetProperty("blobName").GetString()}{target.GetProperty("sasToken").GetString()}{query}";
        using HttpResponseMessage response = await _http.PutAsync(path, new ByteArrayContent(Encoding.ASCII.GetBytes(body)), Limit);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), query);
        if (code.Length > 0) Assert.That(await response.Content.ReadAsStringAsync(Limit), Does.Contain($"<Code>{code}</Code>"));
    }
}
