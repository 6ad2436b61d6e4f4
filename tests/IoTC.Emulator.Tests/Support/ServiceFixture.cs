using System;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Support;

/// <summary>An emulator and a client of its service API.</summary>
public abstract class ServiceFixture : EmulatorFixture
{
    protected HttpClient Service { get; private set; } = null!;

    [SetUp]
    public void Open() => Service = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Azure.RestPort}") };

    [TearDown]
    public void Close() => Service.Dispose();

    protected async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await Service.SendAsync(request, Limit);
    }
}
