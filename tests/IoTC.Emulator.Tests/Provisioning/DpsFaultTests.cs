using System;
using System.Net.Http;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Provisioning;

public sealed class DpsFaultTests : EmulatorFixture
{
    private DpsClient _dps = null!;

    [SetUp]
    public void Open() => _dps = new DpsClient(Azure);

    [TearDown]
    public void Close() => _dps.Dispose();

    [Test]
    public async Task StatusesComeInOrderThenItWorks()
    {
        Azure.Faults.NextDps(DpsFault.Status(429, retryAfterSeconds: 3), 2);
        Azure.Faults.NextDps(DpsFault.Status(500));
        using HttpResponseMessage first = await RegisterAsync();
        using HttpResponseMessage second = await RegisterAsync();
        using HttpResponseMessage third = await RegisterAsync();
        using HttpResponseMessage fourth = await RegisterAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)first.StatusCode, Is.EqualTo(429));
            Assert.That(first.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(3)));
            Assert.That((int)second.StatusCode, Is.EqualTo(429));
            Assert.That((int)third.StatusCode, Is.EqualTo(500));
            Assert.That((await DpsClient.JsonAsync(third)).GetProperty("errorCode").GetInt32(), Is.EqualTo(500001));
            Assert.That((int)fourth.StatusCode, Is.EqualTo(202));
        }
    }

    [Test]
    public async Task NonJson()
    {
        Azure.Faults.NextDps(DpsFault.NonJsonBody());
        using HttpResponseMessage response = await RegisterAsync();
        Assert.That(await response.Content.ReadAsStringAsync(), Does.StartWith("<html>"));
    }

    [Test]
    public async Task Oversize()
    {
        Azure.Faults.NextDps(DpsFault.OversizeBody(200_000));
        using HttpResponseMessage response = await RegisterAsync();
        Assert.That((await response.Content.ReadAsByteArrayAsync()), Has.Length.EqualTo(200_000));
    }

    [Test]
    public async Task Chunked()
    {
        Azure.Faults.NextDps(DpsFault.ChunkedBody());
        using HttpResponseMessage response = await RegisterAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.Headers.TransferEncodingChunked, Is.True);
            Assert.That((await DpsClient.JsonAsync(response)).GetProperty("status").GetString(), Is.EqualTo("assigning"));
        }
    }

    [Test]
    public async Task CloseAndRefusedTls()
    {
        Azure.Faults.NextDps(DpsFault.CloseWithoutAnswer());
        Assert.That(RegisterAsync, Throws.InstanceOf<HttpRequestException>());
        Azure.Faults.RefuseDpsTls(1);
        Assert.That(RegisterAsync, Throws.InstanceOf<HttpRequestException>());
        using HttpResponseMessage response = await RegisterAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(202));
    }

    [Test]
    public async Task Delay()
    {
        Azure.Faults.NextDps(DpsFault.Delay(TimeSpan.FromMilliseconds(50)));
        DateTimeOffset start = DateTimeOffset.UtcNow;
        using HttpResponseMessage response = await RegisterAsync();
        Assert.That(DateTimeOffset.UtcNow - start, Is.GreaterThanOrEqualTo(TimeSpan.FromMilliseconds(45)));
    }

    [Test]
    public async Task ForEverUntilCleared()
    {
        Azure.Faults.NextDps(DpsFault.Status(503), int.MaxValue);
        using HttpResponseMessage first = await RegisterAsync();
        using HttpResponseMessage second = await RegisterAsync();
        Azure.Faults.Clear();
        using HttpResponseMessage third = await RegisterAsync();
        Assert.That(new[] { (int)first.StatusCode, (int)second.StatusCode, (int)third.StatusCode }, Is.EqualTo(new[] { 503, 503, 202 }));
    }

    private Task<HttpResponseMessage> RegisterAsync() => _dps.RegisterAsync("dev-1", Azure.DeriveDeviceKey("dev-1"), Limit);
}
