using System;
using System.Security.Cryptography;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class SymmetricKeySignerTests
{
    private const string Key = "c2VjcmV0LWRldmljZS1rZXktb2YtMzItYnl0ZXMhISE=";

    [Test]
    public void SignsAsHmacSha256()
    {
        using var signer = new SymmetricKeySigner(Key);
        byte[] message = "xx{hub}/devices/d\n123xx"u8.ToArray();
        var signature = new byte[36];
        for (int round = 0; round < 3; round++)
        {
            signer.Sign(message, 2, message.Length - 4, signature, 4);
            Assert.That(signature[4..], Is.EqualTo(HMACSHA256.HashData(Convert.FromBase64String(Key), message[2..^2])));
        }
    }

    [Test]
    public void AllWaysToMakeOneAgree()
    {
        Assert.That(SymmetricKeySigner.TryCreate(Key, out SymmetricKeySigner? signer), Is.True);
        byte[] bytes = Convert.FromBase64String(Key);
        using SymmetricKeySigner fromBytes = SymmetricKeySigner.FromBytes(bytes);
        Assert.That(bytes, Is.EqualTo(Convert.FromBase64String(Key)), "left to the caller");
        using (signer)
        {
            Assert.That(Sign(signer!), Is.EqualTo(Sign(fromBytes)));
        }
    }

    [TestCase("")]
    [TestCase("not base64!")]
    [TestCase("c2VjcmV0LWRldmljZS1rZXktb2YtMzItYnl0ZXMhISE")]
    public void RefusesOtherTextWithoutShowingIt(string key)
    {
        Assert.That(SymmetricKeySigner.TryCreate(key, out SymmetricKeySigner? signer), Is.False);
        Assert.That(signer, Is.Null);
        ArgumentException error = Assert.Throws<ArgumentException>(() => _ = new SymmetricKeySigner(key))!;
        if (key.Length > 0) Assert.That(error.ToString(), Does.Not.Contain(key));
    }

    [Test]
    public void RefusesNoKey()
    {
        Assert.That(() => new SymmetricKeySigner(null!), Throws.ArgumentNullException);
        Assert.That(SymmetricKeySigner.TryCreate(null!, out _), Is.False);
        Assert.That(() => SymmetricKeySigner.FromBytes([]), Throws.ArgumentException);
        Assert.That(() => SymmetricKeySigner.FromBytes(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void NeverShowsTheKey()
    {
        using var signer = new SymmetricKeySigner(Key);
        Assert.That(signer.ToString(), Is.EqualTo("SymmetricKeySigner"));
    }

    [Test]
    public void SignsNothingOnceDisposed()
    {
        var signer = new SymmetricKeySigner(Key);
        signer.Dispose();
        signer.Dispose();
        Assert.That(() => Sign(signer), Throws.InvalidOperationException);
    }

    private static byte[] Sign(SymmetricKeySigner signer)
    {
        var signature = new byte[32];
        signer.Sign([1, 2, 3], 0, 3, signature, 0);
        return signature;
    }
}
