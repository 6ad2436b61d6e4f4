using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>More comes than can be written at once: who waits for room is served in the order of the calls, and nobody is forgotten.</summary>
public sealed class OutboxOrderTests
{
    private const int LimitSeconds = 60;

    [Test]
    public async Task Messages_that_nobody_awaits_are_accepted_in_the_order_of_the_calls()
    {
        const int Count = 5000;
        using FileOutbox outbox = Open(new MemoryDisk());
        // One hundred KB to one message and back, so that small ones would find a place before large ones that wait.
        Task<long>[] appends = [.. Enumerable.Range(0, Count).Select(i => outbox.AppendAsync(default, Message(i, i % 50 == 0 ? 100_000 : 500), 0).AsTask())];
        long[] sequences = await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds));
        Assert.That(sequences, Is.EqualTo(Enumerable.Range(1, Count)));
        Assert.That(outbox.ReadPayloads().Select(NumberOf), Is.EqualTo(Enumerable.Range(0, Count)));
    }

    [Test]
    public async Task One_that_comes_later_does_not_pass_those_who_wait()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 });
        using var gate = new ManualResetEventSlim();
        disk.Fault = operation =>
        {
            if (operation == "sync") gate.Wait();
            return null;
        };
        // The first is being written; the second fills what is written next; the third does not fit, the fourth would.
        var appends = new List<Task<long>> { outbox.AppendAsync(default, Message(0, 10), 0).AsTask() };
        SpinWait.SpinUntil(() => disk.WriteCount > 2);
        appends.Add(outbox.AppendAsync(default, Message(1, 100_000), 0).AsTask());
        appends.Add(outbox.AppendAsync(default, Message(2, 100_000), 0).AsTask());
        appends.Add(outbox.AppendAsync(default, Message(3, 10), 0).AsTask());
        gate.Set();
        Assert.That(await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds)), Is.EqualTo(new long[] { 1, 2, 3, 4 }));
    }

    [Test]
    public async Task Blocking_and_awaited_senders_together_keep_each_ones_order_and_hang_nobody()
    {
        const int Each = 1500;
        using FileOutbox outbox = Open(new MemoryDisk());
        Task<long[]>[] senders =
        [
            .. Enumerable.Range(0, 2).Select(t => Task.Factory.StartNew(() => Enumerable.Range(0, Each).Select(i => Blocking(outbox, t, i)).ToArray(), TaskCreationOptions.LongRunning)),
            .. Enumerable.Range(2, 2).Select(t => Task.Run(() => Task.WhenAll([.. Enumerable.Range(0, Each).Select(i => outbox.AppendAsync(default, Message((t * Each) + i, 2000), 0).AsTask())]))),
        ];
        long[][] sequences = await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(LimitSeconds));
        foreach (long[] each in sequences) Assert.That(each, Is.Ordered.Ascending);
        Assert.That(sequences.SelectMany(static each => each).Order(), Is.EqualTo(Enumerable.Range(1, 4 * Each)), "each has its own number");
        Assert.That(outbox.Count, Is.EqualTo(4 * Each));

        static long Blocking(FileOutbox outbox, int thread, int i)
        {
            Assert.That(outbox.TryAppend(default, Message((thread * Each) + i, 2000), 0, out long sequence), Is.EqualTo(IoTCError.None));
            return sequence;
        }
    }

    [Test]
    public async Task Those_who_wait_for_room_that_there_is_not_are_refused_and_those_before_them_are_kept()
    {
        using FileOutbox outbox = Attach(new FileOutbox("memory", new MemoryDisk()) { MaxBytes = 1024 * 1024 });
        Task<long>[] appends = [.. Enumerable.Range(0, 2000).Select(i => outbox.AppendAsync(default, Message(i, 1000), 0).AsTask())];
        await Task.WhenAll((IEnumerable<Task>)appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        int accepted = appends.TakeWhile(static append => append.IsCompletedSuccessfully).Count();
        Assert.That(accepted, Is.InRange(900, 1014));
        Assert.That(appends.Skip(accepted).Select(static append => ((IoTCException)append.Exception!.InnerException!).Error), Is.All.EqualTo(IoTCError.OutboxFull));
        Assert.That(outbox.ReadPayloads().Select(NumberOf), Is.EqualTo(Enumerable.Range(0, accepted)));
        Assert.That(outbox.DiskBytes, Is.LessThanOrEqualTo(1024 * 1024));
    }

    [Test]
    public async Task Those_who_wait_take_the_place_of_the_oldest_when_told_so()
    {
        const int Count = 3000;
        long droppedUpTo = 0;
        using FileOutbox outbox = Attach(
            new FileOutbox("memory", new MemoryDisk()) { MaxBytes = 1024 * 1024, FullPolicy = OutboxFullPolicy.DropOldest },
            (_, last) => droppedUpTo = Math.Max(droppedUpTo, last));
        Task<long>[] appends = [.. Enumerable.Range(0, Count).Select(i => outbox.AppendAsync(default, Message(i, 1000), 0).AsTask())];
        Assert.That(await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds)), Is.EqualTo(Enumerable.Range(1, Count)), "none is refused");
        Assert.That(outbox.DroppedCount, Is.EqualTo(droppedUpTo).And.GreaterThan(1900));
        Assert.That(outbox.ReadPayloads().Select(NumberOf), Is.EqualTo(Enumerable.Range((int)droppedUpTo, Count - (int)droppedUpTo)));
        Assert.That(outbox.DiskBytes, Is.LessThanOrEqualTo(1024 * 1024));
    }

    [Test]
    public async Task A_write_that_fails_is_told_to_its_own_messages_only()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 });
        outbox.Append("first");
        int writes = 0;
        disk.Fault = operation => operation == "write" && Interlocked.Increment(ref writes) == 2 ? new System.IO.IOException("the disk fails") : null;
        // What is written at once holds one of these, so that each has a write of its own.
        Task<long>[] appends = [.. Enumerable.Range(0, 5).Select(i => outbox.AppendAsync(default, Message(i, 100_000), 0).AsTask())];
        await Task.WhenAll((IEnumerable<Task>)appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task<long> refused = appends.Single(static append => append.IsFaulted);
        Assert.That(((IoTCException)refused.Exception!.InnerException!).Error, Is.EqualTo(IoTCError.Storage));
        int number = Array.IndexOf(appends, refused);
        disk.Fault = static _ => null;
        Assert.That(outbox.ReadPayloads(2).Select(NumberOf), Is.EqualTo(Enumerable.Range(0, 5).Where(i => i != number)));
    }

    [Test]
    public async Task Disposing_takes_in_those_who_wait()
    {
        const int Count = 3000;
        var disk = new MemoryDisk();
        FileOutbox outbox = Open(disk);
        Task<long>[] appends = [.. Enumerable.Range(0, Count).Select(i => outbox.AppendAsync(default, Message(i, 1000), 0).AsTask())];
        outbox.Dispose();
        Assert.That(await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(LimitSeconds)), Is.EqualTo(Enumerable.Range(1, Count)));
        using FileOutbox again = Open(disk);
        Assert.That(again.Count, Is.EqualTo(Count));
    }

    private static byte[] Message(int number, int length) => Encoding.UTF8.GetBytes($"{number}:".PadRight(length));

    private static int NumberOf(string payload) => int.Parse(payload.AsSpan(0, payload.IndexOf(':')));
}
