using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

public sealed class FileOutboxTests
{
    [Test]
    public void Keeps_everything_about_a_message()
    {
        var disk = new MemoryDisk();
        using (FileOutbox outbox = Open(disk)) outbox.Append("{\"t\":1}", "$.sub=pump&a=b");
        using FileOutbox again = Open(disk);
        var record = new OutboxRecord();
        Assert.That(again.TryRead(1, record), Is.True);
        Assert.That((record.Sequence, record.CreatedUnixMs), Is.EqualTo((1L, CreatedMs)));
        Assert.That(Encoding.UTF8.GetString(record.Properties.Span), Is.EqualTo("$.sub=pump&a=b"));
        Assert.That(Encoding.UTF8.GetString(record.Payload.Span), Is.EqualTo("{\"t\":1}"));
        Assert.That(again.TryRead(2, record), Is.False);
    }

    [Test]
    public void A_message_id_is_the_same_at_each_reading_and_in_each_process_and_no_others()
    {
        var disk = new MemoryDisk();
        var ids = new List<string>[3];
        for (int process = 0; process < 3; process++)
        {
            using FileOutbox outbox = Open(disk);
            if (process < 2) outbox.AppendMany(0, 5);
            ids[process] = Ids(outbox);
        }

        Assert.That(ids[2], Has.Count.EqualTo(10).And.Unique);
        Assert.That(ids[2].Take(5), Is.EqualTo(ids[0]));
        Assert.That(ids[2], Is.EqualTo(ids[1]));
    }

    [Test]
    public void What_is_completed_is_not_read_again_in_this_process_or_the_next()
    {
        var disk = new MemoryDisk();
        using (FileOutbox outbox = Open(disk))
        {
            outbox.AppendMany(0, 10);
            for (int i = 1; i <= 4; i++) outbox.Complete(i);
            outbox.Complete(7);
            Assert.That(outbox.ReadPayloads(), Is.EqualTo(new[] { "4", "5", "7", "8", "9" }));
            Assert.That(outbox.Count, Is.EqualTo(5));
        }

        using FileOutbox again = Open(disk);
        // Of those out of order only what is before the first gap is written down; 7 comes again, with the same message id.
        Assert.That(again.ReadPayloads(), Is.EqualTo(Numbers(4, 6)));
        Assert.That(again.Count, Is.EqualTo(6));
        Assert.That(again.LastSequence, Is.EqualTo(10));
    }

    [Test]
    public void Numbers_grow_across_processes_when_everything_is_completed_too()
    {
        var disk = new MemoryDisk();
        long last = 0;
        for (int process = 0; process < 5; process++)
        {
            using FileOutbox outbox = Open(disk);
            Assert.That(outbox.Count, Is.Zero);
            for (int i = 0; i < 3; i++)
            {
                long sequence = outbox.Append("x");
                Assert.That(sequence, Is.GreaterThan(last));
                last = sequence;
                outbox.Complete(sequence);
            }
        }

        Assert.That(disk.Names.Count(name => name.EndsWith(".outbox", StringComparison.Ordinal)), Is.LessThanOrEqualTo(2), "finished files are deleted");
    }

    [Test]
    public void Numbers_grow_when_a_process_ends_right_after_completing_what_another_has_left()
    {
        var disk = new MemoryDisk();
        Open(disk).Append("1");
        disk = disk.Copy();
        FileOutbox second = Open(disk);
        second.Complete(1);
        SpinWait.SpinUntil(() => !second.IsCommitting);
        Assert.That(Open(disk.Copy()).Append("2"), Is.GreaterThan(1));
    }

