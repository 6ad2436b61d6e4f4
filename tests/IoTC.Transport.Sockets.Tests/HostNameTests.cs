using System.Net;
using IoTC.Transport.Sockets.Connecting;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests;

public sealed class HostNameTests
{
    [TestCase("hub.example.com", "hub.example.com")]
    [TestCase("hub.example.com.", "hub.example.com")]
    [TestCase("bücher.example", "xn--bcher-kva.example")]
    [TestCase("my_hub", "my_hub")]
    public void Names_become_ascii_without_a_final_dot(string host, string text)
    {
        HostName name = HostName.Parse(host);
        Assert.That(name.Text, Is.EqualTo(text));
        Assert.That(name.Address, Is.Null);
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public void Literals_are_addresses(string host) =>
        Assert.That(HostName.Parse(host).Address, Is.EqualTo(IPAddress.Parse(host)));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("https://hub.example.com")]
    [TestCase("hub.example.com:8883")]
    [TestCase("hub.example.com/x")]
    [TestCase("a..b")]
    [TestCase("bü..cher")]
    [TestCase("hub example")]
    public void What_is_neither_is_refused(string host) =>
        Assert.That(() => HostName.Parse(host), Throws.ArgumentException);
}
