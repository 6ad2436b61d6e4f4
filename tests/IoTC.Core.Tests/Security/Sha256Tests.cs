using System;
using System.Security.Cryptography;
using System.Text;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class Sha256Tests
{
    // FIPS 180-2 appendix B, and the examples NIST publishes with FIPS 180-4.
    [TestCase("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [TestCase("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [TestCase("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [TestCase(
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void PublishedVectors(string message, string expected)
    {
        byte[] data = Encoding.ASCII.GetBytes(message);
        Assert.That(Hash(data, data.Length + 1), Is.EqualTo(Convert.FromHexString(expected)));
        Assert.That(Hash(data, 1), Is.EqualTo(Convert.FromHexString(expected)), "byte by byte");
    }

    [TestCase(1000000)]
    [TestCase(4096)]
    [TestCase(63)]
    public void AMillionTimesA(int piece)
    {
        var data = new byte[1000000];
        Array.Fill(data, (byte)'a');
        Assert.That(
            Hash(data, piece), Is.EqualTo(Convert.FromHexString("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")));
    }

    [Test]
    public void EveryLengthAroundTheBlocksAgreesWithDotNet()
    {
        var data = new byte[260];
        new Random(3).NextBytes(data);
        for (int length = 0; length <= data.Length; length++)
        {
            byte[] message = data[..length];
            Assert.That(Hash(message, 64), Is.EqualTo(SHA256.HashData(message)), $"{length} bytes");
            Assert.That(Hash(message, 13), Is.EqualTo(SHA256.HashData(message)), $"{length} bytes in pieces");
        }
    }

    [Test]
    public void EverySplitGivesTheSame()
    {
        var data = new byte[150];
        new Random(4).NextBytes(data);
        byte[] expected = SHA256.HashData(data);
        var hash = new Sha256();
        var output = new byte[40];
        for (int split = 0; split <= data.Length; split++)
        {
            hash.Append(data, 0, split);
            hash.Append(data, split, data.Length - split);
            hash.Finish(output, 5);
            Assert.That(output[5..37], Is.EqualTo(expected), $"split at {split}");
        }
    }

    [Test]
    public void ResetForgets()
    {
        var hash = new Sha256();
        var output = new byte[Sha256.HashSize];
        hash.Append("secret"u8.ToArray(), 0, 6);
        hash.Reset();
        hash.Finish(output, 0);
        Assert.That(output, Is.EqualTo(SHA256.HashData([])));
        hash.Append("secret"u8.ToArray(), 0, 6);
        hash.Clear();
        hash.Append("abc"u8.ToArray(), 0, 3);
        hash.Finish(output, 0);
        Assert.That(output, Is.EqualTo(SHA256.HashData("abc"u8)));
    }

    [Test]
    public void RefusesWhatIsNoRange()
    {
        var hash = new Sha256();
        Assert.That(() => hash.Append(new byte[3], 2, 2), Throws.ArgumentException);
        Assert.That(() => hash.Finish(new byte[32], 1), Throws.ArgumentException);
    }

    [Test]
    public void AllocatesNothing()
    {
        var hash = new Sha256();
        var data = new byte[100];
        Assert.That(
            Allocated.Bytes(() =>
            {
                hash.Append(data, 0, data.Length);
                hash.Finish(data, 0);
            }),
            Is.Zero);
    }

    private static byte[] Hash(byte[] data, int piece)
    {
        var hash = new Sha256();
        for (int i = 0; i < data.Length; i += piece) hash.Append(data, i, Math.Min(piece, data.Length - i));
        var output = new byte[Sha256.HashSize];
        hash.Finish(output, 0);
        return output;
    }
}
