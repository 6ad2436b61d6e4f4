using System;
using System.Text;
using IoTC.Buffers;
using IoTC.Http;
using NUnit.Framework;

namespace IoTC.Core.Tests.Http;

[TestFixture]
internal sealed class HttpRequestWriterTests
{
    private readonly ByteBuffer _output = new(0, 1000);
    private HttpRequestWriter _writer = null!;

    [SetUp]
    public void SetUp()
    {
        _output.Clear();
        _writer = new HttpRequestWriter(_output);
    }

    [Test]
    public void WritesRegistration()
    {
        byte[] body = "x{\"registrationId\":\"d\"}x"u8.ToArray();
        _writer.Begin("PUT", "/0ne/registrations/d/register?api-version=2021-06-01", "global.azure-devices-provisioning.net", 443);
        _writer.Header("Content-Type", "application/json; charset=utf-8");
        _writer.Header("Authorization", "xtokenx"u8.ToArray(), 1, 5);
        _writer.EndWithBody(body, 1, body.Length - 2);
        Assert.That(_output.GetString(), Is.EqualTo(
            "PUT /0ne/registrations/d/register?api-version=2021-06-01 HTTP/1.1\r\n"
            + "Host: global.azure-devices-provisioning.net\r\n"
            + "Content-Type: application/json; charset=utf-8\r\n"
            + "Authorization: token\r\n"
            + "Content-Length: 22\r\n\r\n"
            + "{\"registrationId\":\"d\"}"));
    }

    [Test]
    public void WritesPollAndTargetsAsBytes()
    {
        _writer.Begin("GET", "/a?b=c"u8.ToArray(), "localhost", 8443);
        _writer.End();
        _writer.Begin("GET", "x/ax"u8.ToArray(), 1, 2, "localhost", 443);
        _writer.End();
        Assert.That(_output.GetString(), Is.EqualTo(
            "GET /a?b=c HTTP/1.1\r\nHost: localhost:8443\r\n\r\nGET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    [Test]
    public void EmptyBodyHasItsLength()
    {
        _writer.Begin("POST", "/", "h", 443);
        _writer.EndWithBody([], 0, 0);
        Assert.That(_output.GetString(), Does.EndWith("\r\nContent-Length: 0\r\n\r\n"));
    }

    [TestCase("::1", 443, "[::1]")]
    [TestCase("[::1]", 443, "[::1]")]
    [TestCase("fe80::1%eth0", 8443, "[fe80::1]:8443")]
    [TestCase("192.0.2.1", 80, "192.0.2.1:80")]
    public void Hosts(string host, int port, string expected)
    {
        _writer.Begin("GET", "/", host, port);
        Assert.That(_output.GetString(), Is.EqualTo($"GET / HTTP/1.1\r\nHost: {expected}\r\n"));
    }

    [TestCase("GET\r\n", "/", "h")]
    [TestCase("GET ", "/", "h")]
    [TestCase("", "/", "h")]
    [TestCase("GET", "/a b", "h")]
    [TestCase("GET", "/\r\nX: y", "h")]
    [TestCase("GET", "/\n", "h")]
    [TestCase("GET", "/\0", "h")]
    [TestCase("GET", "/é", "h")]
    [TestCase("GET", "", "h")]
    [TestCase("GET", "/", "h\r\nX: y")]
    [TestCase("GET", "/", "a b")]
    [TestCase("GET", "/", "")]
    public void RefusesWhatBreaksTheRequestLine(string method, string target, string host)
    {
        _output.Append("kept");
        Assert.That(() => _writer.Begin(method, target, host, 443), Throws.ArgumentException);
        Assert.That(() => _writer.Begin(method, Encoding.UTF8.GetBytes(target), host, 443), Throws.ArgumentException);
        Assert.That(_output.GetString(), Is.EqualTo("kept"));
    }

    [TestCase("X", "a\r\nY: b")]
    [TestCase("X", "a\rb")]
    [TestCase("X", "a\nb")]
    [TestCase("X", "a\0b")]
    [TestCase("X", "a\u007f")]
    [TestCase("X: y\r\nZ", "a")]
    [TestCase("X ", "a")]
    [TestCase("", "a")]
    [TestCase("é", "a")]
    public void RefusesWhatBreaksAHeader(string name, string value)
    {
        _output.Append("kept");
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Assert.That(() => _writer.Header(name, value), Throws.ArgumentException);
        Assert.That(() => _writer.Header(name, bytes, 0, bytes.Length), Throws.ArgumentException);
        Assert.That(_output.GetString(), Is.EqualTo("kept"));
    }

    [Test]
    public void TakesEmptyAndTabbedValues()
    {
        _writer.Header("X", "");
        _writer.Header("Y", "a\tb é");
        Assert.That(_output.GetString(), Is.EqualTo("X: \r\nY: a\tb é\r\n"));
    }

    [Test]
    public void OverflowIsToldAtEverySize()
    {
        for (int max = 0; max < 120; max++)
        {
            var output = new ByteBuffer(0, max);
            var writer = new HttpRequestWriter(output);
            writer.Begin("GET", "/target", "host", 8443);
            writer.Header("Name", "value");
            writer.EndWithBody([1, 2, 3], 0, 3);
            const int Needed = 76;
            if (max < Needed) Assert.That(output.Overflowed, Is.True, $"{max}");
            if (!output.Overflowed) Assert.That(output.Count, Is.EqualTo(Needed));
            Assert.That(output.Count, Is.LessThanOrEqualTo(max));
        }
    }

    [Test]
    public void RefusesBodyThatIsNoRange()
        => Assert.That(() => _writer.EndWithBody(new byte[3], 2, 2), Throws.ArgumentException);
}
