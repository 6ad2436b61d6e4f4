using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading.Tasks;
using IoTC.EndToEnd.Tests.Support;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests;

/// <summary>A process that appends is killed (SIGKILL) at random moments, again and again: nothing that it said was accepted is missing, nothing wrong is read.</summary>
public sealed class OutboxKillTests
{
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("IOTC_KILL_ROUNDS"), CultureInfo.InvariantCulture, out int rounds) ? rounds : 6;

    private string _folder = "";

    [SetUp]
    public void NameFolder() => _folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "killed", Guid.NewGuid().ToString("N"));

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, true);

    [TestCase(OutboxSyncPolicy.EveryRecord)]
    [TestCase(OutboxSyncPolicy.Never)]
    public async Task Nothing_accepted_is_lost(OutboxSyncPolicy policy)
    {
        int seed = Environment.TickCount;
        List<string> failures = await PlayAsync(policy, seed, isEarly: false);
        Assert.That(failures, Is.Empty, $"seed {seed}");
    }

    [Test]
    public async Task The_test_sees_a_message_that_was_said_to_be_accepted_too_early()
    {
        List<string> failures = await PlayAsync(OutboxSyncPolicy.EveryRecord, Environment.TickCount, isEarly: true);
        Assert.That(failures, Is.Not.Empty);
    }

    private async Task<List<string>> PlayAsync(OutboxSyncPolicy policy, int seed, bool isEarly)
    {
        var random = new Random(seed);
        var failures = new List<string>();
        var expected = new HashSet<long>();
        long first = 1;
        for (int round = 0; round < Rounds; round++)
        {
            string[] accepted = await RunAsync(policy, first, random.Next(1, 400), isEarly);
            foreach (string line in accepted) expected.Add(long.Parse(line, CultureInfo.InvariantCulture));
            using var outbox = new FileOutbox(_folder);
            outbox.Attach("writer", static (_, _) => { });
            var seen = new HashSet<long>();
            var record = new OutboxRecord();
            for (long from = 1; outbox.TryRead(from, record); from = record.Sequence + 1)
            {
                string payload = Encoding.UTF8.GetString(record.Payload.Span);
                long number = long.Parse(payload[..payload.IndexOf(':')], CultureInfo.InvariantCulture);
                if (payload != Payload(number) || record.CreatedUnixMs != number) failures.Add($"round {round}: {number} is not what was written");
                if (!seen.Add(number)) failures.Add($"round {round}: {number} comes twice");
                first = Math.Max(first, number + 1);
                // Half of them stay for the next round.
                if (random.Next(2) == 0) continue;
                outbox.Complete(record.Sequence);
                expected.Remove(number);
                seen.Remove(number);
            }

            failures.AddRange(expected.Except(seen).Select(number => $"round {round}: {number} is lost"));
            if (outbox.LostCount > 0) failures.Add($"round {round}: {outbox.LostCount} count as lost");
            expected.IntersectWith(seen);
            first = Math.Max(first, accepted.Length == 0 ? 1 : accepted.Max(line => long.Parse(line, CultureInfo.InvariantCulture)) + 100);
        }

        return failures;
    }

    private async Task<string[]> RunAsync(OutboxSyncPolicy policy, long first, int lines, bool isEarly)
    {
        string program = typeof(OutboxKillTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "OutboxWriter").Value!;
        string[] arguments = [program, _folder, policy.ToString(), first.ToString(CultureInfo.InvariantCulture), .. isEarly ? ["--early"] : Array.Empty<string>()];
        await using ProcessRun run = ProcessRun.Start("dotnet", arguments);
        for (int i = 0; i < lines; i++) await run.Lines.NextAsync();
        run.Kill();
        await run.WaitAsync();
        Assert.That(run.Error, Is.Empty);
        // The last line may have been cut off; then it has no end.
        string output = run.Output;
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1];
    }

    // As the writer makes it.
    private static string Payload(long number) => number.ToString(CultureInfo.InvariantCulture) + ":" + new string((char)('a' + (number % 26)), (int)(number * 7919 % (number % 50 == 0 ? 20_000 : 300)));
}
