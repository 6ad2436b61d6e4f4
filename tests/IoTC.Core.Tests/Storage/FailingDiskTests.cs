using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>A disk that is full, read-only, or fails: a clear error, nothing accepted is lost, and it goes on when the disk does.</summary>
public sealed class FailingDiskTests
{
    [Test]
    public void A_full_disk_refuses_and_takes_again_when_there_is_room()
    {
        var disk = new MemoryDisk { Capacity = 20_000 };
        FileOutbox outbox = Open(disk);
        var accepted = new List<string>();
        IoTCException? refused = null;
        for (int i = 0; refused == null; i++)
        {
            string payload = i + new string('x', 300);
            try
            {
                outbox.Append(payload);
                accepted.Add(payload);
            }
            catch (IoTCException exception)
            {
                refused = exception;
            }
        }

        Assert.That(accepted, Has.Count.GreaterThan(30));
        Assert.That(refused.Error, Is.EqualTo(IoTCError.Storage));
        Assert.That(refused.Message, Does.Contain("disk is full").And.Contain("safe").And.Contain("free some space"));
        for (int i = 0; i < 5; i++) Assert.Throws<IoTCException>(() => outbox.Append(new string('y', 1000)));
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(accepted), "sending goes on meanwhile");
        Assert.That(outbox.Count, Is.EqualTo(accepted.Count));

        disk.Capacity = long.MaxValue;
        outbox.Append("back");
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(accepted.Append("back")));
        Assert.That(Open(disk).ReadPayloads(), Is.EqualTo(accepted.Append("back")), "and in the next process");
        Assert.That(outbox.LostCount, Is.Zero);
    }

    [TestCase("write")]
    [TestCase("sync")]
    [TestCase("create")]
    [TestCase("sync folder")]
    public async Task An_operation_that_fails_now_and_then_loses_nothing_that_was_accepted(string operation)
    {
        var random = new Random(11);
        var disk = new MemoryDisk();
        FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 });
        disk.Fault = each => each == operation && random.Next(3) == 0 ? new IOException("the disk fails") : null;
        var accepted = new List<string>();
        int refusedCount = 0;
        for (int i = 0; i < 500; i++)
        {
            string payload = i + new string('x', 1000);
            try
            {
                await outbox.AppendAsync(default, Encoding.UTF8.GetBytes(payload), 0);
                accepted.Add(payload);
            }
            catch (IoTCException exception) when (exception.Error == IoTCError.Storage)
            {
                refusedCount++;
            }
        }

        disk.Fault = static _ => null;
        Assert.That(refusedCount, Is.Positive);
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(accepted));
        Assert.That(outbox.Count, Is.EqualTo(accepted.Count));
        FileOutbox again = Open(disk);
        Assert.That(again.ReadPayloads(), Is.EqualTo(accepted));
        Assert.That(again.LostCount, Is.Zero);
    }

    [Test]
    public void What_failed_and_could_not_be_cut_off_is_not_sent_by_the_next_process()
    {
        var disk = new MemoryDisk();
        FileOutbox outbox = Open(disk);
        outbox.Append("1");
        disk.Fault = static operation => operation is "sync" or "truncate" ? new IOException("the disk fails") : null;
        Assert.Throws<IoTCException>(() => outbox.Append("refused"));
        disk.Fault = static _ => null;
        outbox.Append("2");
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(new[] { "1", "2" }));
        FileOutbox again = Open(disk);
        Assert.That(again.ReadPayloads(), Is.EqualTo(new[] { "1", "2" }));
        Assert.That(again.LostCount, Is.Zero);
    }

    [Test]
    public void A_failing_read_is_told_and_tried_again()
    {
        var disk = new MemoryDisk();
        FileOutbox outbox = Open(disk);
        outbox.AppendMany(0, 10);
        disk.Fault = static operation => operation == "read" ? new IOException("the disk fails") : null;
        IoTCException failed = Assert.Throws<IoTCException>(() => outbox.ReadPayloads())!;
        Assert.That(failed.Error, Is.EqualTo(IoTCError.Storage));
        disk.Fault = static _ => null;
        Assert.That(outbox.ReadPayloads(), Is.EqualTo(Numbers(0, 10)));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_refused_with_what_to_do()
    {
        var disk = new MemoryDisk { Fault = static operation => operation == "lock" ? new UnauthorizedAccessException("Access denied") : null };
        IoTCException refused = Assert.Throws<IoTCException>(() => Open(disk))!;
        Assert.That(refused.Error, Is.EqualTo(IoTCError.Storage));
        Assert.That(refused.Message, Does.Contain("cannot be written"));
    }

    [Test]
    public void A_file_in_the_folders_place_is_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            Assert.That(Assert.Throws<IoTCException>(() => Attach(new FileOutbox(path)))!.Message, Does.Contain("Check the path"));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
