using IoTC.Transport.Sockets.Tls;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Tls;

/// <summary>RFC 9525 §6.3.</summary>
public sealed class HostNameRuleTests
{
    [TestCase("hub.example.com", "hub.example.com", ExpectedResult = true)]
    [TestCase("HUB.example.COM", "hub.Example.com", ExpectedResult = true)]
    [TestCase("*.example.com", "hub.example.com", ExpectedResult = true)]
    [TestCase("*.EXAMPLE.com", "hub.example.com", ExpectedResult = true)]
    [TestCase("*.example.com", "example.com", ExpectedResult = false)]
    [TestCase("*.example.com", "a.hub.example.com", ExpectedResult = false)]
    [TestCase("*.example.com", ".example.com", ExpectedResult = false)]
    [TestCase("*.com", "example.com", ExpectedResult = false)]
    [TestCase("*", "localhost", ExpectedResult = false)]
    [TestCase("*.", "localhost", ExpectedResult = false)]
    [TestCase("h*.example.com", "hub.example.com", ExpectedResult = false)]
    [TestCase("hub.*.com", "hub.example.com", ExpectedResult = false)]
    [TestCase("*.*.com", "hub.example.com", ExpectedResult = false)]
    [TestCase("hub.example.com.", "hub.example.com", ExpectedResult = false)]
    [TestCase("hub.example.com\0.evil.com", "hub.example.com", ExpectedResult = false)]
    [TestCase("", "hub.example.com", ExpectedResult = false)]
    [TestCase("ub.example.com", "hub.example.com", ExpectedResult = false)]
    public bool Covers(string dnsName, string host) => HostNameRule.Covers(dnsName, host);
}
