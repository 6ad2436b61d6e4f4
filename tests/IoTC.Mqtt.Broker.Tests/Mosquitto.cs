using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Mqtt.Broker.Tests;

/// <summary>A mosquitto of our own on a free loopback port. Tests are skipped, with that reason, where it is not installed.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Mosquitto(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public const string Host = "127.0.0.1";

    public int Port { get; }

    public static async Task<Mosquitto> StartAsync(string settings = "allow_anonymous true")
    {
        string? program = Find();
        if (program == null) Assert.Ignore("mosquitto is not installed: apt-get install mosquitto");
        for (int attempt = 0; ; attempt++)
        {
            int port = FreePort();
            string folder = Directory.CreateTempSubdirectory("mosquitto").FullName;
            string file = Path.Combine(folder, "mosquitto.conf");
            await File.WriteAllTextAsync(file, string.Create(
                CultureInfo.InvariantCulture,
                $"listener {port} {Host}\npersistence false\nlog_dest stderr\nset_tcp_nodelay true\nmax_queued_messages 0\n{settings.Replace("{folder}", folder, StringComparison.Ordinal)}\n"));
            Process process = Start(program!, file, out Task<bool> running);
            if (await running.WaitAsync(TimeSpan.FromSeconds(20))) return new Mosquitto(process, folder, port);
            process.Dispose();
            Assert.That(attempt, Is.LessThan(5), "mosquitto does not start");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string program, string file, out Task<bool> running)
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = new ProcessStartInfo(program, ["-c", file]) { RedirectStandardError = true }, EnableRaisingEvents = true };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data != null && line.Data.EndsWith("running", StringComparison.Ordinal)) told.TrySetResult(true);
        };
        process.Exited += (_, _) => told.TrySetResult(false);
        process.Start();
        process.BeginErrorReadLine();
        running = told.Task;
        return process;
    }

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin").Split(':').Select(folder => Path.Combine(folder, "mosquitto")).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
