using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class HmacSha256Tests
{
    // RFC 4231 §4.2–4.8; the fifth is cut to 128 bits there.
    private static IEnumerable<TestCaseData> Rfc4231()
    {
        yield return Case(1, Repeat(0x0b, 20), Ascii("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        yield return Case(2, Ascii("Jefe"), Ascii("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        yield return Case(3, Repeat(0xaa, 20), Repeat(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        yield return Case(
            4,
            Convert.FromHexString("0102030405060708090a0b0c0d0e0f10111213141516171819"),
            Repeat(0xcd, 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
        yield return Case(5, Repeat(0x0c, 20), Ascii("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b");
        yield return Case(
            6,
            Repeat(0xaa, 131),
            Ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
        yield return Case(
            7,
            Repeat(0xaa, 131),
            Ascii("This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }

    [TestCaseSource(nameof(Rfc4231))]
    public void PublishedVectors(byte[] key, byte[] data, string expected)
    {
        byte[] code = HmacSha256.Compute(key, data);
        Assert.That(code, Has.Length.EqualTo(32));
        Assert.That(Convert.ToHexStringLower(code), Does.StartWith(expected));
    }

    [Test]
    public void EveryKeyLengthAgreesWithDotNet()
    {
        var random = new Random(5);
        for (int length = 0; length < 140; length++)
        {
            var key = new byte[length];
            var data = new byte[random.Next(200)];
            random.NextBytes(key);
            random.NextBytes(data);
            Assert.That(HmacSha256.Compute(key, data), Is.EqualTo(HMACSHA256.HashData(key, data)), $"key of {length} bytes");
        }
    }

    [Test]
    public void ServesManyMessages()
    {
        byte[] key = Ascii("key");
        var hmac = new HmacSha256(key);
        var output = new byte[34];
        for (int length = 0; length < 100; length++)
        {
            byte[] data = Repeat(7, length);
            hmac.Append(data, 0, length / 2);
            hmac.Append(data, length / 2, length - (length / 2));
            hmac.Finish(output, 1);
            Assert.That(output[1..33], Is.EqualTo(HMACSHA256.HashData(key, data)));
            hmac.Append(data, 0, length);
            hmac.Reset();
        }
    }

    [Test]
    public void TheKeyIsNotKeptAndNotChanged()
    {
        byte[] key = Ascii("key");
        var hmac = new HmacSha256(key);
        Assert.That(key, Is.EqualTo(Ascii("key")));
        byte[] expected = HMACSHA256.HashData(key, new byte[] { 1 });
        Array.Clear(key);
        var output = new byte[32];
        hmac.Append([1], 0, 1);
        hmac.Finish(output, 0);
        Assert.That(output, Is.EqualTo(expected));
    }

    [Test]
    public void NothingWorksAfterClear()
    {
        var hmac = new HmacSha256(Ascii("key"));
        hmac.Clear();
        Assert.That(hmac.Reset, Throws.InvalidOperationException);
        Assert.That(() => hmac.Append([1], 0, 1), Throws.InvalidOperationException);
        Assert.That(() => hmac.Finish(new byte[32], 0), Throws.InvalidOperationException);
        Assert.That(hmac.Clear, Throws.Nothing);
    }

    [Test]
    public void RefusesTooSmallOutputAndKeepsWhatWasAppended()
    {
        var hmac = new HmacSha256(Ascii("key"));
        hmac.Append([1], 0, 1);
        Assert.That(() => hmac.Finish(new byte[31], 0), Throws.ArgumentException);
        var output = new byte[32];
        hmac.Finish(output, 0);
        Assert.That(output, Is.EqualTo(HMACSHA256.HashData(Ascii("key"), new byte[] { 1 })));
    }

    [Test]
    public void AllocatesNothing()
    {
        var hmac = new HmacSha256(Ascii("key"));
        var data = new byte[100];
        Assert.That(
            Allocated.Bytes(() =>
            {
                hmac.Append(data, 0, data.Length);
                hmac.Finish(data, 0);
            }),
            Is.Zero);
    }

    private static TestCaseData Case(int number, byte[] key, byte[] data, string code)
        => new TestCaseData(key, data, code).SetArgDisplayNames($"RFC 4231 case {number}");

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Repeat(byte value, int count)
    {
        var bytes = new byte[count];
        Array.Fill(bytes, value);
        return bytes;
    }
}
