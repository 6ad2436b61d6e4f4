using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>The programs of docs/network.md: compiled here, and the same text in both places.</summary>
public sealed class DocumentationTests : NetworkFixture
{
    private static readonly string Root = FindRoot();

    [Test]
    public void EveryLineOfTheDocumentIsCompiled()
    {
        string[] compiled = [.. File.ReadLines(Path.Combine(Root, "tests/IoTC.EndToEnd.Tests/Network/DocumentationTests.cs")).Select(line => line.Trim())];
        string[] shown = [.. DocumentLines().Where(line => line.Length > 0)];
        Assert.That(shown, Has.Length.GreaterThan(8));
        Assert.That(shown.Except(compiled), Is.Empty);
    }

    [Test]
    public void ProxiesAndPins()
    {
        string rootsPem = Azure.RootCertificatePem;
        string backupPin = "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        var transport = new SocketTransport { Proxy = new HttpProxy("http://proxy.example:3128", "user", "password") };
        var webSocket = new WebSocketTransport { Proxy = new HttpProxy("http://proxy.example:3128", "user", "password") };
        string proxyRootsPem = rootsPem;
        var overTls = new SocketTransport { Proxy = new HttpProxy("https://proxy.example", "user", "password") { TrustedRootsPem = proxyRootsPem } };
        var fromEnvironment = new SocketTransport { Proxy = HttpProxy.FromEnvironment() };
        var trusted = new SocketTransport { TrustedRootsPem = rootsPem, TrustOnlyGivenRoots = true };
        var pinned = new SocketTransport { PinnedKeys = ["sha256/i7WTqTvh0OioIruIfFR4kMPnBqrS2rdiVPl/s2uC/CY=", backupPin] };
        Assert.That((transport.Proxy.Host, webSocket.Proxy!.Port), Is.EqualTo(("proxy.example", 3128)));
        Assert.That(overTls.Proxy.Port, Is.EqualTo(443));
        Assert.That(trusted.TrustOnlyGivenRoots, Is.True);
        Assert.That(pinned.PinnedKeys, Has.Count.EqualTo(2));
        Assert.That(fromEnvironment.TrustedRootsPem, Is.Empty);
    }

    [Test]
    public void Endpoints()
    {
        IoTCOptions options = Options();
        options.ProvisioningHost = "dps.factory.example";
        options.ProvisioningPort = 8443;
        options.HubPort = 443;
        Assert.That(() => new IoTCAsyncClient(options, new WebSocketTransport()), Throws.Nothing);
    }

    [Test]
    public async Task WebSocketByDefault()
    {
        IoTCOptions options = Options();
        await using var client = new IoTCAsyncClient(options, new WebSocketTransport());
        Assert.That(async () => await client.ConnectAsync(), Throws.InstanceOf<IoTCException>().With.Property("Error").EqualTo(IoTCError.Tls), "the emulator's root is not the system's");
    }

    [Test]
    public async Task Files()
    {
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "today.txt");
        await File.WriteAllTextAsync(path, "one line\n");
        string storageRootsPem = Azure.RootCertificatePem;
        CancellationToken ct = CancellationToken.None;
        IoTCOptions options = Options();
        options.UploadTransport = () => new SocketTransport { TrustedRootsPem = storageRootsPem };
        await using IoTCAsyncClient client = new(options, WebSocket(), Log);
        await Limit.Of(20, client.ConnectAsync());
        await using FileStream file = File.OpenRead(path);
        await client.UploadFileAsync("logs/today.txt", file, new Progress<long>(stored => Console.WriteLine($"{stored} bytes stored")), ct);
        Assert.That(Azure.Device(Id).FindFile("logs/today.txt")!.Content, Has.Length.EqualTo(9));
    }

    private static IEnumerable<string> DocumentLines()
    {
        bool isProgram = false;
        foreach (string line in File.ReadLines(Path.Combine(Root, "docs/network.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) isProgram = line == "```csharp";
            else if (isProgram) yield return line.Trim();
        }
    }

    private static string FindRoot()
    {
        string folder = TestContext.CurrentContext.TestDirectory;
        while (!File.Exists(Path.Combine(folder, "IoTC.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
