using System;
using System.Text;
using IoTC.Buffers;
using NUnit.Framework;

namespace IoTC.Core.Tests.Buffers;

[TestFixture]
internal sealed class ByteBufferTests
{
    [Test]
    public void AppendsEverything()
    {
        var buffer = new ByteBuffer(0, 1000);
        buffer.Append((byte)'a');
        buffer.Append('b');
        buffer.Append("xcdx"u8.ToArray(), 1, 2);
        buffer.Append("e"u8.ToArray());
        buffer.Append("é€\U0001D11E");
        buffer.AppendNumber(long.MinValue);
        Assert.That(buffer.GetString(), Is.EqualTo("abcdeé€\U0001D11E-9223372036854775808"));
        Assert.That(buffer.ToArray(), Is.EqualTo(Encoding.UTF8.GetBytes(buffer.GetString())));
        Assert.That(buffer.Count, Is.EqualTo(buffer.ToArray().Length));
    }

    [Test]
    public void GrowsToItsLimitAndNoFurther()
    {
        var buffer = new ByteBuffer(1, 100);
        for (int i = 0; i < 100; i++) buffer.Append((byte)i);
        Assert.That(buffer.Overflowed, Is.False);
        Assert.That(buffer.Count, Is.EqualTo(100));
        Assert.That(buffer.Array, Has.Length.EqualTo(100));
        buffer.Append((byte)1);
        Assert.That(buffer.Overflowed, Is.True);
        Assert.That(buffer.Count, Is.EqualTo(100));
    }

    [Test]
    public void AfterAnOverflowNothingIsTaken()
    {
        var buffer = new ByteBuffer(0, 4);
        buffer.Append("abcde"u8.ToArray());
        buffer.Append((byte)'x');
        buffer.Append("y");
        Assert.That(buffer.Count, Is.Zero, "no gap in what was written");
        buffer.Truncate(0);
        buffer.Append("yz");
        Assert.That(buffer.GetString(), Is.EqualTo("yz"));
        Assert.That(buffer.Overflowed, Is.False);
    }

    [Test]
    public void TextThatFitsExactlyIsTaken()
    {
        var buffer = new ByteBuffer(0, 8);
        buffer.Append("12345678");
        Assert.That(buffer.GetString(), Is.EqualTo("12345678"));
        buffer.Clear();
        buffer.Append("123456é9");
        Assert.That(buffer.Overflowed, Is.True);
    }

    [Test]
    public void TruncateGoesBack()
    {
        var buffer = new ByteBuffer(0, 10);
        buffer.Append("abc");
        buffer.Truncate(1);
        buffer.Append("z");
        Assert.That(buffer.GetString(), Is.EqualTo("az"));
    }

    [Test]
    public void ReservedBytesCountOnceCommitted()
    {
        var buffer = new ByteBuffer(0, 10);
        Assert.That(buffer.TryReserve(10), Is.True);
        buffer.Array[0] = (byte)'a';
        Assert.That(buffer.Count, Is.Zero);
        buffer.Commit(1);
        Assert.That(buffer.GetString(), Is.EqualTo("a"));
        Assert.That(buffer.TryReserve(int.MaxValue), Is.False);
        Assert.That(buffer.Overflowed, Is.True);
    }

    [Test]
    public void WipeLeavesNothing()
    {
        var buffer = new ByteBuffer(16, 16);
        buffer.Append("secret");
        buffer.Wipe();
        Assert.That(buffer.Count, Is.Zero);
        Assert.That(buffer.Array, Is.All.EqualTo((byte)0));
    }

    [Test]
    public void ClearKeepsTheArray()
    {
        var buffer = new ByteBuffer(0, 1000);
        Assert.That(
            Allocated.Bytes(() =>
            {
                buffer.Clear();
                buffer.Append("some text of a usual length");
                buffer.AppendNumber(12345);
            }),
            Is.Zero);
    }
}
