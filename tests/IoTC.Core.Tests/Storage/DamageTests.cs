using System;
using System.Collections.Generic;
using System.Linq;
using IoTC.Storage;
using NUnit.Framework;
using static IoTC.Core.Tests.Storage.OutboxUnderTest;

namespace IoTC.Core.Tests.Storage;

/// <summary>Whatever happens to the bytes: it starts, nothing wrong is read, and no more is lost than was hit.</summary>
public sealed class DamageTests
{
    private static readonly string[] Payloads = ["{\"temperature\":21.5}", "", "abc", new('y', 700), "{\"n\":5}"];

    [Test]
    public void A_bit_turned_anywhere_costs_the_message_it_is_in_and_no_other()
    {
        MemoryDisk disk = Write(out string name);
        int length = disk[name].Length;
        for (int offset = 0; offset < length; offset++)
        {
            disk.Flip(name, offset, offset % 8);
            FileOutbox outbox = Open(disk);
            string[] read = outbox.ReadPayloads();
            int expected = offset < SegmentFormat.HeaderLength ? Payloads.Length : Payloads.Length - 1;
            Assert.That(read, Has.Length.EqualTo(expected), $"byte {offset}");
            Assert.That(Payloads.Where(read.Contains), Is.EqualTo(read), $"byte {offset}");
            // A number can be missed only when a later one is there.
            if (expected < Payloads.Length && offset < length - 34 - Payloads[^1].Length)
            {
                Assert.That(outbox.LostCount, Is.EqualTo(1), $"byte {offset}");
                Assert.That(outbox.DamageCount, Is.EqualTo(1), $"byte {offset}");
            }

            Assert.That(outbox.Append("more"), Is.GreaterThan(Payloads.Length - 1));
            Assert.That(outbox.ReadPayloads(outbox.LastSequence), Is.EqualTo(new[] { "more" }), $"byte {offset}");
            disk = Write(out name);
        }
    }

    [Test]
    public void Without_checksums_a_turned_bit_would_be_sent()
    {
        bool isWrongRead = false;
        for (int offset = SegmentFormat.HeaderLength; offset < SegmentFormat.HeaderLength + 64; offset++)
        {
            MemoryDisk disk = Write(out string name);
            disk.Flip(name, offset, 0);
            FileOutbox outbox = Attach(new FileOutbox("memory", disk) { IgnoresChecksums = true });
            isWrongRead |= outbox.ReadPayloads().Except(Payloads).Any();
        }

        Assert.That(isWrongRead, Is.True, "this is what the checksums are for");
    }

    [Test]
    public void Cut_off_anywhere_it_keeps_what_is_whole()
    {
        MemoryDisk whole = Write(out string name);
        byte[] content = whole[name];
        int kept = 0;
        for (int length = 0; length <= content.Length; length++)
        {
            MemoryDisk disk = Write(out string own);
            disk[own] = disk[own][..length];
            FileOutbox outbox = Open(disk);
            string[] read = outbox.ReadPayloads();
            Assert.That(read, Is.EqualTo(Payloads.Take(read.Length)), $"{length} bytes");
            Assert.That(read, Has.Length.GreaterThanOrEqualTo(kept), $"{length} bytes");
            kept = read.Length;
            outbox.Append("more");
            Assert.That(outbox.ReadPayloads(), Is.EqualTo(Payloads.Take(kept).Append("more")));
        }

        Assert.That(kept, Is.EqualTo(Payloads.Length));
    }

    [Test]
    public void Files_of_nothing_but_noise_keep_nobody_from_starting()
    {
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            MemoryDisk disk = Write(out string name);
            byte[] noise = new byte[random.Next(3000)];
            random.NextBytes(noise);
            disk[name] = noise;
            disk["notes.txt"] = noise;
            using FileOutbox outbox = Open(disk);
            Assert.That(outbox.ReadPayloads(), Is.Empty);
            outbox.Append("more");
            Assert.That(outbox.ReadPayloads(), Is.EqualTo(new[] { "more" }));
            Assert.That(disk["notes.txt"], Is.EqualTo(noise), "what is not its own is left alone");
        }
    }

    [Test]
    public void A_payload_that_looks_like_a_record_is_none()
    {
        // The bytes of one outbox as the payload of another, whose heads are damaged.
        MemoryDisk other = Write(out string otherName);
        byte[] inner = other[otherName];
        var disk = new MemoryDisk();
        string name;
        using (FileOutbox outbox = Open(disk))
        {
            outbox.TryAppend(default, inner, CreatedMs, out _);
            outbox.Append("after");
            name = disk.Names.First(each => each.EndsWith(".outbox", StringComparison.Ordinal));
        }

        disk.Flip(name, SegmentFormat.HeaderLength + 5, 0);
        using FileOutbox again = Open(disk);
        Assert.That(again.ReadPayloads(), Is.EqualTo(new[] { "after" }));
        Assert.That(again.LostCount, Is.EqualTo(1));
    }

    [Test]
    public void A_lost_file_in_the_middle_costs_its_own_messages()
    {
        var disk = new MemoryDisk();
        var lost = new List<(long, long)>();
        using (FileOutbox outbox = Attach(new FileOutbox("memory", disk) { MaxBytes = 1024 * 1024 }))
        {
            for (int i = 0; i < 400; i++) outbox.Append(new string('x', 1000));
        }

        string[] names = [.. disk.Names.Where(each => each.EndsWith(".outbox", StringComparison.Ordinal))];
        disk[names[2]] = new byte[1000];
        using FileOutbox again = Open(disk, (first, last) => lost.Add((first, last)));
        List<(long Sequence, string)> read = again.ReadAll();
        Assert.That(again.LostCount, Is.EqualTo(400 - read.Count).And.GreaterThan(0));
        Assert.That(lost, Has.Count.EqualTo(1), "those who wait are told");
        Assert.That(lost[0].Item2 - lost[0].Item1 + 1, Is.EqualTo(again.LostCount));
        Assert.That(again.Count, Is.EqualTo(read.Count));
        foreach ((long sequence, _) in read) again.Complete(sequence);
        Assert.That(again.Count, Is.Zero);
    }

    private static MemoryDisk Write(out string name)
    {
        var disk = new MemoryDisk();
        FileOutbox outbox = Open(disk);
        foreach (string payload in Payloads) outbox.Append(payload);
        name = disk.Names.First(each => each.EndsWith(".outbox", StringComparison.Ordinal));
        return disk;
    }
}
