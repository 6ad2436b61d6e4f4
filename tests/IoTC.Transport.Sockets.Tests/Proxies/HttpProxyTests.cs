using System;
using System.Collections.Generic;
using System.Text;
using IoTC.Transport.Sockets.Connecting;
using NUnit.Framework;

namespace IoTC.Transport.Sockets.Tests.Proxies;

/// <summary>How a proxy is named, and that its password stays where it is.</summary>
public sealed class HttpProxyTests
{
    [TestCase("http://proxy.example:3128", "proxy.example", 3128)]
    [TestCase("proxy.example:3128", "proxy.example", 3128)]
    [TestCase("http://proxy.example/", "proxy.example", 80)]
    [TestCase("http://[::1]:8080", "::1", 8080)]
    [TestCase("http://10.0.0.1", "10.0.0.1", 80)]
    [TestCase("https://proxy.example:3129", "proxy.example", 3129)]
    [TestCase("https://proxy.example", "proxy.example", 443)]
    public void Address_is_read(string address, string host, int port)
    {
        HttpProxy proxy = new(address);
        Assert.That((proxy.Host, proxy.Port, proxy.User), Is.EqualTo((host, port, "")));
        Assert.That(proxy.CreateAuthorization(), Is.Null);
    }

    [Test]
    public void User_and_password_may_stand_in_the_address()
    {
        HttpProxy proxy = new("http://dev%40plant:p%3Ass@proxy.example:3128");
        Assert.That(proxy.User, Is.EqualTo("dev@plant"));
        Assert.That(proxy.CreateAuthorization(), Is.EqualTo("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("dev@plant:p:ss"))));
        Assert.That(proxy.ToString(), Is.EqualTo("proxy proxy.example:3128"));
    }

    [TestCase("socks5://proxy.example", "http:// or https://")]
    [TestCase("http://proxy.example/path", "path")]
    [TestCase("http://", "no URI")]
    [TestCase("http://user:secret@bad host", "no URI")]
    public void Wrong_address_is_refused(string address, string reason) =>
        Assert.That(() => new HttpProxy(address), Throws.ArgumentException.With.Message.Contains(reason).And.Message.Not.Contains("secret"));

    [TestCase("a:b", "secret")]
    [TestCase("user", "sec\r\nret")]
    public void What_would_break_the_header_is_refused(string user, string password) =>
        Assert.That(() => new HttpProxy("http://proxy.example", user, password), Throws.ArgumentException.With.Message.Not.Contains("sec"));

    [TestCase("hub.example.com", true)]
    [TestCase("example.com", true)]
    [TestCase("HUB.EXAMPLE.COM", true)]
    [TestCase("notexample.com", false)]
    [TestCase("10.0.0.1", true)]
    [TestCase("10.0.0.2", false)]
    public void Hosts_without_the_proxy_are_told(string host, bool isBypassed) =>
        Assert.That(new HttpProxy("http://proxy", bypass: [".example.com", "10.0.0.1"]).IsBypassed(HostName.Parse(host)), Is.EqualTo(isBypassed));

    [Test]
    public void Environment_is_read_only_when_asked()
    {
        Dictionary<string, string> variables = new() { ["HTTPS_PROXY"] = "http://u:p@proxy.example:8080", ["ALL_PROXY"] = "http://other", ["no_proxy"] = "localhost, .internal" };
        HttpProxy? proxy = HttpProxy.FromVariables(name => variables.GetValueOrDefault(name));
        Assert.That((proxy!.Host, proxy.Port, proxy.User), Is.EqualTo(("proxy.example", 8080, "u")));
        Assert.That(proxy.IsBypassed(HostName.Parse("a.internal")) && proxy.IsBypassed(HostName.Parse("localhost")), Is.True);
        Assert.That(HttpProxy.FromVariables(static _ => null), Is.Null);
        Assert.That(new SocketTransport().Proxy, Is.Null);
    }
}
