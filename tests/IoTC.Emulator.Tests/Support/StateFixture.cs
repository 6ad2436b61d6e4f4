using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Support;

/// <summary>An emulator with a data file in a folder of its own, which can be stopped and started again.</summary>
public abstract class StateFixture
{
    private CancellationTokenSource _limit = null!;
    private string _folder = null!;

    protected IoTCEmulator Azure { get; private set; } = null!;

    protected CancellationToken Limit => _limit.Token;

    protected string DataFile => Path.Combine(_folder, "emulator.db");

    [SetUp]
    public async Task StartAsync()
    {
        _limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        _folder = Directory.CreateTempSubdirectory("iotc").FullName;
        Azure = await IoTCEmulator.StartAsync(Options(DataFile));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Azure.DisposeAsync();
        Directory.Delete(_folder, true);
        _limit.Dispose();
    }

    protected static EmulatorOptions Options(string file) => new() { RetryAfterSeconds = 0, DataFile = file, DataFileTelemetry = 3 };

    protected string InFolder(string name) => Path.Combine(_folder, name);

    /// <summary>Stops in order and starts again with the same file.</summary>
    protected async Task RestartAsync()
    {
        await Azure.DisposeAsync();
        Azure = await IoTCEmulator.StartAsync(Options(DataFile));
    }
}