    [Test]
    public void Finished_files_are_deleted_while_it_works()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 });
        string payload = new('x', 1000);
        for (int i = 0; i < 2000; i++) outbox.Complete(outbox.Append(payload));
        outbox.Flush();
        Assert.That(outbox.Count, Is.Zero);
        Assert.That(outbox.DiskBytes, Is.LessThan(128 * 1024));
        Assert.That(disk.Names.Count(), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void Refuses_when_its_room_is_used_up_and_takes_again_when_there_is_some()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 });
        byte[] payload = new byte[10_000];
        int taken = 0;
        while (outbox.TryAppend(default, payload, 0, out _) == IoTCError.None) taken++;
        Assert.That(taken, Is.InRange(90, 104));
        Assert.That(outbox.DiskBytes, Is.LessThanOrEqualTo(1024 * 1024));
        IoTCException refused = Assert.ThrowsAsync<IoTCException>(async () => await outbox.AppendAsync(default, payload, 0))!;
        Assert.That(refused.Error, Is.EqualTo(IoTCError.OutboxFull));
        Assert.That(refused.Message, Does.Contain("MaxBytes"));
        for (int i = 1; i <= 20; i++) outbox.Complete(i);
        Assert.That(outbox.TryAppend(default, payload, 0, out _), Is.EqualTo(IoTCError.None));
        Assert.That(outbox.Count, Is.EqualTo(taken - 19));
    }

    [Test]
    public void Drops_the_oldest_when_told_so_counts_them_and_tells_which()
    {
        var disk = new MemoryDisk();
        var dropped = new List<long>();
        using FileOutbox outbox = Attach(
            new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024, FullPolicy = OutboxFullPolicy.DropOldest },
            (first, last) => dropped.AddRange(Enumerable.Range((int)first, (int)(last - first) + 1).Select(i => (long)i)));
        string payload = new('x', 10_000);
        for (int i = 0; i < 300; i++) outbox.Append(payload);
        List<long> kept = [.. outbox.ReadAll().Select(each => each.Sequence)];
        Assert.That(outbox.DroppedCount, Is.EqualTo(dropped.Count).And.GreaterThan(150));
        Assert.That(dropped, Is.EqualTo(Enumerable.Range(1, dropped.Count)));
        Assert.That(kept, Is.EqualTo(Enumerable.Range(dropped.Count + 1, 300 - dropped.Count)));
        Assert.That(kept, Has.Count.GreaterThan(80), "a file is an eighth at most");
        Assert.That(outbox.Count, Is.EqualTo(kept.Count));
        Assert.That(outbox.LostCount, Is.Zero);
    }

    [Test]
    public void What_was_read_is_not_dropped_it_goes_on_from_memory()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024, FullPolicy = OutboxFullPolicy.DropOldest });
        string payload = new('x', 10_000);
        var record = new OutboxRecord();
        outbox.Append(payload);
        Assert.That(outbox.TryRead(1, record), Is.True);
        for (int i = 0; i < 300; i++) outbox.Append(payload);
        long before = outbox.Count;
        outbox.Complete(1);
        Assert.That(outbox.Count, Is.EqualTo(before - 1));
        Assert.That(outbox.DroppedCount + outbox.Count, Is.EqualTo(300));
    }

    [Test]
    public void Going_back_reads_again()
    {
        using FileOutbox outbox = Open(new MemoryDisk());
        outbox.AppendMany(0, 20);
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(Numbers(0, 20)));
        outbox.Complete(11);
        Assert.That(outbox.ReadPayloads(10), Is.EqualTo(new[] { "9", "11", "12", "13", "14", "15", "16", "17", "18", "19" }));
        outbox.Append("20");
        Assert.That(outbox.ReadPayloads(21), Is.EqualTo(new[] { "20" }));
    }

    [Test]
    public async Task Many_at_once_share_the_disks_work()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Open(disk);
        var gate = new ManualResetEventSlim();
        int syncs = 0;
        disk.Fault = operation =>
        {
            if (operation == "sync" && Interlocked.Increment(ref syncs) == 1) gate.Wait();
            return null;
        };
        Task<long>[] appends = [.. Enumerable.Range(0, 1000).Select(i => outbox.AppendAsync(default, Encoding.UTF8.GetBytes(i.ToString()), 0).AsTask())];
        Assert.That(appends.Any(append => append.IsCompleted), Is.False, "nothing is accepted before the disk has it");
        gate.Set();
        long[] sequences = await Task.WhenAll(appends);
        Assert.That(sequences, Is.EqualTo(Enumerable.Range(1, 1000)));
        Assert.That(syncs, Is.LessThanOrEqualTo(3));
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(Numbers(0, 1000)));
    }

    [Test]
    public void Blocking_threads_share_the_disks_work_too()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Open(disk);
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(t => new Thread(() => outbox.AppendMany(t * 1000, 200)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        string[] payloads = outbox.ReadPayloads();
        Assert.That(payloads, Has.Length.EqualTo(1600).And.Unique);
        for (int t = 0; t < 8; t++)
        {
            Assert.That(payloads.Where(payload => int.Parse(payload) / 1000 == t), Is.EqualTo(Numbers(t * 1000, 200)), "each thread's own order");
        }
    }

    [Test]
    public void Never_asks_the_disk_when_told_so()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { SyncPolicy = OutboxSyncPolicy.Never });
        int before = disk.SyncCount;
        outbox.AppendMany(0, 100);
        outbox.Flush();
        Assert.That(disk.SyncCount, Is.EqualTo(before));
    }

    [Test]
    public void Asks_the_disk_within_the_interval()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Attach(new FileOutbox("memory", disk) { SyncPolicy = OutboxSyncPolicy.Interval, SyncIntervalMs = 5 });
        using var synced = new ManualResetEventSlim();
        disk.Fault = operation =>
        {
            if (operation == "sync") synced.Set();
            return null;
        };
        outbox.AppendMany(0, 100);
        Assert.That(synced.Wait(TimeSpan.FromSeconds(10)), Is.True);
    }

    [Test]
    public void Another_device_is_kept_out_and_a_damaged_name_is_not()
    {
        var disk = new MemoryDisk();
        using (FileOutbox outbox = Open(disk)) outbox.Append("1");
        IoTCException refused = Assert.Throws<IoTCException>(() => Open(disk, device: "thermostat-2"))!;
        Assert.That(refused.Message, Does.Contain("thermostat-1").And.Contain("thermostat-2").And.Contain("folder of its own"));
        disk.Flip("device", 3, 1);
        using FileOutbox again = Open(disk);
        Assert.That(again.ReadPayloads(), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public void A_newer_format_is_not_touched()
    {
        var disk = new MemoryDisk();
        using (FileOutbox outbox = Open(disk)) outbox.Append("1");
        string name = disk.Names.First(each => each.EndsWith(".outbox", StringComparison.Ordinal));
        byte[] content = disk[name];
        content[7] = 2;
        Assert.That(IoTC.Storage.SegmentFormat.TryParseName(name, out _, out uint salt), Is.True);
        BitConverter.TryWriteBytes(content.AsSpan(44), IoTC.Storage.SegmentFormat.Checksum(salt, content.AsSpan(0, 44)));
        disk[name] = content;
        Assert.That(Assert.Throws<IoTCException>(() => Open(disk))!.Message, Does.Contain("newer version"));
    }

    [Test]
    public void Settings_that_cannot_work_are_refused_by_name()
    {
        Assert.That(Assert.Throws<ArgumentException>(() => _ = new FileOutbox(" "))!.Message, Does.Contain("folder"));
        Assert.That(Assert.Throws<ArgumentException>(() => Attach(new FileOutbox("memory", new MemoryDisk()) { MaxBytes = 1000 }))!.Message, Does.Contain("MaxBytes"));
        Assert.That(Assert.Throws<ArgumentException>(() => Attach(new FileOutbox("memory", new MemoryDisk()) { SyncIntervalMs = 0 }))!.Message, Does.Contain("SyncIntervalMs"));
    }

    [Test]
    public void A_large_message_goes_through_and_one_that_is_too_large_does_not()
    {
        var disk = new MemoryDisk();
        using FileOutbox outbox = Open(disk);
        string largest = new('x', 262144);
        outbox.Append(largest);
        outbox.Append("small");
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(new[] { largest, "small" }));
        Assert.Throws<ArgumentException>(() => outbox.Append(new string('x', 262145)));
    }

    [Test]
    public void Opening_reads_no_more_than_the_last_file()
    {
        var disk = new MemoryDisk();
        using (FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024, SyncPolicy = OutboxSyncPolicy.Never }))
        {
            for (int i = 0; i < 900; i++) outbox.Append(new string('x', 1000));
        }

        long read = 0;
        disk.Fault = operation =>
        {
            if (operation == "read") read++;
            return null;
        };
        using FileOutbox again = Open(disk);
        Assert.That(again.Count, Is.EqualTo(900));
        Assert.That(read, Is.LessThan(disk.Names.Count() + 6));
        Assert.That(disk.LongestRead, Is.LessThanOrEqualTo(64 * 1024));
    }

    [Test]
    public void A_folder_has_one_user_at_a_time()
    {
        string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox-" + Guid.NewGuid().ToString("N"));
        try
        {
            using (FileOutbox first = Attach(new FileOutbox(folder)))
            {
                first.Append("1");
                IoTCException refused = Assert.Throws<IoTCException>(() => Attach(new FileOutbox(folder)))!;
                Assert.That(refused.Error, Is.EqualTo(IoTCError.Storage));
                Assert.That(refused.Message, Does.Contain("in use"));
                Assert.That(first.ReadPayloads(), Is.EqualTo(new[] { "1" }));
            }

            using FileOutbox second = Attach(new FileOutbox(folder));
            Assert.That(second.ReadPayloads(), Is.EqualTo(new[] { "1" }));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Folder_and_files_are_for_the_device_s_user_alone()
    {
        string above = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox-" + Guid.NewGuid().ToString("N"));
        string folder = Path.Combine(above, "outbox");
        try
        {
            Directory.CreateDirectory(above);
            using FileOutbox outbox = Attach(new FileOutbox(folder));
            outbox.Append("1");
            const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.That(new DirectoryInfo(folder).UnixFileMode, Is.EqualTo(File | UnixFileMode.UserExecute));
            FileInfo[] files = new DirectoryInfo(folder).GetFiles();
            Assert.That(files, Has.Length.EqualTo(3));
            Assert.That(files.Select(static file => file.UnixFileMode), Is.All.EqualTo(File));
        }
        finally
        {
            Directory.Delete(above, true);
        }
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_that_is_there_keeps_its_mode()
    {
        string folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "outbox-" + Guid.NewGuid().ToString("N"));
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
        try
        {
            Directory.CreateDirectory(folder);
            File.SetUnixFileMode(folder, Mode);
            using FileOutbox outbox = Attach(new FileOutbox(folder));
            Assert.That(new DirectoryInfo(folder).UnixFileMode, Is.EqualTo(Mode));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static List<string> Ids(FileOutbox outbox)
    {
        var ids = new List<string>();
        var record = new OutboxRecord();
        for (long from = 1; outbox.TryRead(from, record); from = record.Sequence + 1) ids.Add(Encoding.ASCII.GetString(record.MessageId.Span));
        return ids;
    }
}
