using System;
using System.Security.Cryptography;
using System.Text;
using IoTC.Security;
using NUnit.Framework;

namespace IoTC.Core.Tests.Security;

[TestFixture]
internal sealed class GroupKeyTests
{
    // The first is the example in the documentation of DPS.
    [TestCase(
        "8isrFI1sGsIlvvFSSFRiMfCNzv21fjbE/+ah/lSh3lF8e2YG1Te7w1KpZhJFFXJrqYKi9yegxkqIChbqOS9Egw==",
        "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
        "Jsm0lyGpjaVYVP2g3FnmnmG9dI/9qU24wNoykUmermc=")]
    [TestCase("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "device-001", "2TjsykFYXonJZPlLAkEcfDES/DhPnVKeGJeRz3rofXU=")]
    [TestCase(
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6",
        "UDW+GwvkZWmqYs9A0d/WMRQwQwJcmU2oYq11YE9nBsg=")]
    public void FixedVectors(string groupKey, string registrationId, string deviceKey)
        => Assert.That(GroupKey.DeriveDeviceKey(groupKey, registrationId), Is.EqualTo(deviceKey));

    [Test]
    public void AgreesWithDotNet()
    {
        var random = new Random(9);
        for (int round = 0; round < 50; round++)
        {
            var key = new byte[random.Next(1, 100)];
            random.NextBytes(key);
            string id = $"device-{random.Next()}";
            string expected = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(id)));
            Assert.That(GroupKey.DeriveDeviceKey(Convert.ToBase64String(key), id), Is.EqualTo(expected));
        }
    }

    [TestCase("bad key!", "d")]
    [TestCase("", "d")]
    [TestCase("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "")]
    [TestCase("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", null)]
    public void RefusesWithoutShowingTheKey(string groupKey, string? registrationId)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => GroupKey.DeriveDeviceKey(groupKey, registrationId!))!;
        if (groupKey.Length > 0) Assert.That(error.ToString(), Does.Not.Contain(groupKey));
    }
}
