using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.Network;

/// <summary>A tinyproxy of our own on a free loopback port, with Basic authentication. Tests are skipped, with that reason, where it is not installed.</summary>
internal sealed class Tinyproxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Tinyproxy(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public static async Task<Tinyproxy> StartAsync(string user, string password)
    {
        string? program = "/usr/bin:/usr/sbin:/usr/local/bin".Split(':').Select(static folder => Path.Combine(folder, "tinyproxy")).FirstOrDefault(File.Exists);
        if (program is null) Assert.Ignore("tinyproxy is not installed: apt-get install tinyproxy-bin");
        string folder = Directory.CreateTempSubdirectory("iotc-tinyproxy-").FullName;
        int port = TestPorts.Free();
        string[] lines = [$"Port {port}", "Listen 127.0.0.1", "Timeout 60", "Allow 127.0.0.1", $"BasicAuth {user} {password}", "LogLevel Error", $"LogFile \"{folder}/log\""];
        await File.WriteAllLinesAsync(Path.Combine(folder, "tinyproxy.conf"), lines);
        Process process = Process.Start(new ProcessStartInfo(program!, ["-d", "-c", Path.Combine(folder, "tinyproxy.conf")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await Limit.Of(20, UntilItListensAsync(port));
        return new Tinyproxy(process, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    // It tells nobody when it is ready but by answering.
    private static async Task UntilItListensAsync(int port)
    {
        while (true)
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
    }
}
