using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IoTC.Bench.Storage;

/// <summary>Messages a second into a FileOutbox and into SQLite in WAL mode with the same durability, on the disk of the working folder; and what opening costs.</summary>
internal static class OutboxComparison
{
    private const int PayloadLength = 100;
    private const int Rounds = 5;

    private static readonly byte[] Payload = new byte[PayloadLength];

    public static async Task RunAsync(TextWriter output)
    {
        string root = Path.Combine(Environment.CurrentDirectory, "artifacts", "outbox-bench");
        if (Directory.Exists(root)) Directory.Delete(root, true);
        Directory.CreateDirectory(root);
        output.WriteLine($"messages of {PayloadLength} bytes; median of {Rounds} rounds, both taking turns; messages/s");
        foreach (OutboxSyncPolicy policy in (OutboxSyncPolicy[])[OutboxSyncPolicy.EveryRecord, OutboxSyncPolicy.Never])
        {
            string durability = policy == OutboxSyncPolicy.EveryRecord ? "synchronous=FULL" : "synchronous=OFF";
            foreach (int senders in (int[])[1, 16, 256])
            {
                double[] own = new double[Rounds];
                double[] sqlite = new double[Rounds];
                for (int round = 0; round < Rounds; round++)
                {
                    TimeSpan time = TimeSpan.FromSeconds(1);
                    own[round] = await MeasureOutboxAsync(Path.Combine(root, $"outbox-{policy}-{senders}-{round}"), policy, senders, time);
                    sqlite[round] = MeasureSqlite(Path.Combine(root, $"sqlite-{policy}-{senders}-{round}.db"), policy, senders, time);
                }

                output.WriteLine($"{policy,-12} {senders,4} senders   FileOutbox {Median(own),10:N0}   SQLite WAL {durability}, {senders} a transaction {Median(sqlite),10:N0}   {Median(own) / Median(sqlite):F2}x");
            }
        }

        Recover(output, Path.Combine(root, "million"));
        Directory.Delete(root, true);
    }

    // Each sender waits until its message is accepted, and then sends the next.
    private static async Task<double> MeasureOutboxAsync(string folder, OutboxSyncPolicy policy, int senders, TimeSpan time)
    {
        using var outbox = new FileOutbox(folder) { SyncPolicy = policy, MaxBytes = 4L << 30 };
        outbox.Attach("bench", static (_, _) => { });
        long sent = 0;
        long start = Stopwatch.GetTimestamp();
        if (senders == 1)
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                outbox.TryAppend(default, Payload, sent, out _);
                sent++;
            }
        }
        else
        {
            await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
            {
                while (Stopwatch.GetElapsedTime(start) < time)
                {
                    await outbox.AppendAsync(default, Payload, 0);
                    Interlocked.Increment(ref sent);
                }
            })));
        }

        return sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // One writer that has been handed as many messages as there are senders: the best that SQLite can be given.
    private static double MeasureSqlite(string file, OutboxSyncPolicy policy, int senders, TimeSpan time)
    {
        using var store = new SqliteStore(file, policy);
        long sent = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            store.Append(Payload, senders);
            sent += senders;
        }

        return sent / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Recover(TextWriter output, string folder)
    {
        const int Count = 1_000_000;
        using (var outbox = new FileOutbox(folder) { SyncPolicy = OutboxSyncPolicy.Never, MaxBytes = 4L << 30 })
        {
            outbox.Attach("bench", static (_, _) => { });
            Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => outbox.TryAppend(default, Payload, i, out _));
            output.WriteLine($"{Count:N0} messages take {outbox.DiskBytes:N0} bytes on the disk: {(double)outbox.DiskBytes / Count:F1} each, {PayloadLength} of them the payload");
        }

        long before = GC.GetTotalMemory(true);
        long start = Stopwatch.GetTimestamp();
        using var again = new FileOutbox(folder) { MaxBytes = 4L << 30 };
        again.Attach("bench", static (_, _) => { });
        TimeSpan opened = Stopwatch.GetElapsedTime(start);
        var record = new OutboxRecord();
        long read = 0;
        for (long from = 1; again.TryRead(from, record); from = record.Sequence + 1) read++;
        TimeSpan all = Stopwatch.GetElapsedTime(start) - opened;
        long held = GC.GetTotalMemory(true) - before;
        output.WriteLine($"opening with {again.Count:N0} messages: {opened.TotalMilliseconds:F1} ms; reading and checking all {read:N0}: {all.TotalMilliseconds:F0} ms; memory held after that: {held / 1024:N0} KB");
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
