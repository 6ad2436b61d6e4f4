using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>Random calls against a plain list: appending, reading, completing, stopping in order and at once, damage between two processes.</summary>
public sealed class ModelTests
{
    [Test]
    public void Behaves_as_a_list([Range(1, 24)] int seed)
    {
        // The shortest run that fails is what is told.
        for (int steps = 10; steps <= 640; steps *= 2)
        {
            string? failure = Play(seed, steps);
            Assert.That(failure, Is.Null, $"seed {seed}, {steps} steps");
        }
    }

    private static string? Play(int seed, int steps)
    {
        var random = new Random(seed);
        var disk = new MemoryDisk();
        OutboxSyncPolicy policy = (OutboxSyncPolicy)random.Next(3);
        var appended = new Dictionary<long, string>();
        var kept = new SortedSet<long>();
        bool wasDamaged = false;
        FileOutbox outbox = Make(disk, policy);
        for (int step = 0; step < steps; step++)
        {
            switch (random.Next(12))
            {
                case < 6:
                    string payload = step + new string('p', random.Next(10) == 0 ? random.Next(30_000) : random.Next(200));
                    if (outbox.TryAppend("a=b"u8, Encoding.UTF8.GetBytes(payload), step, out long sequence) != IoTCError.None) break;
                    // The number of a message that damage has taken may come again.
                    if (appended.ContainsKey(sequence) && (!wasDamaged || kept.Contains(sequence))) return $"step {step}: number {sequence} comes twice";
                    appended[sequence] = payload;
                    kept.Add(sequence);
                    break;
                case < 8:
                    foreach (long number in kept.Where(_ => random.Next(2) == 0).Take(40).ToArray())
                    {
                        outbox.Complete(number);
                        kept.Remove(number);
                    }

                    break;
                case < 10:
                    long from = kept.Count == 0 ? 1 : random.NextInt64(kept.Max + 2);
                    if (!Read(outbox, from).SequenceEqual(kept.Where(number => number >= from).Select(number => (number, appended[number])))) return $"step {step}: another content from {from} on";
                    if (outbox.Count != kept.Count) return $"step {step}: counts {outbox.Count}, not {kept.Count}";
                    break;
                default:
                    bool isOrderly = random.Next(2) == 0;
                    if (isOrderly) outbox.Dispose();
                    else disk = disk.Copy();
                    bool isDamaged = random.Next(4) == 0 && Damage(disk, random);
                    wasDamaged |= isDamaged;
                    outbox = Make(disk, policy);
                    List<(long Number, string Payload)> after = Read(outbox, 1);
                    if (after.Any(each => !appended.TryGetValue(each.Number, out string? was) || was != each.Payload)) return $"step {step}: something was read that was not written";
                    if (!isDamaged && kept.Except(after.Select(each => each.Number)).Any()) return $"step {step}: something is lost";
                    if (!wasDamaged && outbox.LostCount > 0) return $"step {step}: something counts as lost";
                    if (outbox.Count != after.Count) return $"step {step}: counts {outbox.Count} after the start, not {after.Count}";
                    kept = [.. after.Select(each => each.Number)];
                    break;
            }
        }

        return null;
    }

    private static FileOutbox Make(MemoryDisk disk, OutboxSyncPolicy policy)
        => Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024, SyncPolicy = policy, SyncIntervalMs = 100_000 });

    private static List<(long Number, string Payload)> Read(FileOutbox outbox, long from) => outbox.ReadAll(from);

    private static bool Damage(MemoryDisk disk, Random random)
    {
        string[] names = [.. disk.Names.Where(each => disk[each].Length > 0)];
        string name = names[random.Next(names.Length)];
        byte[] content = disk[name];
        int offset = random.Next(content.Length);
        switch (random.Next(3))
        {
            case 0:
                content[offset] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                content = content[..offset];
                break;
            default:
                random.NextBytes(content.AsSpan(offset, Math.Min(content.Length - offset, random.Next(2000))));
                break;
        }

        disk[name] = content;
        return true;
    }
}
