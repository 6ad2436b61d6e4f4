using System;
using System.Collections.Generic;
using System.Linq;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>The power is lost again and again: whatever part of the unsynced writes the disk kept, nothing accepted is missing and nothing wrong is read.</summary>
public sealed class PowerLossTests
{
    private const int Lives = 400;

    [Test]
    public void With_EveryRecord_nothing_accepted_is_lost([Range(1, 8)] int seed)
    {
        string? failure = Play(seed, skipsSync: false);
        Assert.That(failure, Is.Null, $"seed {seed}");
    }

    [Test]
    public void Without_asking_the_disk_it_would_be() => Assert.That(Enumerable.Range(1, 3).All(seed => Play(seed, skipsSync: true) != null), Is.True, "this is what syncing is for");

    private static string? Play(int seed, bool skipsSync)
    {
        var random = new Random(seed);
        var disk = new MemoryDisk();
        var everAppended = new Dictionary<string, long>();
        var completed = new HashSet<string>();
        var accepted = new List<string>();
        int number = 0;
        for (int life = 0; life < Lives; life++)
        {
            // Not disposed: it ends with the power.
            FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024, SkipsSync = skipsSync });
            List<(long Sequence, string Payload)> read = outbox.ReadAll();
            string[] payloads = [.. read.Select(each => each.Payload)];
            if (accepted.Except(payloads).FirstOrDefault() is { } lost) return $"life {life}: {lost[..8]} is lost";
            if (payloads.FirstOrDefault(each => !everAppended.ContainsKey(each)) is { } wrong) return $"life {life}: {wrong} was never appended";
            if (!payloads.OrderBy(each => everAppended[each]).SequenceEqual(payloads)) return $"life {life}: out of order";
            // What comes again though it was completed is allowed: at least once.
            accepted = [.. payloads];
            foreach ((long sequence, string payload) in read.Take(random.Next(read.Count + 1)))
            {
                outbox.Complete(sequence);
                accepted.Remove(payload);
                completed.Add(payload);
            }

            int count = random.Next(12);
            for (int i = 0; i < count; i++)
            {
                string payload = $"{number:D8}{new string('x', random.Next(4) == 0 ? random.Next(20_000) : random.Next(300))}";
                everAppended.Add(payload, number++);
                outbox.Append(payload);
                accepted.Add(payload);
                if (random.Next(20) == 0) outbox.Flush();
            }

            disk = disk.LosePower(random);
        }

        return null;
    }
}
