using System;
using System.Security.Cryptography;
using System.Text;
using IoTC.Buffers;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class SharedAccessSignatureTests
{
    private const string Key = "c2VjcmV0LWRldmljZS1rZXktb2YtMzItYnl0ZXMhISE=";
    private readonly SymmetricKeySigner _signer = new(Key);

    [TestCase(
        "0ne00000001/registrations/device-001",
        "registration",
        "SharedAccessSignature sr=0ne00000001%2Fregistrations%2Fdevice-001&sig=QVBUxT3%2FiaOX78CGZYssTf6SUJ7S888ux9rOPWbHX3E%3D&se=1893456000&skn=registration")]
    [TestCase(
        "contoso.azure-devices.net/devices/device-001",
        null,
        "SharedAccessSignature sr=contoso.azure-devices.net%2Fdevices%2Fdevice-001&sig=P2P80yAtcSqG%2BgFJhCn7KX%2FPH9QJffkBANkMrNhBgEE%3D&se=1893456000")]
    public void FixedVectors(string resource, string? policy, string token)
    {
        Assert.That(SharedAccessSignature.Create(resource, 1893456000, _signer, policy), Is.EqualTo(token));

        var output = new ByteBuffer(0, 1000);
        output.Append("before ");
        var writer = new SharedAccessSignature();
        writer.Write(output, resource, 1893456000, _signer, policy);
        Assert.That(output.GetString(), Is.EqualTo("before " + token));

        output.Clear();
        byte[] utf8 = Encoding.UTF8.GetBytes("x" + resource + "x");
        writer.Write(output, utf8, 1, utf8.Length - 2, 1893456000, _signer, policy);
        Assert.That(output.GetString(), Is.EqualTo(token));
    }

    [Test]
    public void TheServersCheckPasses()
    {
        var random = new Random(10);
        for (int round = 0; round < 200; round++)
        {
            string resource = $"hub{round}.azure-devices.net/devices/d:{random.Next()}.é_+=%";
            long expiry = random.NextInt64(0, 1L << 40);
            string token = SharedAccessSignature.Create(resource, expiry, _signer, "registration");

            // As a server does it: take the token apart, sign what was sent, compare.
            Assert.That(token, Does.StartWith("SharedAccessSignature "));
            string[] parts = token["SharedAccessSignature ".Length..].Split('&');
            Assert.That(parts, Has.Length.EqualTo(4));
            string sent = parts[0]["sr=".Length..];
            Assert.That(sent, Is.EqualTo(Uri.EscapeDataString(resource)));
            Assert.That(parts[2], Is.EqualTo($"se={expiry}"));
            Assert.That(parts[3], Is.EqualTo("skn=registration"));
            byte[] code = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes($"{sent}\n{expiry}"));
            Assert.That(parts[1], Is.EqualTo("sig=" + Uri.EscapeDataString(Convert.ToBase64String(code))));
        }
    }

    [Test]
    public void WhatDoesNotFitIsTold()
    {
        string token = SharedAccessSignature.Create("hub/devices/d", 1893456000, _signer, "registration");
        for (int max = 0; max < token.Length + 60; max++)
        {
            var output = new ByteBuffer(0, max);
            new SharedAccessSignature().Write(output, "hub/devices/d", 1893456000, _signer, "registration");
            if (max < token.Length) Assert.That(output.Overflowed, Is.True);
            if (!output.Overflowed) Assert.That(output.GetString(), Is.EqualTo(token));
            if (max == token.Length + 59) Assert.That(output.Overflowed, Is.False);
        }
    }

    [Test]
    public void RefusesMisuse()
    {
        Assert.That(() => SharedAccessSignature.Create(null!, 1, _signer, null), Throws.ArgumentNullException);
        Assert.That(() => SharedAccessSignature.Create("r", 1, null!, null), Throws.ArgumentNullException);
        Assert.That(() => SharedAccessSignature.Create(new string('/', 5000), 1, _signer, null), Throws.ArgumentException);
    }

    [Test]
    public void WritingBytesAllocatesNothing()
    {
        byte[] resource = "hub.azure-devices.net/devices/d"u8.ToArray();
        var output = new ByteBuffer(512, 512);
        var writer = new SharedAccessSignature();
        Assert.That(
            Allocated.Bytes(() =>
            {
                output.Clear();
                writer.Write(output, resource, 0, resource.Length, 1893456000, _signer, "registration");
            }),
            Is.Zero);
    }
}
