using System;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.Support;

/// <summary>A fresh emulator per test, on free ports, and a limit on everything that waits.</summary>
public abstract class EmulatorFixture
{
    private CancellationTokenSource _limit = null!;

    protected IoTCEmulator Azure { get; private set; } = null!;

    protected CancellationToken Limit => _limit.Token;

    protected virtual EmulatorOptions Options => new() { RetryAfterSeconds = 0 };

    [SetUp]
    public async Task StartAsync()
    {
        _limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        Azure = await IoTCEmulator.StartAsync(Options);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Azure.DisposeAsync();
        _limit.Dispose();
    }
}
