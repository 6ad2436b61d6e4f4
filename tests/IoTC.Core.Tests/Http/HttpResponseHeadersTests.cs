using IoTC.Http;
using NUnit.Framework;

namespace IoTC.Core.Tests.Http;

[TestFixture]
internal sealed class HttpResponseHeadersTests
{
    private const string Date = "Date: Sun, 06 Nov 1994 08:49:37 GMT";

    [TestCase("", -1)]
    [TestCase("retry-after: 3", 3)]
    [TestCase("Retry-After: 0", 0)]
    [TestCase("Retry-After: 007", 7)]
    [TestCase("Retry-After: 2147483647", int.MaxValue)]
    [TestCase("Retry-After: 2147483648", int.MaxValue)]
    [TestCase("Retry-After: 99999999999999999999999", int.MaxValue)]
    [TestCase("Retry-After: -3", -1)]
    [TestCase("Retry-After: 3.5", -1)]
    [TestCase("Retry-After: soon", -1)]
    [TestCase("Retry-After:", -1)]
    [TestCase("Retry-After: Sun, 06 Nov 1994 08:49:47 GMT", -1, Description = "no clock to compare with")]
    [TestCase(Date + "~Retry-After: Sun, 06 Nov 1994 08:49:47 GMT", 10)]
    [TestCase("Retry-After: Sun, 06 Nov 1994 08:50:37 GMT~" + Date, 60)]
    [TestCase(Date + "~Retry-After: Sun, 06 Nov 1994 08:49:30 GMT", 0)]
    [TestCase(Date + "~Retry-After: Sun, 06 Nov 9994 08:49:30 GMT", int.MaxValue)]
    [TestCase(Date + "~Retry-After: Sun, 99 Nov 1994 08:49:30 GMT", -1)]
    public void RetryAfter(string headers, int seconds)
        => Assert.That(Parse(headers).RetryAfterSeconds, Is.EqualTo(seconds));

    [TestCase("", -1)]
    [TestCase(Date, 784111777)]
    [TestCase("DATE:Sunday, 06-Nov-94 08:49:37 GMT", 784111777)]
    [TestCase("date: Sun Nov  6 08:49:37 1994", 784111777)]
    [TestCase("Date: yesterday", -1)]
    public void ServersClock(string headers, long unixSeconds)
        => Assert.That(Parse(headers).DateUnixSeconds, Is.EqualTo(unixSeconds));

    [Test]
    public void HeadersOfInterimResponsesDoNotStay()
    {
        var parser = new HttpResponseParser(1000, 10);
        byte[] bytes = HttpResponseCases.Bytes($"HTTP/1.1 103 Early~{Date}~Retry-After: 5~Connection: close~~HTTP/1.1 204 OK~~");
        parser.Feed(bytes, 0, bytes.Length);
        Assert.That(parser.Status, Is.EqualTo(HttpParseStatus.Done));
        Assert.That(parser.StatusCode, Is.EqualTo(204));
        Assert.That(parser.DateUnixSeconds, Is.EqualTo(-1));
        Assert.That(parser.RetryAfterSeconds, Is.EqualTo(-1));
        Assert.That(parser.KeepAlive, Is.True);
    }

    private static HttpResponseParser Parse(string headers)
    {
        var parser = new HttpResponseParser(1000, 10);
        byte[] bytes = HttpResponseCases.Bytes($"HTTP/1.1 204 No Content~{headers}{(headers.Length > 0 ? "~" : "")}~");
        parser.Feed(bytes, 0, bytes.Length);
        Assert.That(parser.Status, Is.EqualTo(HttpParseStatus.Done));
        return parser;
    }
}
