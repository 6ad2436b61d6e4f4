using System;
using IoTC.Buffers;
using NUnit.Framework;

namespace IoTC.Core.Tests.Buffers;

[TestFixture]
internal sealed class BytesTests
{
    [Test]
    public void ReadsAndWritesBigEndian()
    {
        var buffer = new byte[4];
        foreach (int value in new[] { 0, 1, 255, 256, 0x1234, 65535 })
        {
            Bytes.WriteUInt16(buffer, 1, value);
            Assert.That(Bytes.ReadUInt16(buffer, 1), Is.EqualTo(value));
            Assert.That(buffer, Is.EqualTo(new byte[] { 0, (byte)(value >> 8), (byte)value, 0 }));
        }
    }

    [TestCase(0, 2)]
    [TestCase(2, 0)]
    [TestCase(1, 1)]
    public void CopiesOverlappingRanges(int from, int to)
    {
        byte[] buffer = [1, 2, 3, 4, 5, 6];
        byte[] expected = [1, 2, 3, 4, 5, 6];
        Array.Copy(expected, from, expected, to, 4);
        Bytes.Copy(buffer, from, buffer, to, 4);
        Assert.That(buffer, Is.EqualTo(expected));
    }

    [Test]
    public void ComparesRanges()
    {
        byte[] left = [9, 1, 2, 3];
        byte[] right = [1, 2, 4];
        Assert.That(Bytes.AreEqual(left, 1, right, 0, 2), Is.True);
        Assert.That(Bytes.AreEqual(left, 1, right, 0, 3), Is.False);
        Assert.That(Bytes.AreEqual(left, 4, right, 3, 0), Is.True);
        Assert.That(Bytes.AreEqual(left, 1, 2, [1, 2]), Is.True);
        Assert.That(Bytes.AreEqual(left, 1, 3, [1, 2]), Is.False);
        Assert.That(Bytes.StartsWith(left, 1, 3, [1, 2]), Is.True);
        Assert.That(Bytes.StartsWith(left, 1, 1, [1, 2]), Is.False);
        Assert.That(Bytes.StartsWith(left, 1, 3, []), Is.True);
        Assert.That(Bytes.AreEqualInConstantTime([1, 2], [1, 2]), Is.True);
        Assert.That(Bytes.AreEqualInConstantTime([1, 2], [1, 3]), Is.False);
        Assert.That(Bytes.AreEqualInConstantTime([1, 2], [1, 2, 3]), Is.False);
    }

    [Test]
    public void FindsOnlyInsideTheRange()
    {
        byte[] buffer = [7, 1, 2, 7, 3, 7];
        Assert.That(Bytes.IndexOf(buffer, 0, 6, 7), Is.Zero);
        Assert.That(Bytes.IndexOf(buffer, 1, 5, 7), Is.EqualTo(3));
        Assert.That(Bytes.IndexOf(buffer, 1, 2, 7), Is.EqualTo(-1));
        Assert.That(Bytes.IndexOf(buffer, 6, 0, 7), Is.EqualTo(-1));
    }

    [Test]
    public void CopiesToArraysOfTheirOwn()
    {
        byte[] buffer = [1, 2, 3];
        Assert.That(Bytes.ToArray(buffer, 1, 2), Is.EqualTo(new byte[] { 2, 3 }));
        Assert.That(Bytes.ToArray(buffer, 0, 3), Is.Not.SameAs(buffer));
        Assert.That(Bytes.ToArray(buffer, 3, 0), Is.Empty);
    }

    [TestCase(0, 0, true)]
    [TestCase(0, 3, true)]
    [TestCase(3, 0, true)]
    [TestCase(1, 3, false)]
    [TestCase(4, 0, false)]
    [TestCase(-1, 1, false)]
    [TestCase(0, -1, false)]
    [TestCase(1, int.MaxValue, false)]
    [TestCase(int.MaxValue, int.MaxValue, false)]
    [TestCase(int.MinValue, 1, false)]
    public void KnowsRanges(int offset, int count, bool isRange)
        => Assert.That(Bytes.IsRange(new byte[3], offset, count), Is.EqualTo(isRange));

    [Test]
    public void NullIsNoRange() => Assert.That(Bytes.IsRange(null!, 0, 0), Is.False);
}
