using IoTC.Transport.Sockets.Tls;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

public sealed class RecordHeaderTests
{
    [TestCase(new byte[] { }, ExpectedResult = 0)]
    [TestCase(new byte[] { 23 }, ExpectedResult = 0)]
    [TestCase(new byte[] { 23, 3, 3, 0 }, ExpectedResult = 0)]
    [TestCase(new byte[] { 23, 3, 3, 0, 2 }, ExpectedResult = 0)]
    [TestCase(new byte[] { 23, 3, 3, 0, 2, 1 }, ExpectedResult = 0)]
    [TestCase(new byte[] { 23, 3, 3, 0, 2, 1, 1 }, ExpectedResult = 7)]
    [TestCase(new byte[] { 23, 3, 3, 0, 2, 1, 1, 9 }, ExpectedResult = 7)]
    [TestCase(new byte[] { 23, 3, 3, 0, 0 }, ExpectedResult = 5)]
    [TestCase(new byte[] { (byte)'H' }, ExpectedResult = 1)]
    [TestCase(new byte[] { 23, 4, 0 }, ExpectedResult = 3)]
    [TestCase(new byte[] { 23, 3, 3, 255, 255 }, ExpectedResult = 5)]
    public int Size_of_what_can_be_handed_on(byte[] bytes) => RecordHeader.RecordSize(bytes);

    [Test]
    public void Greatest_record_fits() => Assert.That(RecordHeader.MaxRecordSize, Is.EqualTo(5 + 16_384 + 2_048));
}
