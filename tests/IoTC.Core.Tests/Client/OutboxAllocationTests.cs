using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using IoTC.Core.Tests.Engine.Scripted;
using NUnit.Framework;

namespace IoTC.Core.Tests.Client;

/// <summary>What a message through the durable outbox allocates once it runs, from the program's call to the PUBACK, on all threads. The files are real ones.</summary>
[TestFixture]
[NonParallelizable]
internal sealed class OutboxAllocationTests
{
    private const int Messages = 1000;
    private const int Rounds = 6;

    // Nothing but what is measured beside it: the whole process is counted. A new file costs about 1.1 KB, and is begun every 50,000 of these messages.
    private const double MostBytes = 1;

    // Without optimisation the compiler makes classes of asynchronous calls.
    private const double MostBytesUnoptimized = 500;

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("iotc-outbox").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestCase(OutboxSyncPolicy.Never)]
    [TestCase(OutboxSyncPolicy.Interval)]
    public async Task AMessageAllocatesNothing(OutboxSyncPolicy policy)
    {
        using var transport = new AcknowledgingTransport();
        IoTCOptions options = ScriptedCloud.HubOptions(o => o.Outbox = new FileOutbox(_folder) { MaxBytes = 64 * 1024 * 1024, SyncPolicy = policy, SyncIntervalMs = 100_000 });
        await using var client = new IoTCAsyncClient(options, transport);
        await client.ConnectAsync();
        byte[] payload = "{\"temperature\":21.5,\"humidity\":40}"u8.ToArray();
        var properties = new MessageProperties { { "a", "b" } };
        // On the pool: the test framework's own context allocates for each continuation.
        double least = await Task.Run(async () =>
        {
            long least = long.MaxValue;
            for (int round = 0; round < Rounds; round++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                for (int i = 0; i < Messages; i++) await client.SendTelemetryAsync(payload, properties);
                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            return least / (double)Messages;
        });
        TestContext.Out.WriteLine($"{least:0.00} B a message");
        Assert.That(least, Is.LessThanOrEqualTo(IsOptimized ? MostBytes : MostBytesUnoptimized));
    }

    private static bool IsOptimized =>
        !typeof(FileOutbox).Assembly.GetCustomAttributes<DebuggableAttribute>().Any(static attribute => attribute.IsJITOptimizerDisabled);
}
