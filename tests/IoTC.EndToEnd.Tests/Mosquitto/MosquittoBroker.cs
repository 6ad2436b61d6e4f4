using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Mosquitto;

/// <summary>Debian's mosquitto on a free loopback port with TLS, and its two tools.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly ProcessRun _broker;
    private readonly string _folder;

    private MosquittoBroker(ProcessRun broker, string folder, int port)
    {
        _broker = broker;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Log => _broker.Error + _broker.Output;

    private string AuthorityPath => Path.Combine(_folder, "ca.pem");

    /// <summary>Starts it; the test is ignored where it is not installed.</summary>
    public static async Task<MosquittoBroker> StartAsync()
    {
        string program = Find("mosquitto");
        Find("mosquitto_sub");
        Find("mosquitto_pub");
        string folder = Directory.CreateTempSubdirectory("iotc-mosquitto-").FullName;
        int port = TestPorts.Free();
        WriteFiles(folder, port);
        ProcessRun broker = ProcessRun.Start(program, ["-v", "-c", Path.Combine(folder, "mosquitto.conf")]);
        var mosquitto = new MosquittoBroker(broker, folder, port);
        await broker.Lines.NextAsync(line => line.EndsWith("running", StringComparison.Ordinal));
        return mosquitto;
    }

    /// <summary>Starts mosquitto_sub, and waits until it is subscribed.</summary>
    public async Task<ProcessRun> SubscribeAsync(string filter, int qos, int count)
    {
        string clientId = $"sub-{Guid.NewGuid():N}";
        string[] options = ["-i", clientId, "-t", filter, "-q", $"{qos}", "-C", $"{count}", "-F", "%t %q %r %p"];
        ProcessRun run = ProcessRun.Start(Find("mosquitto_sub"), [.. Common(), .. options]);
        await _broker.Lines.NextAsync(line => line.EndsWith("Sending SUBACK to " + clientId, StringComparison.Ordinal));
        return run;
    }

    /// <summary>Sends one message with mosquitto_pub.</summary>
    public async Task PublishAsync(string topic, int qos, string payload, bool retain = false)
    {
        string[] options = ["-t", topic, "-q", $"{qos}", "-m", payload];
        await using ProcessRun run = ProcessRun.Start(Find("mosquitto_pub"), [.. Common(), .. options, .. retain ? ["-r"] : Array.Empty<string>()]);
        Assert.That(await run.WaitAsync(), Is.Zero, run.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private string[] Common() => ["-h", "localhost", "-p", $"{Port}", "--cafile", AuthorityPath, "-V", "mqttv311"];

    private static void WriteFiles(string folder, int port)
    {
        using X509Certificate2 server = TestCertificates.Issue();
        File.WriteAllText(Path.Combine(folder, "ca.pem"), TestCertificates.AuthorityPem);
        File.WriteAllText(Path.Combine(folder, "server.pem"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        string[] lines =
        [
            $"listener {port} 127.0.0.1",
            "allow_anonymous true",
            $"cafile {folder}/ca.pem",
            $"certfile {folder}/server.pem",
            $"keyfile {folder}/server.key",
            "persistence false",
            $"user {Environment.UserName}",
            "log_dest stderr",
        ];
        File.WriteAllLines(Path.Combine(folder, "mosquitto.conf"), lines);
    }

    private static string Find(string program)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/usr/bin"];
        string? path = folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null) Assert.Ignore("mosquitto is not installed: apt-get install mosquitto mosquitto-clients");
        return path!;
    }
}
