using System;
using IoTC.Buffers;
using NUnit.Framework;

namespace IoTC.Core.Tests.Buffers;

[TestFixture]
internal sealed class ReceiveBufferTests
{
    [Test]
    public void GivesBackWhatCameWhateverThePieces()
    {
        var random = new Random(14);
        for (int round = 0; round < 200; round++)
        {
            var buffer = new ReceiveBuffer(random.Next(1, 20), random.Next(1, 60));
            int written = 0;
            int read = 0;
            for (int step = 0; step < 300; step++)
            {
                buffer.GetWindow(out byte[] window, out int offset, out int count);
                Assert.That(window, Is.SameAs(buffer.Array));
                int come = random.Next(count + 1);
                for (int i = 0; i < come; i++) window[offset + i] = (byte)written++;
                buffer.Commit(come);
                Assert.That(buffer.Count, Is.EqualTo(written - read));

                int taken = random.Next(buffer.Count + 1);
                for (int i = 0; i < taken; i++) Assert.That(buffer.Array[buffer.Start + i], Is.EqualTo((byte)read++));
                buffer.Consume(taken);
                Assert.That(buffer.Array, Has.Length.LessThanOrEqualTo(buffer.MaxCapacity));
            }
        }
    }

    [Test]
    public void GrowsOnlyWhenFull()
    {
        var buffer = new ReceiveBuffer(4, 10);
        Fill(buffer, 4);
        Assert.That(buffer.Array, Has.Length.EqualTo(4));
        Fill(buffer, 4);
        Assert.That(buffer.Array, Has.Length.EqualTo(8));
        Fill(buffer, 2);
        Assert.That(buffer.Array, Has.Length.EqualTo(10));
        buffer.GetWindow(out _, out _, out int count);
        Assert.That(count, Is.Zero, "full, and at its limit");
        Assert.That(buffer.Count, Is.EqualTo(10));
    }

    [Test]
    public void MovesBeforeItGrows()
    {
        var buffer = new ReceiveBuffer(4, 100);
        Fill(buffer, 4);
        buffer.Consume(1);
        buffer.GetWindow(out _, out int offset, out int count);
        Assert.That(buffer.Array, Has.Length.EqualTo(4));
        Assert.That(offset, Is.EqualTo(3));
        Assert.That(count, Is.EqualTo(1));
    }

    [Test]
    public void EmptyBeginsAtTheFront()
    {
        var buffer = new ReceiveBuffer(4, 4);
        Fill(buffer, 3);
        buffer.Consume(3);
        buffer.GetWindow(out _, out int offset, out int count);
        Assert.That(offset, Is.Zero);
        Assert.That(count, Is.EqualTo(4));
    }

    [Test]
    public void ClearForgets()
    {
        var buffer = new ReceiveBuffer(4, 4);
        Fill(buffer, 3);
        buffer.Clear();
        Assert.That(buffer.Count, Is.Zero);
        Assert.That(buffer.Start, Is.Zero);
    }

    [Test]
    public void LimitIsAtLeastTheCapacity() => Assert.That(new ReceiveBuffer(8, 4).MaxCapacity, Is.EqualTo(8));

    [TestCase(-1)]
    [TestCase(5)]
    public void RefusesMoreThanTheWindow(int count)
    {
        var buffer = new ReceiveBuffer(4, 8);
        Assert.That(() => buffer.Commit(count), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static void Fill(ReceiveBuffer buffer, int count)
    {
        buffer.GetWindow(out byte[] window, out int offset, out int room);
        Assert.That(room, Is.GreaterThanOrEqualTo(count));
        Array.Fill(window, (byte)1, offset, count);
        buffer.Commit(count);
    }
}
