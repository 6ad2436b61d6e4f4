using System;
using System.Linq;
using System.Security.Cryptography;
using IoTC.Core.Tests.Engine.Scripted;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A signer that throws ends the attempt, in words without its message, and nothing else.</summary>
[TestFixture]
internal sealed class SignerFailureTests
{
    [TestCase(ProvisioningTransport.Https)]
    [TestCase(ProvisioningTransport.Mqtt)]
    public void AtTheRegistrationItIsReported(ProvisioningTransport transport)
    {
        var signer = new KeptKey { FailsAt = 1 };
        EngineDriver driver = Make(signer, o => o.ProvisioningTransport = transport).Start();
        AssertReported(driver);
        driver.StartReady();
    }

    [Test]
    public void AtAPollItIsReported()
    {
        EngineDriver driver = Make(new KeptKey { FailsAt = 2 }).Start();
        driver.Advance(10_000);
        AssertReported(driver);
    }

    [Test]
    public void AtTheHubItIsReported()
    {
        EngineDriver driver = Make(new KeptKey { FailsAt = 3 }).Start();
        driver.Advance(10_000);
        AssertReported(driver);
        Assert.That(driver.Cloud.Packets, Is.Empty, "no CONNECT without a token");
    }

    [Test]
    public void AtARenewalItIsTriedAgain()
    {
        var signer = new KeptKey { FailsAt = 4 };
        EngineDriver driver = Make(signer).StartReady();
        driver.Advance(3_600_000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events, Does.Contain("Waiting SignerFailed"));
            Assert.That(driver.Engine.IsConnected, Is.True);
            Assert.That(signer.Count, Is.GreaterThanOrEqualTo(5));
        }
    }

    private static void AssertReported(EngineDriver driver)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(driver.Events.Last(), Is.EqualTo("Disconnected SignerFailed"));
            Assert.That(driver.Messages.Last(), Is.EqualTo("The device's key could not sign (CryptographicException). Check the signer, or what keeps its key."));
            Assert.That(driver.Cloud.Current.IsClosedByClient, Is.True);
        }
    }

    private static EngineDriver Make(IKeySigner signer, Action<IoTCOptions>? change = null)
        => new(new ScriptedCloud(), ScriptedCloud.Options(o =>
        {
            o.Credential = DeviceCredential.Signer(signer);
            change?.Invoke(o);
        }));

    private sealed class KeptKey : IKeySigner
    {
        private readonly byte[] _key = Convert.FromBase64String(ScriptedCloud.Key);

        public int FailsAt { get; init; }

        public int Count { get; private set; }

        public void Sign(byte[] data, int offset, int count, byte[] signature, int signatureOffset)
        {
            if (++Count == FailsAt) throw new CryptographicException("k3y");
            HMACSHA256.HashData(_key, data.AsSpan(offset, count), signature.AsSpan(signatureOffset));
        }
    }
}
