using System;
using IoTC.Transport.Sockets;
using NUnit.Framework;

namespace IoTC.EndToEnd.Tests.BadInput;

/// <summary>What can be known to be wrong without asking anybody is refused when the client is made.</summary>
public sealed class LocalInputTests
{
    private const string Key = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0";

    [TestCase("", "empty")]
    [TestCase("this is no Base64!", "not Base64")]
    [TestCase("c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV", "not Base64")]
    [TestCase("c2VjcmV0é===", "not Base64")]
    public void A_key_that_is_none_is_refused_without_being_shown(string key, string cause)
    {
        foreach (IoTCConnectType type in new[] { IoTCConnectType.DeviceKey, IoTCConnectType.GroupKey })
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(() => new IoTCClient("0ne00E0000A", "device-1", type, key, new SocketTransport()))!;
            Assert.That(refused.Message, Does.Contain(cause).And.Contain("Copy it from the portal"));
            if (key.Length > 0) Assert.That(refused.ToString(), Does.Not.Contain(key));
        }
    }

    [TestCase("", "ID scope is empty")]
    [TestCase("0ne 1", "letters and digits")]
    [TestCase("0ne/../1", "letters and digits")]
    [TestCase("0ne\r\nHost: x", "letters and digits")]
    [TestCase("öne1", "letters and digits")]
    public void An_id_scope_that_is_none_is_refused(string idScope, string cause) =>
        AssertRefused(new IoTCOptions { IdScope = idScope, DeviceId = "device-1", Credential = DeviceCredential.DeviceKey(Key) }, cause);

    [TestCase("", "device id is empty")]
    [TestCase("a b", "letters, digits")]
    [TestCase("a/b", "letters, digits")]
    [TestCase("gerät", "letters, digits")]
    [TestCase("-a", "begin and end")]
    [TestCase("a.", "begin and end")]
    public void A_device_id_that_is_none_is_refused(string deviceId, string cause) =>
        AssertRefused(new IoTCOptions { IdScope = "0ne00E0000A", DeviceId = deviceId, Credential = DeviceCredential.DeviceKey(Key) }, cause);

    [Test]
    public void A_device_id_that_is_too_long_is_refused() => A_device_id_that_is_none_is_refused(new string('a', 129), "1 to 128");

    [TestCase("https://global.azure-devices-provisioning.net")]
    [TestCase("host/path")]
    [TestCase("a..b")]
    [TestCase(".a")]
    [TestCase("")]
    public void A_host_that_is_none_is_refused(string host)
    {
        IoTCOptions options = new() { IdScope = "0ne00E0000A", DeviceId = "device-1", Credential = DeviceCredential.DeviceKey(Key), ProvisioningHost = host };
        AssertRefused(options, "ProvisioningHost must be a host name");
    }

    private static void AssertRefused(IoTCOptions options, string cause)
    {
        ArgumentException blocking = Assert.Throws<ArgumentException>(() => new IoTCClient(options, new SocketTransport()))!;
        ArgumentException awaited = Assert.Throws<ArgumentException>(() => new IoTCAsyncClient(options, new SocketTransport()))!;
        Assert.That(blocking.Message, Does.Contain(cause));
        Assert.That(awaited.Message, Is.EqualTo(blocking.Message));
        Assert.That(blocking.ToString(), Does.Not.Contain(Key));
    }
}
