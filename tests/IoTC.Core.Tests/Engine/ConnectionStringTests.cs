using System;
using NUnit.Framework;

namespace IoTC.Core.Tests.Engine;

/// <summary>A hub's connection string for a device: what is read, and each fault in one sentence without the key.</summary>
[TestFixture]
internal sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

    [TestCase("HostName=h.azure-devices.net;DeviceId=d1;SharedAccessKey=" + Key)]
    [TestCase("SharedAccessKey=" + Key + ";DEVICEID=d1;hostname=h.azure-devices.net;")]
    [TestCase(" HostName = h.azure-devices.net ; DeviceId = d1 ; SharedAccessKey = " + Key + " ")]
    public void KeyIsRead(string text)
    {
        IoTCOptions options = IoTCOptions.FromConnectionString(text);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((options.HubHost, options.DeviceId, options.IdScope), Is.EqualTo(("h.azure-devices.net", "d1", "")));
            Assert.That(options.Credential!.Type, Is.EqualTo(IoTCConnectType.DeviceKey));
        }
    }

    [Test]
    public void CertificateIsRead()
    {
        ClientCertificate certificate = ClientCertificate.FromPem("c", "k");
        IoTCOptions given = IoTCOptions.FromConnectionString("HostName=h;DeviceId=d1;x509=true", certificate);
        IoTCOptions ofTransport = IoTCOptions.FromConnectionString("HostName=h;DeviceId=d1;X509=True");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(given.Credential!.Certificate, Is.SameAs(certificate));
            Assert.That(ofTransport.Credential!.Type, Is.EqualTo(IoTCConnectType.X509));
            Assert.That(ofTransport.Credential!.Certificate, Is.Null);
        }
    }

    // A hub's ids have more characters than DPS's.
    [TestCase("a@b.c")]
    [TestCase("-x_")]
    [TestCase("d(1)*!,:='$%")]
    public void DeviceIdsOfTheHubAreTaken(string deviceId)
    {
        IoTCOptions options = IoTCOptions.FromConnectionString("HostName=h;SharedAccessKey=" + Key + ";DeviceId=" + deviceId);
        Assert.That(() => new IoTC.Engine.DeviceEngine(options), Throws.Nothing);
        options.DeviceId = "a/b";
        Assert.That(() => new IoTC.Engine.DeviceEngine(options), Throws.ArgumentException.With.Message.Contains("none of / + #"));
    }

    [TestCase("", "is empty")]
    [TestCase("   ", "is empty")]
    [TestCase(Key, "has no = in its part 1")]
    [TestCase("HostName=h;DeviceId", "has no = in its part 2")]
    [TestCase("HostName=h;=d1", "has no = in its part 2")]
    [TestCase("DeviceId=d1;SharedAccessKey=" + Key, "names no HostName")]
    [TestCase("HostName=https://h/;DeviceId=d1;SharedAccessKey=" + Key, "HostName that is no host name")]
    [TestCase("HostName=h;SharedAccessKey=" + Key, "names no DeviceId")]
    [TestCase("HostName=h;DeviceId=d1", "has no SharedAccessKey, and no x509=true")]
    [TestCase("HostName=h;DeviceId=d1;x509=false", "has no SharedAccessKey, and no x509=true")]
    [TestCase("HostName=h;DeviceId=d1;x509=yes", "neither true nor false")]
    [TestCase("HostName=h;DeviceId=d1;SharedAccessKey=", "has an empty SharedAccessKey")]
    [TestCase("HostName=h;HostName=g;DeviceId=d1;SharedAccessKey=" + Key, "names HostName twice")]
    [TestCase("HostName=h;DeviceId=d1;x509=true;SharedAccessKey=" + Key, "both a SharedAccessKey and x509=true")]
    [TestCase("HostName=h;SharedAccessKeyName=iothubowner;SharedAccessKey=" + Key, "is a service's")]
    [TestCase("HostName=h;DeviceId=d1;SharedAccessSignature=SharedAccessSignature sr=h", "cannot be renewed")]
    [TestCase("HostName=h;DeviceId=d1;ModuleId=m;SharedAccessKey=" + Key, "is a module's")]
    [TestCase("HostName=h;DeviceId=d1;GatewayHostName=g;SharedAccessKey=" + Key, "through an IoT Edge gateway")]
    [TestCase("HostName=h;DeviceId=d1;Secret" + Key + "=x", "has a part 3 that is not known")]
    public void FaultIsOneSentenceWithoutTheKey(string text, string words)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => IoTCOptions.FromConnectionString(text))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Message, Does.StartWith("The connection string ").And.Contain(words).And.EndWith("."));
            Assert.That(refused.ToString(), Does.Not.Contain(Key));
        }
    }

    [Test]
    public void KeyThatIsNoBase64IsNotShown()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => IoTCOptions.FromConnectionString("HostName=h;DeviceId=d1;SharedAccessKey=not!base64"))!;
        Assert.That(refused.ToString(), Does.Contain("not Base64").And.Not.Contain("not!base64"));
    }

    [Test]
    public void CertificateWithoutX509IsRefused()
        => Assert.That(
            () => IoTCOptions.FromConnectionString("HostName=h;DeviceId=d1;SharedAccessKey=" + Key, ClientCertificate.FromPem("c", "k")),
            Throws.ArgumentException.With.Message.Contains("x509=true belongs in it"));
}
