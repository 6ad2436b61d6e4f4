using System;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>Everything through tinyproxy, an HTTP proxy as it is installed.</summary>
public sealed class ProxyTests : NetworkFixture
{
    private const string Password = "pass-w0rd";

    private Tinyproxy _proxy = null!;

    [OneTimeSetUp]
    public async Task StartProxy() => _proxy = await Tinyproxy.StartAsync("device", Password);

    [OneTimeTearDown]
    public async Task StopProxy()
    {
        if (_proxy != null) await _proxy.DisposeAsync();
    }

    [Test]
    public async Task DpsHubAndFilesGoThroughTheProxy([Values] bool overWebSocket)
    {
        HttpProxy proxy = new(_proxy.Address, "device", Password);
        IoTCOptions options = Options();
        if (!overWebSocket) options.HubPort = Azure.HubPort;
        await using IoTCAsyncClient client = new(options, overWebSocket ? WebSocket(proxy) : Tls(proxy), Log);
        await Limit.Of(20, client.ConnectAsync());
        await client.SendTelemetryAsync("{}");
        await client.UploadFileAsync("through-the-proxy.bin", new System.IO.MemoryStream(new byte[10_000]));
        Assert.That(Azure.Device(Id).FindFile("through-the-proxy.bin")!.Content, Has.Length.EqualTo(10_000));
        Assert.That(Azure.Device(Id).TelemetryCount, Is.EqualTo(1));
        Assert.That(Log.ToString(), Does.Not.Contain(Password));
    }

    [TestCase("device", "wrong", "did not accept the user name and password (40")]
    [TestCase("", "", "asks for a user name and password (407)")]
    public async Task RefusalOfTheProxyIsNamed(string user, string password, string reason)
    {
        await using IoTCAsyncClient client = new(Options(), WebSocket(new HttpProxy(_proxy.Address, user, password)), Log);
        IoTCException exception = Assert.ThrowsAsync<IoTCException>(async () => await client.ConnectAsync())!;
        Assert.That(exception.Error, Is.EqualTo(IoTCError.Network));
        Assert.That(exception.Message, Does.Contain(reason).And.Contain($"proxy 127.0.0.1:{_proxy.Port}"));
        if (password.Length > 0) Assert.That(exception.Message + Log, Does.Not.Contain(password));
    }
}
