using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using IoTC.Emulator.Tests.Support;
using NUnit.Framework;

namespace IoTC.Emulator.Tests.State;

/// <summary>A copy taken in the middle of writing is what a crash leaves: the log may end anywhere. It opens, and holds a beginning of what was done.</summary>
/// <remarks>What is written stays below the size at which SQLite moves the log into the file: a crash stops both at once, a copy of two files does not.</remarks>
public sealed class CopyTests : StateFixture
{
    private const int Copies = 20;
    private const int RoundsPerCopy = 4;
    private const int PageBytes = 4096;

    [Test]
    public async Task EveryCopyHoldsABeginning()
    {
        EmulatedDevice device = Azure.AddDevice("d1");
        List<string> copies = [];
        for (int i = 0; i < Copies; i++)
        {
            int written = i * RoundsPerCopy;
            await Azure.FlushAsync();
            Task writing = Task.Run(() => WriteAsync(device, written + 1), Limit);
            copies.Add(Copy(i));
            await writing;
        }

        Assert.That(new FileInfo(DataFile + "-wal").Length, Is.LessThan(1000 * PageBytes), "nothing has been moved into the file");
        for (int i = 0; i < Copies; i++)
        {
            await using IoTCEmulator after = await IoTCEmulator.StartAsync(Options(copies[i]));
            long rounds = CheckBeginning(after.Device("d1"));
            Assert.That(rounds, Is.InRange(i * RoundsPerCopy, (i + 1) * RoundsPerCopy), "all that was flushed before the copy, and nothing that came after it");
        }
    }

    // Each round: a reported property, a message, a telemetry, in this order.
    private static async Task WriteAsync(EmulatedDevice device, int first)
    {
        for (int i = first; i < first + RoundsPerCopy; i++)
        {
            device.UpdateReported(JsonSerializer.SerializeToUtf8Bytes(new { round = i }));
            if (i <= 50)
            {
                await device.SendMessageAsync($"{i}");
            }

            device.Receive(CreateTelemetry($"{i}"));
            await Task.Yield();
        }
    }

    private static TelemetryMessage CreateTelemetry(string topic) => new()
    {
        Payload = new byte[] { 1 },
        Topic = topic,
        Properties = new Dictionary<string, string?>(),
        SystemProperties = new Dictionary<string, string?>(),
        ArrivedAt = default,
        QualityOfService = 1,
    };

    /// <returns>How many rounds it holds.</returns>
    private static long CheckBeginning(EmulatedDevice device)
    {
        JsonElement reported = JsonElement.Parse(device.GetReportedJson());
        long rounds = reported.GetProperty("$version").GetInt64() - 1;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(device.TelemetryCount, Is.InRange(rounds - 1, rounds));
            Assert.That((long)device.PendingMessages, Is.InRange(Math.Min(rounds - 1, 50), Math.Min(rounds, 50)));
            Assert.That(device.Telemetry.Select(message => long.Parse(message.Topic)), Is.EqualTo(Enumerable.Range(1, (int)device.TelemetryCount).TakeLast(3)));
            Assert.That(rounds == 0 || reported.GetProperty("round").GetInt64() == rounds, Is.True);
        }

        return rounds;
    }

    // The log last: it may be ahead of the file, as after a crash.
    private string Copy(int number)
    {
        string copy = InFolder($"copy{number}.db");
        File.Copy(DataFile, copy);
        File.Copy(DataFile + "-wal", copy + "-wal");
        return copy;
    }
}
