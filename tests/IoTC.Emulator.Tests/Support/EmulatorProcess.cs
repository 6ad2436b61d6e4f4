using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Emulator.Tests.Support;

/// <summary>The emulator as the program it is, on free ports; ended by its process id.</summary>
public sealed class EmulatorProcess : IAsyncDisposable
{
    private const string ServiceLine = "  Service   ";

    private readonly Process _process;

    private EmulatorProcess(Process process, IReadOnlyList<string> lines)
    {
        _process = process;
        Lines = lines;
        foreach (string line in lines)
        {
            if (line.StartsWith(ServiceLine, StringComparison.Ordinal))
            {
                Service = new HttpClient { BaseAddress = new Uri(line[ServiceLine.Length..]) };
            }
        }
    }

    public int Id => _process.Id;

    /// <summary>What it said at its start.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Its service API.</summary>
    public HttpClient Service { get; } = null!;

    public static async Task<EmulatorProcess> StartAsync(string folder, CancellationToken cancellationToken, params string[] more)
    {
        string[] arguments = [typeof(IoTCEmulator).Assembly.Location, "--hub-port", "0", "--dps-port", "0", "--https-port", "0", "--rest-port", "0", "--folder", folder, .. more];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        List<string> lines = [];
        while (lines is not [.., "Ctrl+C stops it."])
        {
            string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            lines.Add(line ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The emulator ended after {lines.Count} lines.")));
        }

        return new EmulatorProcess(process, lines);
    }

    /// <summary>Ends it at once, as SIGKILL does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Service.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
