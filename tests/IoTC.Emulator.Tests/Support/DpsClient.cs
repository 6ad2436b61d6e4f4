using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Emulator.Tests.Support;

/// <summary>DPS over HttpClient.</summary>
public sealed class DpsClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly IoTCEmulator _azure;

    public DpsClient(IoTCEmulator azure)
    {
        _azure = azure;
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = Trust.Options(azure) }) { BaseAddress = new Uri($"https://localhost:{azure.DpsPort}") };
    }

    public Task<HttpResponseMessage> RegisterAsync(string id, string? key, CancellationToken cancellationToken, string? body = null, string? scope = null) =>
        SendAsync(HttpMethod.Put, $"/{scope ?? _azure.IdScope}/registrations/{id}/register?api-version=2021-06-01", Token(scope, id, key), body ?? $$"""{"registrationId":"{{id}}"}""", cancellationToken);

    public Task<HttpResponseMessage> PollAsync(string id, string key, string operationId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"/{_azure.IdScope}/registrations/{id}/operations/{operationId}?api-version=2021-06-01", Token(null, id, key), null, cancellationToken);

    /// <summary>Registers and polls until the answer is final.</summary>
    public async Task<JsonElement> ProvisionAsync(string id, string key, CancellationToken cancellationToken, string? body = null)
    {
        using HttpResponseMessage first = await RegisterAsync(id, key, cancellationToken, body);
        JsonElement answer = await JsonAsync(first.EnsureSuccessStatusCode());
        string operationId = answer.GetProperty("operationId").GetString()!;
        while (answer.GetProperty("status").GetString() is "assigning" or "unassigned")
        {
            using HttpResponseMessage next = await PollAsync(id, key, operationId, cancellationToken);
            answer = await JsonAsync(next.EnsureSuccessStatusCode());
        }

        return answer;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string? body, CancellationToken cancellationToken, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        return await _http.SendAsync(request, cancellationToken);
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonElement.Parse(await response.Content.ReadAsStringAsync());

    public void Dispose() => _http.Dispose();

    private string? Token(string? scope, string id, string? key) => key is null ? null : Sas.ForDps(scope ?? _azure.IdScope, id, key);
}
