using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace IoTC.Transport.Tls.Tests.Servers;

/// <summary><c>openssl s_server</c> on the loopback address. It answers each line with the line reversed (<c>-rev</c>), or obeys what is typed into it.</summary>
internal sealed class OpenSslServer : IAsyncDisposable
{
    private const string Accepting = "ACCEPT 127.0.0.1:";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private OpenSslServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Port { get; private set; }

    /// <summary>Starts a server with these arguments besides certificate and key.</summary>
    public static async Task<OpenSslServer> StartAsync(CertificateFolder folder, string certificate, string arguments)
    {
        ProcessStartInfo start = new("/usr/bin/openssl")
        {
            Arguments = $"s_server -accept 127.0.0.1:0 -cert {folder.FileOf(certificate)} -key {folder.KeyFileOf(certificate)} {arguments}",
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        OpenSslServer server = new(Process.Start(start)!);
        string line = await server.WaitForLineAsync(Accepting);
        server.Port = int.Parse(line[Accepting.Length..], System.Globalization.CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>Reads the server's output up to a line that begins so.</summary>
    public async Task<string> WaitForLineAsync(string beginning)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new IOException($"openssl ended before '{beginning}': {await _errors}");
    }

    /// <summary>Types a line: a command of one letter, or data for the client.</summary>
    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
