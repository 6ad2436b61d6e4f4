using System;
using System.Text;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class Base64Tests
{
    // RFC 4648 §10.
    [TestCase("", "")]
    [TestCase("f", "Zg==")]
    [TestCase("fo", "Zm8=")]
    [TestCase("foo", "Zm9v")]
    [TestCase("foob", "Zm9vYg==")]
    [TestCase("fooba", "Zm9vYmE=")]
    [TestCase("foobar", "Zm9vYmFy")]
    public void PublishedVectors(string plain, string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(plain);
        Assert.That(Base64.Encode(bytes, 0, bytes.Length), Is.EqualTo(text));
        Assert.That(Base64.TryDecode(text, out byte[] decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(bytes));
    }

    [Test]
    public void EveryLetterAgreesWithDotNet()
    {
        var random = new Random(6);
        for (int length = 0; length < 200; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            string text = Convert.ToBase64String(bytes);
            Assert.That(Base64.Encode(bytes, 0, length), Is.EqualTo(text));
            Assert.That(Base64.TryDecode(text, out byte[] decoded), Is.True);
            Assert.That(decoded, Is.EqualTo(bytes));
        }
    }

    [TestCase("Z")]
    [TestCase("Zg")]
    [TestCase("Zg=")]
    [TestCase("Zg===")]
    [TestCase("====")]
    [TestCase("Z===")]
    [TestCase("=")]
    [TestCase("==")]
    [TestCase("Zg==Zg==")]
    [TestCase("Zm=v")]
    [TestCase("=m9v")]
    [TestCase("Zh==", Description = "bits beyond the data")]
    [TestCase("Zm9=", Description = "bits beyond the data")]
    [TestCase("Zm9v ")]
    [TestCase(" Zm9v")]
    [TestCase("Zm 9v")]
    [TestCase("Zm9v\n")]
    [TestCase("Zm9v\r\n")]
    [TestCase("Zm9v\nZm9v")]
    [TestCase("Zm-v")]
    [TestCase("Zm_v")]
    [TestCase("Zm9\u00e9")]
    [TestCase("Zm9\u0141")]
    [TestCase("Zm9\uff21")]
    [TestCase("Zm9\0")]
    [TestCase("Zm9.")]
    [TestCase("!m9v")]
    public void RefusesEverythingElse(string text)
    {
        Assert.That(Base64.TryDecode(text, out byte[] bytes), Is.False);
        Assert.That(bytes, Is.Empty);
    }

    [Test]
    public void NullIsNotBase64() => Assert.That(Base64.TryDecode(null!, out _), Is.False);

    [Test]
    public void OnlyWhatEncodeWritesIsTaken()
    {
        var random = new Random(8);
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        int taken = 0;
        for (int round = 0; round < 50000; round++)
        {
            string text = new(random.GetItems<char>(Letters, 4));
            if (!Base64.TryDecode(text, out byte[] bytes)) continue;
            taken++;
            Assert.That(Convert.ToBase64String(bytes), Is.EqualTo(text));
        }

        Assert.That(taken, Is.Positive);
    }

    [Test]
    public void EncodesRangesIntoRanges()
    {
        byte[] target = "............"u8.ToArray();
        int count = Base64.Encode("xxfoobxx"u8.ToArray(), 2, 4, target, 3);
        Assert.That(count, Is.EqualTo(8));
        Assert.That(Encoding.ASCII.GetString(target), Is.EqualTo("...Zm9vYg==."));
        Assert.That(Base64.EncodedLength(4), Is.EqualTo(8));
        Assert.That(() => Base64.Encode(new byte[2], 1, 2), Throws.ArgumentException);
    }
}
